"""Undoing one's own decision of the last minutes: another decision, never a deletion."""

from datetime import timedelta

import pytest

from standfirst.desk import queue_views
from standfirst.desk.actions import Verb, undo_act
from standfirst.desk.actions import decide as decide_on
from standfirst.desk.rules import UNDO_FOR
from standfirst.discussion.actions import (
    Complaint,
    Judgement,
    NewComment,
    post_comment,
    recount_thread,
    report_comment,
)
from standfirst.discussion.models import Comment, Report
from standfirst.discussion.rules import CommentRefused
from standfirst.moderation.models import Decision, DeskAct
from standfirst.people.actions import make_guest, person_of_user
from tests.cast import let_in
from tests.desk.making import OWN, decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, moderator):
    let_in(client, moderator)
    return client


@pytest.fixture
def judge(moderator, now):
    return person_of_user(user=moderator, now=now)


@pytest.fixture
def held(thread, now):
    return post_comment(new=NewComment(thread=thread, author=None, text="First!"), now=now)


@pytest.fixture
def do(judge, now):
    """Decide on a comment as it stands."""

    def act(comment, verb, *, by=None, at=now):
        comment = Comment.objects.get(pk=comment.pk)
        seen = Comment.State(comment.state)
        judgement = Judgement(comment, by or judge, seen_state=seen, facts="Rude.")
        decide_on(verb=verb, judgement=judgement, now=at)
        return DeskAct.objects.latest("pk")

    return act


def state(comment):
    return Comment.objects.get(pk=comment.pk).state


# What was done before, what is undone, and what the comment is then.
WAYS = [
    ([], Verb.APPROVE, "held"),
    ([], Verb.REMOVE, "held"),
    ([Verb.APPROVE], Verb.REMOVE, "visible"),
    ([Verb.APPROVE], Verb.HOLD, "visible"),
    ([Verb.REMOVE], Verb.RESTORE, "removed"),
]


@pytest.mark.parametrize(("before", "verb", "after"), WAYS)
def test_what_is_undone_is_as_it_was(held, thread, do, judge, now, before, verb, after):
    for earlier in before:
        do(held, earlier)
    undone = do(held, verb)
    decisions = list(Decision.objects.values_list("pk", flat=True))
    undo_act(act=undone, by=judge, now=now)
    assert state(held) == after
    assert Decision.objects.count() == len(decisions) + 1
    undone.refresh_from_db()
    assert undone.undone_by == Decision.objects.latest("pk")
    assert recount_thread(thread=thread, now=now) == 0


def test_every_verb_is_undone_by_one_of_these_or_settles_reports_again():
    assert {verb for _, verb, _ in WAYS} | {Verb.LEAVE} == set(Verb)


@pytest.mark.parametrize("verb", [Verb.LEAVE, Verb.REMOVE, Verb.HOLD])
def test_reports_that_were_settled_wait_again(held, do, judge, now, verb):
    do(held, Verb.APPROVE)
    reader = make_guest(now=now)
    complaint = Complaint(comment=Comment.objects.get(), reporter=reader, reason="spam")
    report_comment(complaint=complaint, now=now)
    later = now + timedelta(minutes=1)
    undone = do(held, verb, at=later)
    assert not Report.objects.filter(settled_at=None).exists()
    undo_act(act=undone, by=judge, now=later)
    assert Report.objects.filter(settled_at=None).count() == 1
    assert state(held) == "visible"


def test_a_removal_that_comes_back_rests_on_what_it_rested_on(held, do, judge, now):
    do(held, Verb.REMOVE)
    undo_act(act=do(held, Verb.RESTORE), by=judge, now=now)
    assert Decision.objects.latest("pk").facts.text == "Rude."


def refused(act, by, now):
    with pytest.raises(CommentRefused):
        undo_act(act=act, by=by, now=now)


def test_not_twice_not_late_and_not_anothers(held, do, judge, enrol, groups, now):
    act = do(held, Verb.APPROVE)
    refused(act, enrol("Ola Other", groups=["moderator"], is_staff=True), now)
    refused(act, judge, now + UNDO_FOR)
    undo_act(act=act, by=judge, now=now + UNDO_FOR - timedelta(seconds=1))
    refused(DeskAct.objects.get(pk=act.pk), judge, now)
    # An old copy of the row is no second chance.
    refused(act, judge, now)
    assert state(held) == "held"


def test_not_what_was_decided_anew(held, do, judge, enrol, groups, now):
    other = enrol("Ola Other", groups=["moderator"], is_staff=True)
    first = do(held, Verb.APPROVE)
    do(held, Verb.HOLD, by=other)
    do(held, Verb.APPROVE, by=other)
    refused(first, judge, now)
    assert state(held) == "visible"


class TestAtTheDesk:
    def test_the_list_shows_ones_last_decisions_with_a_button(self, desk, held):
        assert b"Your last decisions" not in desk.get("/admin/desk/held/").content
        decide(desk, held, "approve")
        page = desk.get("/admin/desk/held/").content.decode()
        act = DeskAct.objects.get()
        assert f'action="/admin/desk/undo/{act.pk}/"' in page
        answer = desk.post(f"/admin/desk/undo/{act.pk}/", headers=OWN)
        assert answer["Location"] == f"/admin/desk/held/{held.pk}/"
        assert state(held) == "held"
        assert b"Your last decisions" not in desk.get("/admin/desk/held/").content

    def test_a_script_is_told_where_to_undo_and_where_it_waits_again(self, desk, held):
        told = decide(desk, held, "approve", json=True).json()
        assert told["words"].startswith("Approved")
        json = {**OWN, "accept": "application/json"}
        undone = desk.post(told["undo"], headers=json)
        assert undone.json()["address"] == f"/admin/desk/held/{held.pk}/"
        again = desk.post(told["undo"], headers=json)
        assert (again.status_code, "cannot be undone" in again.json()["words"]) == (409, True)

    def test_a_script_is_told_why_nothing_was_done(self, desk, held):
        answer = decide(desk, held, "remove", json=True)
        assert (answer.status_code, "reason" in answer.json()["words"]) == (409, True)
        assert decide(desk, held, "nonsense", json=True).status_code == 422

    def test_late_is_said(self, desk, held, monkeypatch):
        decide(desk, held, "approve")
        clock = queue_views.clock
        monkeypatch.setattr(queue_views, "clock", lambda: clock() + UNDO_FOR)
        answer = desk.post(
            f"/admin/desk/undo/{DeskAct.objects.get().pk}/", headers=OWN, follow=True
        )
        assert "cannot be undone any more" in answer.content.decode()
        assert state(held) == "visible"
