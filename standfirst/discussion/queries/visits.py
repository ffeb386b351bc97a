"""What appeared in a thread since somebody was there last."""

from dataclasses import dataclass
from datetime import datetime

from standfirst.discussion.models import Comment, Thread, Visit
from standfirst.discussion.rules import VISIT_LASTS
from standfirst.people.models import Person
from standfirst.prepared import PreparedRows

# More is not marked: whoever was away so long reads from the top.
MOST_NEW = 200

_visit = PreparedRows(
    lambda person, thread: Visit.objects.filter(person=person, thread=thread).values_list(
        "new_after_at", "visited_at"
    )
)
_appeared = PreparedRows(
    lambda person, thread, since: (
        Comment.objects.shown()
        .filter(thread=thread, published_at__gt=since)
        .exclude(author=person)
        .order_by("published_at", "pk")
        .values_list("pk", "author__name", "published_at")[:MOST_NEW]
    )
)


@dataclass(frozen=True)
class Unseen:
    """A comment that somebody has not seen: who wrote it ("" for nobody named), and when it appeared."""

    pk: int
    name: str
    appeared_at: datetime


def new_comments(thread: Thread, person: Person | None, now: datetime) -> list[Unseen]:
    """What others wrote that appeared since the last visit, in that order.

    Nothing for whoever is there for the first time: then all is new, which need not be said.
    """
    visit = _visit.first(person=person.pk, thread=thread.pk) if person is not None else None
    if person is None or visit is None:
        return []
    new_after_at, visited_at = visit
    since = new_after_at if now < visited_at + VISIT_LASTS else visited_at
    rows = _appeared.rows(person=person.pk, thread=thread.pk, since=since)
    return [Unseen(*row) for row in rows]
