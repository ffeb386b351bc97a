"""The screens, one function each: a judgement of a draft, or None when there is nothing to say.

A screen reads plain values: the draft, and the paper's rules that are in it. It never writes, and it may
fail: then the text is held. `SCREENS` is the order in which they are asked, and of which kinds of text.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from standfirst.lib.text import fold, one_line
from standfirst.moderation.drafts import (
    Draft,
    Finding,
    Kind,
    ListFacts,
    Mode,
    Outcome,
    Reason,
    State,
)
from standfirst.moderation.external import external
from standfirst.moderation.learned.files import spam, toxicity
from standfirst.moderation.model_screens import spam_model, toxicity_model
from standfirst.moderation.models import OutsideHours, WordList
from standfirst.moderation.sanction_screens import sanctions
from standfirst.moderation.words import finder_of

Judge = Callable[[Draft, datetime], Finding | None]

SHORTEST_GAP = timedelta(seconds=10)
RATE_WINDOW = timedelta(minutes=10)
MOST_IN_WINDOW = 8
REPEAT_WINDOW = timedelta(hours=24)
MOST_LINKS = 5
# So many removed lately, and so large a part of all that stood, is a history.
LEAST_REMOVED = 3
REMOVED_SHARE = 1 / 3
# The most characters of each kind; a name's are counted by whoever owns it.
LONGEST = {Kind.COMMENT: 4_000, Kind.ABOUT: 300, Kind.REPORT: 1_000, Kind.ERROR: 1_000}
# What must reach the newsroom or the till is welcome whatever its words; these then wait.
NEVER_REFUSED = frozenset({Kind.GIFT, Kind.REPORT, Kind.ERROR, Kind.NOTICE, Kind.APPEAL})


@dataclass(frozen=True)
class Screen:
    """A judge in the order: of which kinds of text it is asked, and which version of it that is.

    ``state`` is what it does until somebody sets it otherwise; one that ``is_fixed`` stays as it is.
    """

    judge: Judge
    kinds: frozenset[Kind] = frozenset(Kind)
    version: str | Callable[[Draft], str] = "1"
    state: State = State.ON
    is_fixed: bool = False

    def state_by(self, chosen: Mapping[str, str]) -> State:
        """Say what it does where the paper has chosen this for some screens."""
        return self.state if self.is_fixed else State(chosen.get(self.name, self.state))

    @property
    def name(self) -> str:
        """What it is called in stored verdicts and in the paper's settings."""
        return getattr(self.judge, "__name__", type(self.judge).__name__)

    def version_for(self, draft: Draft) -> str:
        """Say which version judges a draft: of a list of words, its content."""
        return self.version if isinstance(self.version, str) else self.version(draft)


def thread_state(draft: Draft, now: datetime) -> Finding | None:
    """Refuse what would stand where nobody may write; staff may still."""
    if draft.place.is_open or draft.author.is_staff:
        return None
    return Finding("thread_state", Outcome.REFUSE, Reason.CLOSED)


def opening_hours(draft: Draft, now: datetime) -> Finding | None:
    """Hold or refuse, as the paper has set, what comes while nobody is on duty."""
    duty = draft.rules.duty
    if duty is None or duty.is_on or draft.author.is_staff:
        return None
    is_closed = draft.rules.outside_hours == OutsideHours.CLOSE
    outcome = Outcome.REFUSE if is_closed else Outcome.HOLD
    until = duty.until.isoformat() if duty.until is not None else ""
    return Finding("opening_hours", outcome, Reason.HOURS, passage=until)


def rate(draft: Draft, now: datetime) -> Finding | None:
    """Refuse a text that comes too soon after the last, or after too many."""
    if draft.author.is_staff:
        return None
    times = [recent.at for recent in draft.author.recent]
    too_soon = any(now - at < SHORTEST_GAP for at in times)
    if too_soon or sum(now - at < RATE_WINDOW for at in times) >= MOST_IN_WINDOW:
        return Finding("rate", Outcome.REFUSE, Reason.TOO_FAST)
    return None


def length(draft: Draft, now: datetime) -> Finding | None:
    """Refuse a text that is longer than one of its kind may be."""
    most = LONGEST.get(Kind(draft.kind))
    if most is None or len(draft.text) <= most:
        return None
    return Finding("length", Outcome.REFUSE, Reason.TOO_LONG)


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
    return _first_listed(draft, WordList.Kind.BANNED)


