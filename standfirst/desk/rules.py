"""What a moderator may still do, and take back."""

from datetime import datetime, timedelta

from standfirst.moderation.models import DeskAct
from standfirst.people.models import Person

# Long enough to notice a slip; after that the lists lead back.
UNDO_FOR = timedelta(minutes=10)


def may_undo(act: DeskAct, person: Person, now: datetime) -> bool:
    """Say whether somebody may undo what was decided: their own, for some minutes, once."""
    is_own = act.acted_by_id == person.pk
    return is_own and act.undone_by_id is None and now - act.acted_at < UNDO_FOR


def may_still_decide(person: Person) -> bool:
    """Say whether somebody may decide on comments now: work done later has no request that asks."""
    user = person.user
    return user is not None and user.is_active and user.has_perm("discussion.moderate_comments")
