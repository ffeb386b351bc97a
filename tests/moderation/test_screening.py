from datetime import timedelta

import pytest
from django.db import connection, transaction

from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.drafts import (
    AuthorFacts,
    Draft,
    Finding,
    Outcome,
    PlaceFacts,
    Reason,
    RecentText,
)
from standfirst.moderation.models import WordList
from standfirst.moderation.screening import screen
from standfirst.moderation.screens import SCREENS, Screen

pytestmark = pytest.mark.django_db
KNOWN = AuthorFacts(approved_before=3)


def judged(now, text="A plain remark.", **values):
    verdict = screen(Draft("comment", text, **{"author": KNOWN, **values}), now=now)
    return verdict.outcome, verdict.decisive and verdict.decisive.reason


def recent(*texts, now, ago=timedelta(minutes=2)):
    return AuthorFacts(
        approved_before=3, recent=tuple(RecentText(text, now - ago) for text in texts)
    )


def test_a_plain_remark_by_somebody_known_passes(now):
    assert judged(now) == (Outcome.PASS, None)


@pytest.mark.parametrize(
    ("author", "outcome"),
    [
        (AuthorFacts(), Outcome.HOLD),
        (AuthorFacts(is_proven=True), Outcome.PASS),
        (AuthorFacts(is_member=True), Outcome.PASS),
        (AuthorFacts(is_staff=True), Outcome.PASS),
        (AuthorFacts(approved_before=1), Outcome.PASS),
    ],
)
def test_the_first_text_of_an_unproven_person_is_held(now, author, outcome):
    assert judged(now, author=author)[0] == outcome


def test_a_closed_place_takes_nothing_but_from_staff(now):
    closed = PlaceFacts(is_open=False)
    assert judged(now, place=closed) == (Outcome.REFUSE, Reason.CLOSED)
    assert judged(now, place=closed, author=AuthorFacts(is_staff=True)) == (Outcome.PASS, None)


def test_too_fast_is_refused(now):
    hasty = recent("one", now=now, ago=timedelta(seconds=9))
    assert judged(now, author=hasty) == (Outcome.REFUSE, Reason.TOO_FAST)
    patient = recent("one", now=now, ago=timedelta(seconds=10))
    assert judged(now, author=patient) == (Outcome.PASS, None)
    busy = recent(*"abcdefgh", now=now)
    assert judged(now, author=busy) == (Outcome.REFUSE, Reason.TOO_FAST)


def test_the_same_text_again_is_held(now):
    again = recent("  a PLAIN  remark.", now=now, ago=timedelta(hours=2))
    assert judged(now, author=again) == (Outcome.HOLD, Reason.REPEATED)
    long_ago = recent("A plain remark.", now=now, ago=timedelta(days=2))
    assert judged(now, author=long_ago) == (Outcome.PASS, None)


@pytest.mark.parametrize(
    "text",
    [
        "you swindler",
        "You SWINDLER!",
        "you swíndlér",
        "s w i n d l e r",
        "s.w.i.n.d.l.e.r",
        "s-w-i-n-d-l-e-r again",
        "you are a s w i n d l e r",
        "s w i n d l e r I say",
        "s\u00a0w\u2003i n d l\ne r",
        "swin\u200bdler",
        "ｓｗｉｎｄｌｅｒ",
    ],
)
def test_a_listed_word_is_seen_through_its_disguise(now, text):
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler\n# note", now=now)
    assert judged(now, text) == (Outcome.REFUSE, Reason.BANNED_WORD)


@pytest.mark.parametrize(
    "text", ["The swindlers' opera", "bindler", "I win. Dlers!", "note", "s w i n d l e"]
)
def test_a_word_inside_another_is_spared(now, text):
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler\n# note", now=now)
    assert judged(now, text) == (Outcome.PASS, None)


def test_a_suspect_phrase_holds_and_is_shown(now):
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="Miracle Cure", now=now)
    verdict = screen(Draft("comment", "Try a miracle  cure", author=KNOWN), now=now)
    assert (verdict.outcome, verdict.decisive.passage) == (Outcome.HOLD, "Miracle Cure")


def test_a_listed_word_in_the_name_counts(now):
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler", now=now)
    assert judged(now, name="Swindler")[0] == Outcome.REFUSE


def test_a_list_that_is_not_in_force_does_nothing(now):
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler", now=now)
    WordList.objects.update(is_active=False)
    assert judged(now, "swindler") == (Outcome.PASS, None)


def test_links_of_newcomers_and_many_links_are_held(now):
    newcomer = AuthorFacts(is_proven=True)
    assert judged(now, links=1, author=newcomer) == (Outcome.HOLD, Reason.LINK_BY_NEWCOMER)
    assert judged(now, links=5) == (Outcome.PASS, None)
    assert judged(now, links=6) == (Outcome.HOLD, Reason.TOO_MANY_LINKS)


def test_where_moderators_look_first_everything_is_held(now):
    assert judged(now, place=PlaceFacts(mode="before")) == (Outcome.HOLD, Reason.MODE)


def test_a_screen_that_fails_holds(now):
    def broken(draft, now):
        raise ZeroDivisionError

    verdict = screen(Draft("comment", "x", author=KNOWN), now=now, screens=(Screen(broken),))
    assert (verdict.outcome, verdict.decisive.reason) == (Outcome.HOLD, Reason.SCREEN_FAILED)


def test_a_screen_whose_query_fails_holds_and_leaves_the_transaction_usable(now):
    def broken(draft, now):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    with transaction.atomic():
        verdict = screen(Draft("comment", "x", author=KNOWN), now=now, screens=(Screen(broken),))
        assert verdict.outcome is Outcome.HOLD
        keep_word_list(name="after", kind=WordList.Kind.BANNED, words="x", now=now)

    assert WordList.objects.filter(name="after").exists()


def test_the_first_decisive_screen_wins(now):
    def refusing(draft, now):
        return Finding("refusing", Outcome.REFUSE, Reason.CLOSED)

    def holding(draft, now):
        return Finding("holding", Outcome.HOLD, Reason.MODE)

    def remarking(draft, now):
        return Finding("remarking", Outcome.PASS, Reason.MODE, score=0.2)

    verdict = screen(
        Draft("comment", "x", author=KNOWN),
        now=now,
        screens=tuple(map(Screen, (remarking, holding, refusing))),
    )
    assert verdict.outcome is Outcome.HOLD
    assert [finding.screen for finding in verdict.findings] == ["remarking", "holding"]


def test_the_control_without_screens_everything_passes(now):
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler", now=now)
    assert screen(Draft("comment", "swindler"), now=now, screens=()).outcome is Outcome.PASS
    assert screen(Draft("comment", "swindler"), now=now, screens=SCREENS).outcome is Outcome.REFUSE
