"""What is judged, as plain values: moderation knows no comments, gifts or articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from standfirst.moderation.hours import Duty


class Kind(StrEnum):
    """What sort of text is judged; which screens look at it stands in `screens.SCREENS`."""

    COMMENT = "comment"
    NAME = "name"
    ABOUT = "about"
    GIFT = "gift"
    REPORT = "report"
    ERROR = "error"
    NOTICE = "notice"
    APPEAL = "appeal"
    TITLE = "title"


class Outcome(StrEnum):
    """What a screen, or all of them together, say."""

    PASS = "pass"  # noqa: S105 -- an outcome
    HOLD = "hold"
    REFUSE = "refuse"


class State(StrEnum):
    """Whether a screen or a list decides, only takes notes, or is not asked."""

    ON = "on"
    SHADOW = "shadow"
    OFF = "off"


class Mode(StrEnum):
    """When a moderator looks at what is written."""

    BEFORE = "before"
    AFTER = "after"
    REACTIVE = "reactive"


class Reason(StrEnum):
    """Why a screen holds or refuses."""

    CLOSED = "closed"
    HOURS = "hours"
    SUSPENDED = "suspended"
    BANNED = "banned"
    HELD_FIRST = "held_first"
    HELD_NETWORK = "held_network"
    TOO_FAST = "too_fast"
    TOO_LONG = "too_long"
    REPEATED = "repeated"
    BANNED_WORD = "banned_word"
    SUSPECT_WORD = "suspect_word"
    TOO_MANY_LINKS = "too_many_links"
    LINK_BY_NEWCOMER = "link_by_newcomer"
    SPAM = "spam"
    TOXIC = "toxic"
    HISTORY = "history"
    # Stored since a newcomer had one comment held and no more.
    NEW_PERSON = "first_comment"
    EXTERNAL = "external"
    SCREEN_FAILED = "screen_failed"
    MODE = "mode"
    HEAT = "heat"


REASON_WORDS: Mapping[str, str | Promise] = {
    Reason.CLOSED: gettext_lazy("The discussion was closed"),
    Reason.HOURS: gettext_lazy("Came while nobody was on duty"),
    Reason.SUSPENDED: gettext_lazy("Its author may write nothing for some time"),
    Reason.BANNED: gettext_lazy("Its author may write nothing any more"),
    Reason.HELD_FIRST: gettext_lazy("Whatever its author writes is looked at first"),
    Reason.HELD_NETWORK: gettext_lazy("Whatever guests write from this network is looked at first"),
    Reason.TOO_FAST: gettext_lazy("Sent too soon after another"),
    Reason.TOO_LONG: gettext_lazy("Is longer than such a text may be"),
    Reason.REPEATED: gettext_lazy("The same text was sent before, within a day"),
    Reason.BANNED_WORD: gettext_lazy("Has a word from a list of banned words"),
    Reason.SUSPECT_WORD: gettext_lazy("Has a word from a list of suspect words"),
    Reason.TOO_MANY_LINKS: gettext_lazy("Has more than five links"),
    Reason.LINK_BY_NEWCOMER: gettext_lazy("Has a link, and its author never wrote here before"),
    Reason.SPAM: gettext_lazy("Looks like advertising"),
    Reason.TOXIC: gettext_lazy("Looks like an insult"),
    Reason.HISTORY: gettext_lazy("Much of what its author wrote lately was removed"),
    Reason.NEW_PERSON: gettext_lazy("Its author is new here"),
    Reason.EXTERNAL: gettext_lazy("The paper’s own service holds it"),
    Reason.SCREEN_FAILED: gettext_lazy("A screen failed, so nobody has judged it"),
    Reason.MODE: gettext_lazy("Every comment is looked at before publication"),
    Reason.HEAT: gettext_lazy("The discussion was heated, and comments waited for a while"),
}

# What was said before the text was sent. Such a wait is no measure against anybody, until it ends in
# removal or has lasted two days (`is_announced`).
ANNOUNCED = frozenset({Reason.HOURS, Reason.NEW_PERSON, Reason.MODE, Reason.HEAT})


def is_announced(reason: str) -> bool:
    """Say whether the page told of such a wait before anybody wrote."""
    return reason in ANNOUNCED


@dataclass(frozen=True)
class RecentText:
    """Something the same person, or the same network for guests, sent lately."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Limit:
    """A limit in force on whoever writes, or on the network: its kind, and until when (None: for good)."""

    kind: str
    until: datetime | None = None
    is_on_network: bool = False


@dataclass(frozen=True)
class AuthorFacts:
    """What matters about whoever wrote it.

    ``approved_before`` counts texts that stand visible, ``removed_lately`` those that the staff removed
    within 90 days. ``mode`` is when moderators look at what this person writes; None: as the place says.
    ``limits`` are the sanctions in force on them or their network.
    """

    is_staff: bool = False
    is_member: bool = False
    is_proven: bool = False
    approved_before: int = 0
    removed_lately: int = 0
    mode: Mode | None = None
    recent: tuple[RecentText, ...] = ()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class PlaceFacts:
    """What matters about where it would stand. ``mode`` is that of the thread, by `modes.mode_of`.

    ``is_hot`` says whether what is written there waits until the discussion has cooled down.
    """

    is_open: bool = True
    mode: Mode | str = Mode.AFTER
    is_hot: bool = False


@dataclass(frozen=True)
class ListFacts:
    """A word list in force."""

    pk: int
    kind: str
    words: str
    is_shadow: bool = False


@dataclass(frozen=True)
class ExternalFacts:
    """A service of the paper's that is asked as well: where, with which key, and for how long."""

    url: str
    secret: str = field(repr=False)
    seconds: float = 2.0


@dataclass(frozen=True)
class Rules:
    """What the paper has set. A screen asks nothing itself: all that it needs is here or in the facts.

    ``duty`` is who is there now, None where the paper keeps no hours; ``outside_hours`` what becomes of
    comments while nobody is. ``new_unproven`` and ``new_proven`` say after how many approved texts
    somebody is new no more.
    """

    duty: Duty | None = None
    outside_hours: str = ""
    new_unproven: int = 1
    new_proven: int = 0
    states: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[ListFacts, ...] = ()
    external: ExternalFacts | None = None


@dataclass(frozen=True)
class Draft:
    """A text that somebody wants to publish. ``links`` counts those its markup would make.

    ``rules`` are those in force; `screening.screen` fills them in.
    """

    kind: str
    text: str
    name: str = ""
    links: int = 0
    author: AuthorFacts = field(default_factory=AuthorFacts)
    place: PlaceFacts = field(default_factory=PlaceFacts)
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True)
class Finding:
    """What one screen says. ``passage`` is what it rests on, for a word the entry of the list.

    ``place`` is where that stands: begin and end in the text as written; None for a name. One that
    passes is kept for its score alone. ``word_list`` is the number of the list with the word.
    """

    screen: str
    outcome: Outcome
    reason: Reason
    passage: str = ""
    place: tuple[int, int] | None = None
    score: float | None = None
    version: str = "1"
    word_list: int | None = None
    is_shadow: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the screens say together; the decisive finding is None when all pass.

    ``asked`` names the screens that judged it, each with its version and state.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    decisive: Finding | None
    asked: tuple[tuple[str, str, str], ...] = ()
