"""Appealing by plain forms: with the secret link alone, by guests and by who may not sign in."""

import pytest

from standfirst.discussion.actions import Judgement, remove_comment, restore_comment
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.actions.notices import give_notice, lock_thing, settle_thing
from standfirst.moderation.models import Appeal, Decision, Measure, NoticedThing, Statement
from standfirst.moderation.notice_rules import NewNotice, Place
from tests.discussion.http import follow, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client_of):
    return client_of(None)


@pytest.fixture
def removed(write, suspended_reader, moderator):
    comment = write(suspended_reader, "The miller lies.")
    judgement = Judgement(comment=comment, decided_by=moderator, facts="It is a lie.")
    return remove_comment(judgement=judgement, now=clock())


def appeal_place(statement):
    return f"/statement/{statement.secret}/appeal/"


def test_from_the_statement_to_the_appeal_without_signing_in(visitor, removed):
    statement = Statement.objects.get()
    place = appeal_place(statement)
    assert place in text_of(visitor.get(f"/statement/{statement.secret}/"))
    page = visitor.get(place)
    assert "The miller lies." in text_of(page)
    assert "within 7 days" in text_of(page)
    state = follow(visitor, send(visitor, page, "appeal", words="He does."))
    assert "We look at it again" in text_of(state)
    assert "He does." in text_of(state)
    appeal = Appeal.objects.get()
    assert appeal.appellant == removed.author
    assert f"/appeal/{appeal.secret}/" in text_of(visitor.get(f"/statement/{statement.secret}/"))
    assert visitor.get(place)["Location"] == f"/appeal/{appeal.secret}/", "once is enough"
    assert state["Cache-Control"] == "private, no-store"


def test_what_is_not_taken_is_handed_back(visitor, removed):
    place = appeal_place(Statement.objects.get())
    empty = visitor.post(place, {"words": " "})
    assert empty.status_code == 422
    assert "Say in a few words why we are wrong." in text_of(empty)
    long = visitor.post(place, {"words": "x" * 4001})
    assert "1 character too long" in text_of(long)
    assert "x" * 4001 in text_of(long)
    assert not Appeal.objects.exists()


def test_what_was_undone_cannot_be_appealed_and_says_so(visitor, removed, moderator):
    restore_comment(judgement=Judgement(comment=removed, decided_by=moderator), now=clock())
    page = visitor.get(appeal_place(Statement.objects.get()))
    assert page.status_code == 410
    assert "Something else was decided since" in text_of(page)


def test_who_gave_notice_appeals_what_was_left_and_reads_no_words_of_it(
    visitor, write, reader, now
):
    comment = write(reader, "The miller lies.")
    new = NewNotice(
        category="slander",
        places=[Place("/x/", "comment", comment.pk), Place("/elsewhere/")],
        words="A slander.",
        name="Nora",
        address="nora@mail.test",
        is_in_good_faith=True,
    )
    notice = give_notice(new=new, now=now)
    first, second = notice.things.order_by("pk")
    ruling = Ruling(subject=Subject("comment", comment.pk), measure=Measure.LEFT, facts="Opinion.")
    left = record_decision(ruling=ruling, now=clock())
    locked = lock_thing(thing=first, now=now)
    outcome = NoticedThing.Outcome.LEFT
    settle_thing(thing=locked, outcome=outcome, decision=left, is_unfounded=False, now=now)
    page = visitor.get(f"/report/{notice.secret}/")
    place = f"/report/{notice.secret}/appeal/{first.pk}/"
    assert place in text_of(page)
    form = visitor.get(place)
    assert "The miller lies." not in text_of(form)
    follow(visitor, send(visitor, form, "appeal", words="It is no opinion."))
    appeal = Appeal.objects.get()
    assert (appeal.side, appeal.thing, appeal.decision) == ("notifier", first, left)
    assert visitor.get(f"/report/{notice.secret}/appeal/{second.pk}/").status_code == 404
    assert visitor.get(f"/report/wrong/appeal/{first.pk}/").status_code == 404


def test_wrong_secrets_find_nothing(visitor, removed):
    for place in ("/statement/x/appeal/", "/appeal/x/"):
        assert visitor.get(place).status_code == 404
    assert Decision.objects.exists()
