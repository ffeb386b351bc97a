"""What is judged, as plain values: moderation knows no comments, gifts or articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Outcome(StrEnum):
    """What a screen, or all of them together, say."""

    PASS = "pass"  # noqa: S105 -- an outcome
    HOLD = "hold"
    REFUSE = "refuse"


class Reason(StrEnum):
    """Why a screen holds or refuses."""

    CLOSED = "closed"
    TOO_FAST = "too_fast"
    REPEATED = "repeated"
    BANNED_WORD = "banned_word"
    SUSPECT_WORD = "suspect_word"
    TOO_MANY_LINKS = "too_many_links"
    LINK_BY_NEWCOMER = "link_by_newcomer"
    FIRST_COMMENT = "first_comment"
    SCREEN_FAILED = "screen_failed"
    MODE = "mode"


REASON_WORDS: Mapping[str, str | Promise] = {
    Reason.CLOSED: gettext_lazy("The discussion was closed"),
    Reason.TOO_FAST: gettext_lazy("Sent too soon after another"),
    Reason.REPEATED: gettext_lazy("The same text was sent before, within a day"),
    Reason.BANNED_WORD: gettext_lazy("Has a word from a list of banned words"),
    Reason.SUSPECT_WORD: gettext_lazy("Has a word from a list of suspect words"),
    Reason.TOO_MANY_LINKS: gettext_lazy("Has more than five links"),
    Reason.LINK_BY_NEWCOMER: gettext_lazy("Has a link, and its author never wrote here before"),
    Reason.FIRST_COMMENT: gettext_lazy("First comment of somebody whose address is not confirmed"),
    Reason.SCREEN_FAILED: gettext_lazy("A screen failed, so nobody has judged it"),
    Reason.MODE: gettext_lazy("Every comment is looked at before publication"),
}


@dataclass(frozen=True)
class RecentText:
    """Something the same person, or the same network for guests, sent lately."""

    text: str
    at: datetime


@dataclass(frozen=True)
class AuthorFacts:
    """What matters about whoever wrote it. ``approved_before`` counts texts that stand visible."""

    is_staff: bool = False
    is_member: bool = False
    is_proven: bool = False
    approved_before: int = 0
    recent: tuple[RecentText, ...] = ()


@dataclass(frozen=True)
class PlaceFacts:
    """What matters about where it would stand. ``mode``: "after" or "before" publication."""

    is_open: bool = True
    mode: str = "after"


@dataclass(frozen=True)
class Draft:
    """A text that somebody wants to publish. ``links`` counts those its markup would make."""

    kind: str
    text: str
    name: str = ""
    links: int = 0
    author: AuthorFacts = field(default_factory=AuthorFacts)
    place: PlaceFacts = field(default_factory=PlaceFacts)


@dataclass(frozen=True)
class Finding:
    """What one screen says. ``passage`` is the part of the text it rests on."""

    screen: str
    outcome: Outcome
    reason: Reason
    passage: str = ""
    score: float | None = None
    version: str = "1"


@dataclass(frozen=True)
class Verdict:
    """What the screens say together; the decisive finding is None when all pass."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    decisive: Finding | None