def suspect_words(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text or name with a word that a moderator should see first."""
    return _first_listed(draft, WordList.Kind.SUSPECT)


def links(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text with many links or pictures, and any by somebody who never wrote here before.

    A picture in a text is shown as a link to it, so it counts as one.
    """
    if draft.author.is_staff or draft.links == 0:
        return None
    if draft.links > MOST_LINKS:
        return Finding("links", Outcome.HOLD, Reason.TOO_MANY_LINKS)
    if draft.author.approved_before == 0:
        return Finding("links", Outcome.HOLD, Reason.LINK_BY_NEWCOMER)
    return None


def history(draft: Draft, now: datetime) -> Finding | None:
    """Hold what comes from somebody of whose texts many were removed lately."""
    removed, stands = draft.author.removed_lately, draft.author.approved_before
    if draft.author.is_staff or removed < LEAST_REMOVED:
        return None
    if removed < REMOVED_SHARE * (removed + stands):
        return None
    return Finding("history", Outcome.HOLD, Reason.HISTORY, score=removed / (removed + stands))


def new_person(draft: Draft, now: datetime) -> Finding | None:
    """Hold the first texts of somebody, so many as the paper has set; none of those it trusts."""
    author, rules = draft.author, draft.rules
    if author.is_staff or author.mode in (Mode.AFTER, Mode.REACTIVE):
        return None
    is_known = author.is_member or author.is_proven
    if author.approved_before >= (rules.new_proven if is_known else rules.new_unproven):
        return None
    return Finding("new_person", Outcome.HOLD, Reason.NEW_PERSON)


def heat(draft: Draft, now: datetime) -> Finding | None:
    """Hold everything where a discussion is to cool down."""
    if not draft.place.is_hot or draft.author.is_staff:
        return None
    return Finding("heat", Outcome.HOLD, Reason.HEAT)


def mode(draft: Draft, now: datetime) -> Finding | None:
    """Hold everything where moderators look before publication: at a person's, else at a place's."""
    if draft.author.is_staff or (draft.author.mode or draft.place.mode) != Mode.BEFORE:
        return None
    return Finding("mode", Outcome.HOLD, Reason.MODE)


def findings_of_list(draft: Draft, row: ListFacts) -> Finding | None:
    """Give what one list of words finds in a draft: in its text, else in its name."""
    finder = finder_of((row.words,))
    hit = finder.first_hit(draft.text)
    in_text = hit is not None
    if hit is None:
        hit = finder.first_hit(draft.name)
    if hit is None:
        return None
    is_banned = row.kind == WordList.Kind.BANNED
    return Finding(
        screen=f"{row.kind}_words",
        outcome=Outcome.REFUSE if is_banned else Outcome.HOLD,
        reason=Reason.BANNED_WORD if is_banned else Reason.SUSPECT_WORD,
        passage=hit.phrase,
        place=(hit.start, hit.end) if in_text else None,
        version=version_of_list(row),
        word_list=row.pk,
        is_shadow=row.is_shadow,
    )


def version_of_list(row: ListFacts) -> str:
    """Name the content of a list in twelve characters."""
    return _digest((row.words,))


def _first_listed(draft: Draft, kind: WordList.Kind) -> Finding | None:
    """Look for all lists of a kind at once, then say which of them it was."""
    rows = [row for row in draft.rules.lists if row.kind == kind and not row.is_shadow]
    finder = finder_of(tuple(row.words for row in rows))
    if finder.first_hit(draft.text) is None and finder.first_hit(draft.name) is None:
        return None
    found = (findings_of_list(draft, row) for row in rows)
    return min(filter(None, found), key=lambda each: each.place or (len(draft.text), 0))


def _lists_version(kind: WordList.Kind) -> Callable[[Draft], str]:
    return lambda draft: _digest(
        tuple(row.words for row in draft.rules.lists if row.kind == kind and not row.is_shadow)
    )


@lru_cache(maxsize=64)
def _digest(lists: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(lists).encode()).hexdigest()[:12] if lists else "none"


COMMENTS = frozenset({Kind.COMMENT})
PUBLISHED = frozenset({Kind.COMMENT, Kind.ABOUT, Kind.GIFT})

SCREENS: tuple[Screen, ...] = (
    # A closed discussion is closed, and whoever is banned is banned: that is no matter of a trial.
    Screen(thread_state, COMMENTS, is_fixed=True),
    Screen(opening_hours, COMMENTS),
    Screen(sanctions, PUBLISHED | {Kind.NAME}, is_fixed=True),
    Screen(rate, COMMENTS | {Kind.NOTICE}),
    Screen(length),
    Screen(repeats, COMMENTS),
    Screen(banned_words, version=_lists_version(WordList.Kind.BANNED)),
    Screen(suspect_words, version=_lists_version(WordList.Kind.SUSPECT)),
    Screen(links, PUBLISHED),
    Screen(spam_model, PUBLISHED, lambda draft: spam().version, State.SHADOW),
    Screen(toxicity_model, PUBLISHED, lambda draft: toxicity().version, State.SHADOW),
    Screen(history, PUBLISHED),
    Screen(new_person, PUBLISHED),
    Screen(external, PUBLISHED | {Kind.NAME}),
    Screen(heat, COMMENTS),
    Screen(mode, COMMENTS),
)
