"""Each screen by itself, by values alone, and which of them look at which kind of text."""

from datetime import timedelta
from pathlib import Path

import pytest

from standfirst.moderation.actions import Subject, keep_word_list, note_screens, record_screening
from standfirst.moderation.drafts import (
    ANNOUNCED,
    AuthorFacts,
    Draft,
    Finding,
    Kind,
    Mode,
    Outcome,
    PlaceFacts,
    Reason,
    Rules,
    is_announced,
)
from standfirst.moderation.hours import Duty
from standfirst.moderation.models import ModerationSettings, Screening, ScreenSet, WordList
from standfirst.moderation.queries import screenings_of
from standfirst.moderation.screen_queries import screens_that_judged
from standfirst.moderation.screening import screen
from standfirst.moderation.screens import (
    SCREENS,
    Screen,
    heat,
    history,
    length,
    mode,
    new_person,
    opening_hours,
)

ROOT = Path(__file__).parents[2]
KNOWN = AuthorFacts(approved_before=9)
STAFF = AuthorFacts(is_staff=True)
PASS, HOLD, REFUSE = Outcome.PASS, Outcome.HOLD, Outcome.REFUSE


def said(judge, now, text="A plain remark.", **values):
    finding = judge(Draft("comment", text, **{"author": KNOWN, **values}), now)
    return (finding.outcome, finding.reason) if finding is not None else None


def test_the_document_lists_the_screens_in_their_order():
    text = (ROOT / "docs/moderating.md").read_text(encoding="utf-8")
    table = text.split("| Screen |")[1].split("\n\n")[0].splitlines()[2:]
    listed = [line.split("|")[1].strip().replace(" ", "_") for line in table]
    assert listed == [each.name for each in SCREENS]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Kind.COMMENT, {each.name for each in SCREENS}),
        (Kind.REPORT, {"length", "banned_words", "suspect_words"}),
        (Kind.TITLE, {"length", "banned_words", "suspect_words"}),
        (Kind.ERROR, {"length", "banned_words", "suspect_words"}),
        (Kind.NAME, {"length", "banned_words", "suspect_words", "external"}),
    ],
)
def test_each_kind_of_text_has_its_screens(kind, asked):
    own = {each.name for each in SCREENS if kind in each.kinds}
    assert own - {"sanctions", "spam_model", "toxicity_model"} == asked - {
        "sanctions",
        "spam_model",
        "toxicity_model",
    }


@pytest.mark.parametrize("kind", [Kind.GIFT, Kind.REPORT, Kind.ERROR])
@pytest.mark.django_db
def test_what_must_arrive_is_held_where_a_comment_is_refused(kind, now):
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler", now=now)
    assert screen(Draft(kind, "swindler", author=KNOWN), now=now).outcome is HOLD
    assert screen(Draft(Kind.COMMENT, "swindler", author=KNOWN), now=now).outcome is REFUSE


def test_length(now):
    assert said(length, now, "x" * 4_000) is None
    assert said(length, now, "x" * 4_001) == (REFUSE, Reason.TOO_LONG)
    assert length(Draft("gift", "x" * 5_000), now) is None


@pytest.mark.parametrize(
    ("removed", "stands", "held"),
    [(0, 0, False), (2, 0, False), (3, 0, True), (3, 6, True), (3, 7, False), (9, 20, False)],
)
def test_history_holds_where_much_was_removed(removed, stands, held, now):
    author = AuthorFacts(removed_lately=removed, approved_before=stands)
    assert said(history, now, author=author) == ((HOLD, Reason.HISTORY) if held else None)


@pytest.mark.parametrize(
    ("author", "rules", "held"),
    [
        (AuthorFacts(), Rules(), True),
        (AuthorFacts(approved_before=1), Rules(), False),
        (AuthorFacts(approved_before=2), Rules(new_unproven=3), True),
        (AuthorFacts(approved_before=3), Rules(new_unproven=3), False),
        (AuthorFacts(), Rules(new_unproven=0), False),
        (AuthorFacts(is_member=True), Rules(), False),
        (AuthorFacts(is_proven=True), Rules(new_proven=1), True),
        (AuthorFacts(is_member=True, approved_before=1), Rules(new_proven=1), False),
        (AuthorFacts(mode=Mode.AFTER), Rules(), False),
        (AuthorFacts(mode=Mode.BEFORE), Rules(), True),
        (STAFF, Rules(new_unproven=9, new_proven=9), False),
    ],
)
def test_new_people_wait_so_often_as_the_paper_has_set(author, rules, held, now):
    assert said(new_person, now, author=author, rules=rules) == (
        (HOLD, Reason.NEW_PERSON) if held else None
    )


@pytest.mark.parametrize(
    ("person", "place", "held"),
    [
        (None, Mode.BEFORE, True),
        (None, Mode.AFTER, False),
        (None, Mode.REACTIVE, False),
        (Mode.BEFORE, Mode.REACTIVE, True),
        (Mode.AFTER, Mode.BEFORE, False),
    ],
)
def test_a_person_goes_before_the_place(person, place, held, now):
    author = AuthorFacts(approved_before=9, mode=person)
    found = said(mode, now, author=author, place=PlaceFacts(mode=place))
    assert found == ((HOLD, Reason.MODE) if held else None)


def test_outside_the_hours_a_comment_waits_or_is_refused(now):
    away = Duty(False, until=now + timedelta(hours=8))
    holding = Rules(duty=away, outside_hours="hold")
    closing = Rules(duty=away, outside_hours="close")
    assert said(opening_hours, now, rules=holding) == (HOLD, Reason.HOURS)
    assert said(opening_hours, now, rules=closing) == (REFUSE, Reason.HOURS)
    assert said(opening_hours, now, rules=Rules(duty=Duty(True), outside_hours="close")) is None
    assert said(opening_hours, now, rules=Rules()) is None
    assert said(opening_hours, now, rules=closing, author=STAFF) is None


