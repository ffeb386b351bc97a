"""Who may appeal against what, and for how long. Pure."""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from standfirst.lib.text import text_refusal
from standfirst.moderation.models import Decision, Measure
from standfirst.moderation.rules import STATED

LONGEST_WORDS = 4000
# Half a year at the least (Art. 20 (1)): the longest six months have 184 days.
APPEAL_FOR = timedelta(days=184)
# What takes the place of an earlier decision about the same thing.
SUPERSEDES = frozenset(
    {Measure.HELD, Measure.APPROVED, Measure.REMOVED, Measure.RESTORED, Measure.FREED}
)


class AppealRefusal(StrEnum):
    """Why an appeal, or a decision on one, was not taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNSHOWABLE = "unshowable"
    TOO_LATE = "too_late"
    NOT_APPEALABLE = "not_appealable"
    SUPERSEDED = "superseded"
    DECIDED_ALREADY = "decided_already"
    SAME_PERSON = "same_person"
    OWN_MATTER = "own_matter"
    REASON_MISSING = "reason_missing"


class AppealRefused(Exception):
    """An appeal was not taken, or not decided. ``detail`` may say by how much it is too long."""

    def __init__(self, refusal: AppealRefusal, detail: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.detail = detail


def appeal_until(decision: Decision) -> datetime:
    """Say until when a decision can be appealed."""
    return decision.decided_at + APPEAL_FOR


def refusal_of_decision(
    decision: Decision, *, is_notifiers: bool, now: datetime
) -> AppealRefusal | None:
    """Say why a decision cannot be appealed by this side, or None if it can.

    The author's side can what a statement of reasons was made of; the notifier's what was left.
    """
    measures = {Measure.LEFT} if is_notifiers else STATED
    if decision.measure not in measures:
        return AppealRefusal.NOT_APPEALABLE
    return AppealRefusal.TOO_LATE if now >= appeal_until(decision) else None


def refusal_of_words(words: str) -> AppealRefused | None:
    """Say why what an appeal says cannot be kept as typed."""
    if all(unicodedata.category(char)[0] in "ZC" for char in words):
        return AppealRefused(AppealRefusal.EMPTY)
    if len(words) > LONGEST_WORDS:
        return AppealRefused(AppealRefusal.TOO_LONG, str(len(words) - LONGEST_WORDS))
    unshowable = text_refusal(words)
    return AppealRefused(AppealRefusal.UNSHOWABLE, unshowable) if unshowable else None
