from collections.abc import Iterable
from datetime import timedelta

from standfirst.moderation.models import Decision, ModerationSettings, Screening


def longest_wait() -> timedelta:
    """How long something may wait before whoever moderates is told."""
    settings = ModerationSettings.objects.first() or ModerationSettings()
    return timedelta(minutes=settings.remind_after_minutes)


def screenings_of(kind: str, ids: Iterable[int]) -> dict[int, list[Screening]]:
    """The stored findings of many things in one query, oldest first."""
    found: dict[int, list[Screening]] = {}
    rows = Screening.objects.filter(subject_kind=kind, subject_id__in=list(ids)).order_by("pk")
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found


def decisions_of(kind: str, ids: Iterable[int]) -> dict[int, list[Decision]]:
    """The decisions on many things in one query, oldest first."""
    found: dict[int, list[Decision]] = {}
    rows = (
        Decision.objects.filter(subject_kind=kind, subject_id__in=list(ids))
        .select_related("facts", "decided_by")
        .order_by("pk")
    )
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found
