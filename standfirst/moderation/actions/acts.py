"""What was decided at the desk, kept so that it can be undone."""

from dataclasses import dataclass
from datetime import datetime

from standfirst.moderation.models import Decision, DeskAct


@dataclass(frozen=True)
class Change:
    """The states in which a decision found a thing and left it."""

    before: str
    after: str


def note_act(*, decision: Decision, change: Change, now: datetime) -> DeskAct:
    """Keep what a decision at the desk changed, in its transaction."""
    assert decision.decided_by is not None
    return DeskAct.objects.create(
        decision=decision,
        acted_by=decision.decided_by,
        acted_at=now,
        state_before=change.before,
        state_after=change.after,
    )


def note_undoing(*, act: DeskAct, decision: Decision, now: datetime) -> bool:
    """Note by which decision an act was undone; give whether it was not undone already."""
    rows = DeskAct.objects.filter(pk=act.pk, undone_by__isnull=True)
    return bool(rows.update(undone_by=decision))
