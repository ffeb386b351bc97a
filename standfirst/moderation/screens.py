"""The screens, one function each: a judgement of a draft, or None when there is nothing to say.

A screen reads plain values and word lists. It never writes, and it may fail: then the text is held.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from standfirst.lib.text import fold, one_line
from standfirst.moderation.drafts import Draft, Finding, Outcome, Reason
from standfirst.moderation.models import WordList
from standfirst.moderation.words import listed_word_in
from standfirst.prepared import Prepared

Screen = Callable[[Draft, datetime], Finding | None]

SHORTEST_GAP = timedelta(seconds=10)
RATE_WINDOW = timedelta(minutes=10)
MOST_IN_WINDOW = 8
REPEAT_WINDOW = timedelta(hours=24)
MOST_LINKS = 5
_lists = Prepared(lambda kind: WordList.objects.filter(kind=kind, is_active=True).order_by("pk"))


def thread_state(draft: Draft, now: datetime) -> Finding | None:
    """Refuse what would stand where nobody may write; staff may still."""
    if draft.place.is_open or draft.author.is_staff:
        return None
    return Finding("thread_state", Outcome.REFUSE, Reason.CLOSED)


def rate(draft: Draft, now: datetime) -> Finding | None:
    """Refuse a text that comes too soon after the last, or after too many."""
    if draft.author.is_staff:
        return None
    times = [recent.at for recent in draft.author.recent]
    too_soon = any(now - at < SHORTEST_GAP for at in times)
    if too_soon or sum(now - at < RATE_WINDOW for at in times) >= MOST_IN_WINDOW:
        return Finding("rate", Outcome.REFUSE, Reason.TOO_FAST)
    return None


def repeats(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text that the same author sent already within a day."""
    if draft.author.is_staff:
        return None
    same = one_line(fold(draft.text))
    for recent in draft.author.recent:
        if now - recent.at < REPEAT_WINDOW and one_line(fold(recent.text)) == same:
            return Finding("repeats", Outcome.HOLD, Reason.REPEATED)
    return None


def banned_words(draft: Draft, now: datetime) -> Finding | None:
    """Refuse a text or name with a word that the paper does not print."""
    return _listed(draft, WordList.Kind.BANNED, Outcome.REFUSE, Reason.BANNED_WORD)


def suspect_words(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text or name with a word that a moderator should see first."""
    return _listed(draft, WordList.Kind.SUSPECT, Outcome.HOLD, Reason.SUSPECT_WORD)


def links(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text with many links, and any link by somebody who never wrote here before."""
    if draft.author.is_staff or draft.links == 0:
        return None
    if draft.links > MOST_LINKS:
        return Finding("links", Outcome.HOLD, Reason.TOO_MANY_LINKS)
    if draft.author.approved_before == 0:
        return Finding("links", Outcome.HOLD, Reason.LINK_BY_NEWCOMER)
    return None


def first_comment(draft: Draft, now: datetime) -> Finding | None:
    """Hold the first text of somebody who has neither an account nor a proven address."""
    author = draft.author
    if author.is_staff or author.is_member or author.is_proven or author.approved_before > 0:
        return None
    return Finding("first_comment", Outcome.HOLD, Reason.FIRST_COMMENT)


def site_mode(draft: Draft, now: datetime) -> Finding | None:
    """Hold everything where moderators look before publication."""
    if draft.place.mode != "before" or draft.author.is_staff:
        return None
    return Finding("site_mode", Outcome.HOLD, Reason.MODE)


def _listed(draft: Draft, kind: WordList.Kind, outcome: Outcome, reason: Reason) -> Finding | None:
    for words in _lists.all(kind=kind.value):
        for text in (draft.text, draft.name):
            hit = listed_word_in(text, words.phrases())
            if hit is not None:
                return Finding(f"{kind}_words", outcome, reason, passage=hit[:200])
    return None


SCREENS: tuple[Screen, ...] = (
    thread_state,
    rate,
    repeats,
    banned_words,
    suspect_words,
    links,
    first_comment,
    site_mode,
)
