"""The screen of limits on persons and networks. Who is limited is told, never left to wonder."""

from datetime import datetime

from standfirst.moderation.drafts import Draft, Finding, Outcome, Reason
from standfirst.moderation.wording import moment

NAME = "sanctions"


def sanctions(draft: Draft, now: datetime) -> Finding | None:
    """Refuse whoever is banned or suspended; hold what is to be looked at first."""
    by_kind = {limit.kind: limit for limit in draft.author.limits}
    if draft.author.is_staff or not by_kind:
        return None
    if "ban" in by_kind:
        return Finding(NAME, Outcome.REFUSE, Reason.BANNED)
    suspension = by_kind.get("suspension")
    if suspension is not None and suspension.until is not None:
        return Finding(NAME, Outcome.REFUSE, Reason.SUSPENDED, passage=moment(suspension.until))
    is_on_person = any(not limit.is_on_network for limit in draft.author.limits)
    reason = Reason.HELD_FIRST if is_on_person else Reason.HELD_NETWORK
    return Finding(NAME, Outcome.HOLD, reason)
