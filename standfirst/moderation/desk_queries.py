"""What the desk keeps: who looks at what, what can be undone, notes, ready reasons."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max

from standfirst.moderation.models import CannedReason, Claim, Decision, DeskAct, Measure, Note
from standfirst.people.models import Person
from standfirst.people.owners import Export, Owner, rows_of, told

SANCTIONS = (Measure.WARNED, Measure.SUSPENDED, Measure.BANNED)
LIMITING = (*SANCTIONS, Measure.HELD_FIRST, Measure.FREED)


def claims_on(kind: str, ids: Iterable[int], now: datetime) -> dict[int, Claim]:
    """Who looks at which of many things just now, in one query."""
    rows = Claim.objects.filter(subject_kind=kind, subject_id__in=list(ids), held_until__gt=now)
    return {row.subject_id: row for row in rows.select_related("claimed_by")}


def number_of_sanctions(people: Iterable[int]) -> dict[int, int]:
    """How often each of these was warned, suspended or banned, in one query."""
    rows = Decision.objects.filter(about__in=list(people), measure__in=SANCTIONS).order_by()
    return dict(rows.values_list("about").annotate(number=Count("pk")))


def acts_of(person: Person | None, *, since: datetime) -> list[DeskAct]:
    """What somebody decided at the desk of late and did not undo, the newest first."""
    rows = DeskAct.objects.filter(acted_by=person, acted_at__gt=since, undone_by__isnull=True)
    return list(rows.select_related("decision").order_by("-acted_at", "-pk")[:10])


def canned_reasons() -> list[CannedReason]:
    """The reasons that the newsroom has worded and uses."""
    return list(CannedReason.objects.filter(is_active=True).order_by("title"))


def notes_about(person: Person) -> list[Note]:
    """What moderators noted about somebody and what they wrote, the newest first."""
    rows = Note.objects.filter(about=person).select_related("written_by")
    return list(rows.order_by("-pk")[:50])


def sanctions_of(person: Person) -> list[Decision]:
    """How somebody was warned or limited, and what of it was ended, the newest first."""
    rows = Decision.objects.filter(about=person, measure__in=LIMITING)
    return list(rows.select_related("facts").order_by("-pk")[:10])


def last_limiting(person: Person) -> int:
    """The number of the last decision that warned, limited or freed somebody; 0 if there is none."""
    rows = Decision.objects.filter(about__in=rows_of(person), measure__in=LIMITING)
    return rows.aggregate(last=Max("pk"))["last"] or 0


def told_notes_about(owner: Owner) -> Export:
    """Give the notes about somebody; not which moderator wrote them."""
    rows = Note.objects.filter(about__in=owner.rows)
    return {"notes of moderators about you": told(rows, without=("written_by",))}