def test_a_heated_discussion_holds(now):
    hot = PlaceFacts(is_hot=True)
    assert said(heat, now, place=hot) == (HOLD, Reason.HEAT)
    assert said(heat, now) is None
    assert said(heat, now, place=hot, author=STAFF) is None


def test_what_was_announced_is_no_measure():
    assert {reason for reason in Reason if is_announced(reason)} == ANNOUNCED
    assert is_announced(Reason.NEW_PERSON)
    assert not is_announced(Reason.SUSPECT_WORD)


@pytest.mark.django_db
class TestVerdicts:
    def judged(self, now, text="A plain remark.", **values):
        verdict = screen(Draft("comment", text, **{"author": KNOWN, **values}), now=now)
        record_screening(subject=Subject("comment", 7, 1), verdict=verdict, now=now)
        return verdict

    def test_what_passes_is_one_row_that_knows_who_judged_it(self, now):
        note_screens(now=now)
        self.judged(now)
        (row,) = Screening.objects.all()
        assert (row.outcome, row.screen, row.is_decisive) == ("pass", "", True)
        names = [name for name, _version, _state in screens_that_judged(row)]
        assert names == [each.name for each in SCREENS]
        # Nothing of it is on the desk.
        assert screenings_of("comment", [7]) == {}

    def test_what_is_held_is_one_row_too(self, now):
        self.judged(now, place=PlaceFacts(mode="before"))
        (row,) = Screening.objects.all()
        assert (row.outcome, row.screen, row.reason) == ("hold", "mode", "mode")
        assert screenings_of("comment", [7]) == {7: [row]}

    def test_another_list_is_another_version(self, now):
        self.judged(now)
        keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
        self.judged(now)
        before, after = Screening.objects.order_by("pk")
        assert before.screens != after.screens
        # The list was saved, so the set is known; the one before was noted by nobody here.
        changed = {name: version for name, version, _ in screens_that_judged(after)}
        assert changed["suspect_words"] != "none"
        assert screens_that_judged(before) == []

    def test_sets_are_noted_once(self, now):
        assert note_screens(now=now) > 0
        count = ScreenSet.objects.count()
        assert note_screens(now=now) == 0
        assert ScreenSet.objects.count() == count

    def test_scores_are_kept_with_what_passes(self, now, monkeypatch):
        def model(draft, now):
            return Finding("model", PASS, Reason.SPAM, score=0.123456)

        verdict = screen(Draft("comment", "x", author=KNOWN), now=now, screens=(Screen(model),))
        record_screening(subject=Subject("comment", 7), verdict=verdict, now=now)
        assert Screening.objects.get().scores == {"model": 0.1235}

    def test_a_screen_in_shadow_takes_notes_and_decides_nothing(self, now):
        def model(draft, now):
            return Finding("model", HOLD, Reason.SPAM, score=0.9)

        def broken(draft, now):
            raise ZeroDivisionError

        ModerationSettings.objects.create(screen_states={"model": "shadow", "broken": "shadow"})
        both = (Screen(broken), Screen(model))
        verdict = screen(Draft("comment", "x", author=KNOWN), now=now, screens=both)
        assert (verdict.outcome, verdict.decisive) == (PASS, None)
        record_screening(subject=Subject("comment", 7), verdict=verdict, now=now)
        decisive, shadow = Screening.objects.order_by("pk")
        assert (decisive.outcome, shadow.outcome, shadow.is_shadow) == ("pass", "hold", True)
        assert screenings_of("comment", [7]) == {}
        # The control: the same, switched on.
        ModerationSettings.objects.update(screen_states={})
        assert screen(Draft("comment", "x", author=KNOWN), now=now, screens=both).outcome is HOLD

    def test_a_screen_that_is_off_is_not_asked(self, now):
        ModerationSettings.objects.create(screen_states={"mode": "off"})
        verdict = screen(
            Draft("comment", "x", author=KNOWN, place=PlaceFacts(mode="before")), now=now
        )
        assert verdict.outcome is PASS
        assert "mode" not in {name for name, _, _ in verdict.asked}

    def test_a_list_in_shadow_takes_notes_too(self, now):
        keep_word_list(name="s", kind=WordList.Kind.BANNED, words="miracle", now=now)
        WordList.objects.update(is_shadow=True)
        row = WordList.objects.get()
        verdict = self.judged(now, "A miracle")
        assert verdict.outcome is PASS
        (hit,) = Screening.objects.filter(is_shadow=True)
        assert (hit.screen, hit.word_list, hit.outcome) == ("banned_words", row.pk, "refuse")
        WordList.objects.update(is_shadow=False)
        assert screen(Draft("comment", "A miracle", author=KNOWN), now=now).outcome is REFUSE

    def test_the_list_that_has_the_word_is_named(self, now):
        for name, words in (("a", "nothing"), ("b", "miracle")):
            keep_word_list(name=name, kind=WordList.Kind.SUSPECT, words=words, now=now)
        verdict = screen(Draft("comment", "A miracle", author=KNOWN), now=now)
        assert verdict.decisive.word_list == WordList.objects.get(name="b").pk

    def test_rules_that_cannot_be_read_hold(self, now):
        ModerationSettings.objects.create()
        ModerationSettings.objects.update(screen_states={"mode": "nonsense"})
        verdict = screen(Draft("comment", "x", author=KNOWN), now=now)
        assert (verdict.outcome, verdict.decisive.reason) == (HOLD, Reason.SCREEN_FAILED)
