from datetime import datetime

from django.db import transaction
from django.db.models import F

from standfirst.discussion.models import Thread, Visit
from standfirst.discussion.rules import VISIT_LASTS
from standfirst.people.models import Person


@transaction.atomic
def note_visit(*, thread: Thread, person: Person, now: datetime) -> None:
    """Note that somebody is at a thread: written once in a visit, however often they come within it."""
    visit, is_first = _visit(thread, person, now)
    if not is_first and now >= visit.visited_at + VISIT_LASTS:
        rows = Visit.objects.filter(pk=visit.pk, visited_at=visit.visited_at)
        rows.update(new_after_at=F("visited_at"), visited_at=now)


@transaction.atomic
def read_all(*, thread: Thread, person: Person, now: datetime) -> None:
    """Note that nothing in a thread is new to somebody."""
    visit, is_first = _visit(thread, person, now)
    if not is_first:
        Visit.objects.filter(pk=visit.pk).update(new_after_at=now, visited_at=now)


def _visit(thread: Thread, person: Person, now: datetime) -> tuple[Visit, bool]:
    return Visit.objects.get_or_create(
        thread=thread, person=person, defaults={"new_after_at": now, "visited_at": now}
    )
