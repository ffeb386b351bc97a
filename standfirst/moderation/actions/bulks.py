"""Many decisions at once, as rows: drafted, confirmed by whoever drafted them, worked off in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from standfirst.moderation.models import Bulk, BulkItem, BulkPart, Ground, ReasonText
from standfirst.people.models import Person

# Decided on in one go by the worker, which does something else in between.
PART_SIZE = 50
DRAFTS_LAST = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """What is to be decided, and why. ``facts`` is what every author will read."""

    verb: str
    queue: str
    by: Person
    ground: Ground = Ground.NONE
    rules_version: int | None = None
    rule_number: int | None = None
    facts: str = ""
    undoes: Bulk | None = None


@dataclass(frozen=True)
class Seen:
    """A thing as it was seen when the bulk was drafted."""

    subject: int
    state: str
    revision: int | None


@transaction.atomic
def draft_bulk(*, plan: Plan, things: Sequence[Seen], now: datetime) -> Bulk:
    """Keep what somebody wants to decide on which things; nothing is done before it is confirmed."""
    facts = ReasonText.objects.create(text=plan.facts) if plan.facts else None
    bulk = Bulk.objects.create(
        made_by=plan.by,
        made_at=now,
        verb=plan.verb,
        queue=plan.queue,
        ground=plan.ground,
        rules_version=plan.rules_version,
        rule_number=plan.rule_number,
        facts=facts,
        undoes=plan.undoes,
    )
    for first in range(0, len(things), PART_SIZE):
        part = BulkPart.objects.create(bulk=bulk)
        BulkItem.objects.bulk_create(
            BulkItem(
                part=part,
                subject_id=seen.subject,
                seen_state=seen.state,
                seen_revision=seen.revision,
            )
            for seen in things[first : first + PART_SIZE]
        )
    return bulk


@transaction.atomic
def confirm_bulk(*, bulk: Bulk, now: datetime) -> bool:
    """Have the worker do it; give whether this press was the one that did."""
    rows = Bulk.objects.filter(pk=bulk.pk, confirmed_at__isnull=True)
    if not rows.update(confirmed_at=now):
        return False
    BulkPart.objects.filter(bulk=bulk).update(due_at=now)
    return True


def forget_bulk_texts(*, bulk: Bulk, now: datetime) -> None:
    """Forget the words of a bulk that is done: each decision has them, for its own author."""
    if bulk.facts_id is not None:
        rows = ReasonText.objects.filter(pk=bulk.facts_id, blanked_at__isnull=True)
        rows.update(text="", blanked_at=now)


@transaction.atomic
def drop_drafted_bulks(*, now: datetime) -> int:
    """Delete what nobody confirmed within a day; give how many. Run by the worker."""
    rows = Bulk.objects.filter(confirmed_at__isnull=True, made_at__lt=now - DRAFTS_LAST)
    texts = list(rows.filter(facts__isnull=False).values_list("facts", flat=True))
    number = rows.count()
    rows.delete()
    ReasonText.objects.filter(pk__in=texts).delete()
    return number
