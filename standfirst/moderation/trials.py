"""What each screen and list finds, or would find, held against what people decided.

Of a text that a screen held, a person says whether it was right by approving or removing it. What
nobody has looked at says nothing. Of what a screen passed, a removal says that it missed something.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from standfirst.moderation.drafts import Kind, Outcome, State
from standfirst.moderation.models import (
    Automation,
    Decision,
    Measure,
    ModerationSettings,
    Screening,
    ScreenSet,
    WordList,
)
from standfirst.moderation.screen_queries import moderation_settings
from standfirst.moderation.screens import SCREENS

# Over these days everything is counted.
WINDOW_DAYS = 30
WINDOW = timedelta(days=WINDOW_DAYS)
MOST_SHOWN = 50
RIGHT = frozenset({Measure.REMOVED})
WRONG = frozenset({Measure.APPROVED, Measure.RESTORED, Measure.LEFT})
# Their rulings do not depend on the words, so that no decision on words says whether they are right.
NOT_OF_WORDS = frozenset({"thread_state", "opening_hours", "rate", "length", "heat", "mode"})
FIXED = frozenset(screen.name for screen in SCREENS if screen.is_fixed)


@dataclass(frozen=True)
class Trial:
    """How a screen or a list did: so many texts hit, of which people removed or kept so many.

    ``missed`` counts texts that it judged and passed, and that people removed. ``word_list`` is the
    number of a list, None for a screen.
    """

    name: str
    state: State
    hits: int
    right: int
    wrong: int
    missed: int
    word_list: int | None = None

    @property
    def precision(self) -> float | None:
        """Which share of the hits that people decided on was rightly hit, in percent."""
        decided = self.right + self.wrong
        return 100 * self.right / decided if decided else None

    @property
    def recall(self) -> float | None:
        """Which share of what people removed was hit, in percent."""
        removed = self.right + self.missed
        return 100 * self.right / removed if removed else None

    @property
    def hits_a_day(self) -> float:
        """How many texts a day it holds or would hold."""
        return self.hits / WINDOW_DAYS

    @property
    def is_fixed(self) -> bool:
        """Whether it can be neither tried out nor switched off."""
        return self.word_list is None and self.name in FIXED

    @property
    def is_of_words(self) -> bool:
        """Whether people's decisions say how well it does."""
        return self.name not in NOT_OF_WORDS


def trials(now: datetime) -> list[Trial]:
    """How every screen and every list did, in a constant number of queries."""
    since = now - WINDOW
    decided = _decided(since)
    removed = {pk for pk, measure in decided.items() if measure in RIGHT}
    kept = decided.keys() - removed
    by_screen, by_list = _hits(since)
    asked = _asked_about(removed, since)
    settings = moderation_settings()
    found = []
    for screen in SCREENS:
        hits = by_screen.get(screen.name, set())
        missed = {pk for pk in removed - hits if screen.name in asked.get(pk, ())}
        state = state_of(screen.name, settings)
        found.append(
            Trial(screen.name, state, len(hits), len(hits & removed), len(hits & kept), len(missed))
        )
    for row in WordList.objects.order_by("name"):
        hits = by_list.get(row.pk, set())
        missed = {pk for pk in removed - hits if f"list:{row.pk}" in asked.get(pk, ())}
        found.append(
            Trial(
                row.name,
                state_of_list(row),
                len(hits),
                len(hits & removed),
                len(hits & kept),
                len(missed),
                word_list=row.pk,
            )
        )
    return found


def state_of(name: str, settings: ModerationSettings) -> State:
    """What a screen does: as somebody has set, else as it does by itself."""
    screen = next(screen for screen in SCREENS if screen.name == name)
    return screen.state_by(settings.screen_states)


def state_of_list(row: WordList) -> State:
    """What a list does."""
    if not row.is_active:
        return State.OFF
    return State.SHADOW if row.is_shadow else State.ON


def latest_hits(*, screen: str = "", word_list: int | None = None) -> list[Screening]:
    """The comments that a screen or a list hit last, decided or not, with what it found in them."""
    rows = Screening.objects.filter(subject_kind=Kind.COMMENT).exclude(outcome=Outcome.PASS)
    own = {"screen": screen} if word_list is None else {"word_list": word_list}
    return list(rows.filter(**own).order_by("-at", "-pk")[:MOST_SHOWN])


def changes_of_states() -> list[Decision]:
    """What was switched on, tried out and switched off, the latest first."""
    rows = Decision.objects.filter(subject_kind__in=("screen", "word_list"))
    return list(rows.select_related("decided_by").order_by("-pk")[:MOST_SHOWN])


def _decided(since: datetime) -> dict[int, str]:
    """The last word of a person on each comment that one was said on."""
    rows = Decision.objects.filter(
        subject_kind=Kind.COMMENT,
        decided_at__gt=since,
        automation=Automation.NONE,
        measure__in=[*RIGHT, *WRONG],
    )
    return dict(rows.order_by("pk").values_list("subject_id", "measure"))


def _hits(since: datetime) -> tuple[dict[str, set[int]], dict[int, set[int]]]:
    rows = Screening.objects.filter(subject_kind=Kind.COMMENT, at__gt=since)
    by_screen: dict[str, set[int]] = {}
    by_list: dict[int, set[int]] = {}
    found = rows.exclude(outcome=Outcome.PASS).values_list("screen", "word_list", "subject_id")
    for screen, word_list, subject in found.iterator():
        by_screen.setdefault(screen, set()).add(subject)
        if word_list is not None:
            by_list.setdefault(word_list, set()).add(subject)
    return by_screen, by_list


def _asked_about(subjects: Collection[int], since: datetime) -> dict[int, tuple[str, ...]]:
    """Name the screens that judged each of some comments."""
    sets = {
        row.digest: tuple(name for name, _version, _state in row.screens)
        for row in ScreenSet.objects.all()
    }
    rows = Screening.objects.filter(
        subject_kind=Kind.COMMENT, subject_id__in=subjects, is_decisive=True, at__gt=since
    )
    return {
        subject: sets.get(digest, ())
        for subject, digest in rows.values_list("subject_id", "screens")
    }
