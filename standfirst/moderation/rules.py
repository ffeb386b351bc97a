"""Which measures are explained to whom they meet. Pure."""

from collections.abc import Mapping

from standfirst.moderation.models import Decision, Measure

# Each makes one statement of reasons (Digital Services Act, Art. 17 (1)).
STATED = frozenset(
    {
        Measure.HELD,
        Measure.REMOVED,
        Measure.LABELLED,
        Measure.WARNED,
        Measure.SUSPENDED,
        Measure.BANNED,
        Measure.HELD_FIRST,
    }
)

_LIFTS = "It takes a restriction away or sets none; Art. 17 is about restrictions."
_PRAISES = (
    "It sets something above the rest, or puts it back where its order has it; all can read it."
)
_FOR_ALL = (
    "It meets a whole discussion, not what one person wrote, and stands there for all to read."
)
_VOTES = (
    "A vote says nothing, and a burst is of many; the discussion's page says what became of it."
)
_SETTING = "It sets how texts are judged from then on, and meets none that was written."

# These make none, for the reason beside them.
UNSTATED: Mapping[Measure, str] = {
    Measure.APPROVED: _LIFTS,
    Measure.RESTORED: _LIFTS,
    Measure.LEFT: _LIFTS,
    Measure.REPORTS_WAIT: _LIFTS,
    Measure.FREED: _LIFTS,
    Measure.PINNED: _PRAISES,
    Measure.UNPINNED: _PRAISES,
    Measure.FEATURED: _PRAISES,
    Measure.UNFEATURED: _PRAISES,
    Measure.ANSWERED: _PRAISES,
    Measure.UNANSWERED: _PRAISES,
    Measure.LOCKED: _FOR_ALL,
    Measure.UNLOCKED: _LIFTS,
    Measure.SLOWED: _FOR_ALL,
    Measure.HASTENED: _LIFTS,
    Measure.CLOSED: _FOR_ALL,
    Measure.RESTED: _FOR_ALL,
    Measure.ENDED: _LIFTS,
    Measure.LOOK_BEFORE: _FOR_ALL,
    Measure.LOOK_AFTER: _LIFTS,
    Measure.LOOK_REACTIVE: _LIFTS,
    Measure.LOOK_AS_USUAL: _LIFTS,
    Measure.SWITCHED_ON: _SETTING,
    Measure.TRIED_OUT: _SETTING,
    Measure.SWITCHED_OFF: _SETTING,
    Measure.REOPENED: _LIFTS,
    Measure.VOTES_COUNTED: _VOTES,
    Measure.VOTES_DROPPED: _VOTES,
    Measure.VOTES_WAIT: _VOTES,
}
_NOBODY = (
    "Nobody is known whom it meets, such as a network; whoever writes from there is told then."
)
_SPAM = "Deceptive commercial content in bulk (Art. 17 (2)): its senders would only learn from it."


def why_unstated(decision: Decision) -> str | None:
    """Say why a decision makes no statement of reasons, or None if it makes one.

    A measure that is in neither list raises KeyError: whoever adds one says which it is.
    """
    measure = Measure(decision.measure)
    if measure not in STATED:
        return UNSTATED[measure]
    if decision.about_id is None:
        return _NOBODY
    if decision.is_bulk_spam and measure in (Measure.HELD, Measure.REMOVED, Measure.BANNED):
        return _SPAM
    return None
