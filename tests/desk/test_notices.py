"""Notices of illegal content on the desk: each thing decided once, its author and the notifier told."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from standfirst.desk import notice_actions
from standfirst.desk.notice_actions import Answer, Finding, decide_noticed
from standfirst.discussion.actions import Judgement, NewComment, post_comment, remove_comment
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions.notices import give_notice
from standfirst.moderation.models import Decision, Ground, NoticeAnswer, Statement
from standfirst.moderation.notice_rules import NewNotice, NoticeRefusal, NoticeRefused, Place
from standfirst.people.actions import make_guest, person_of_user, prove_address
from tests.cast import OWN_FORMS, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def comments(thread, now):
    author = prove_address(person=make_guest(now=now), address="ada@mail.test", now=now)
    return [
        post_comment(
            new=NewComment(thread=thread, author=author, text=f"Beat them, {n}."),
            now=now + timedelta(minutes=n),
        )
        for n in range(2)
    ]


@pytest.fixture
def notice(comments, now):
    places = [Place(f"/comments/{c.pk}/", "comment", c.pk, c.current_id) for c in comments]
    new = NewNotice(
        category="threat",
        places=places,
        words="Threats.",
        law="Sec. 240",
        name="Nora",
        address="nora@mail.test",
        is_in_good_faith=True,
    )
    return give_notice(new=new, now=now)


@pytest.fixture
def judge(moderator, now):
    return person_of_user(user=moderator, now=now)


@pytest.fixture
def finding(notice, judge):
    def make(place=0, **values):
        thing = notice.things.order_by("pk")[place]
        given = {"facts": "It is a threat.", "ground": Ground.LAW, "law": "Sec. 240", **values}
        return Finding(thing=thing, decided_by=judge, **given)

    return make


def test_removing_tells_the_author_why_and_answers_the_notifier(notice, comments, finding, now):
    decide_noticed(answer=Answer.REMOVE, finding=finding(), now=now)
    first = Comment.objects.get(pk=comments[0].pk)
    decision = Decision.objects.get(measure="removed")
    assert (first.state, decision.source, decision.ground) == ("removed", "notice", "law")
    assert Statement.objects.get().decision == decision
    assert notice.things.get(subject_id=first.pk).decision == decision
    assert not NoticeAnswer.objects.exists(), "one of its two comments waits"
    decide_noticed(answer=Answer.LEAVE, finding=finding(1, facts="A quotation."), now=now)
    notice.refresh_from_db()
    assert notice.decided_at == now
    assert NoticeAnswer.objects.count() == 1
    outcomes = list(notice.things.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["removed", "left"]
    assert Comment.objects.get(pk=comments[1].pk).is_visible


@pytest.mark.parametrize(
    ("answer", "lacks"),
    [
        (Answer.REMOVE, {"facts": " "}),
        (Answer.REMOVE, {"law": ""}),
        (Answer.LEAVE, {"facts": ""}),
    ],
)
def test_no_decision_without_a_reason(finding, comments, now, answer, lacks):
    with pytest.raises(NoticeRefused) as refused:
        decide_noticed(answer=answer, finding=finding(**lacks), now=now)
    assert refused.value.refusal is NoticeRefusal.REASON_MISSING
    assert Comment.objects.get(pk=comments[0].pk).is_visible


def test_who_comes_second_is_told(finding, now):
    decide_noticed(answer=Answer.LEAVE, finding=finding(), now=now)
    with pytest.raises(NoticeRefused) as refused:
        decide_noticed(answer=Answer.REMOVE, finding=finding(), now=now)
    assert refused.value.refusal is NoticeRefusal.DECIDED_ALREADY


def test_what_was_edited_since_it_was_seen_is_not_decided(finding, notice, now):
    for answer in (Answer.REMOVE, Answer.LEAVE):
        with pytest.raises(CommentRefused) as refused:
            decide_noticed(answer=answer, finding=finding(seen_revision=0), now=now)
        assert refused.value.refusal is Refusal.EDITED_SINCE
    assert notice.things.filter(decided_at__isnull=True).count() == 2


def test_what_was_removed_by_another_list_is_gone_already(finding, notice, comments, judge, now):
    with pytest.raises(CommentRefused):
        decide_noticed(answer=Answer.GONE, finding=finding(), now=now)
    judgement = Judgement(comment=comments[0], decided_by=judge, facts="Rude.")
    remove_comment(judgement=judgement, now=now)
    with pytest.raises(CommentRefused):
        decide_noticed(answer=Answer.REMOVE, finding=finding(), now=now)
    decide_noticed(answer=Answer.GONE, finding=finding(facts=""), now=now)
    thing = notice.things.get(subject_id=comments[0].pk)
    assert (thing.outcome, thing.decision) == ("gone", Decision.objects.get(measure="removed"))


class TestAtOnce:
    pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

    def both(self, acts):
        start, results = threading.Barrier(len(acts)), [None] * len(acts)

        def run(index):
            start.wait()
            try:
                results[index] = acts[index]()
            except Exception as error:  # noqa: BLE001 -- the test judges what was raised
                results[index] = error
            connections.close_all()

        workers = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return results

    def decide(self, answer, finding, now):
        return lambda: decide_noticed(answer=answer, finding=finding, now=now)

    def test_two_decide_on_one_thing_and_one_is_told(self, finding, notice, now):
        given = finding()
        results = self.both(
            [self.decide(each, given, now) for each in (Answer.REMOVE, Answer.LEAVE)]
        )
        refused = [each for each in results if each is not None]
        assert [type(each) for each in refused] == [NoticeRefused]
        assert Decision.objects.filter(source="notice").count() == 1

    def test_two_decide_on_the_last_two_things_and_it_is_answered_once(self, finding, notice, now):
        acts = [self.decide(Answer.LEAVE, finding(place), now) for place in (0, 1)]
        assert self.both(acts) == [None, None]
        assert NoticeAnswer.objects.filter(notice=notice).count() == 1

    def test_without_the_lock_both_decide(self, finding, now, monkeypatch):
        """The control."""
        monkeypatch.setattr(notice_actions, "lock_thing", lambda *, thing, now: thing)
        given = finding()
        assert self.both([self.decide(Answer.LEAVE, given, now)] * 2) == [None, None]
        assert Decision.objects.filter(source="notice").count() == 2


class TestTheList:
    @pytest.fixture
    def desk(self, client, moderator):
        let_in(client, moderator)
        return client

    def queries(self, desk):
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("desk_notices"))
        return len(asked)

    def post(self, desk, thing, **values):
        data = {"answer": "remove", "ground": "law", "law": "Sec. 240", "facts": "A threat."}
        return desk.post(
            reverse("desk_notice", args=[thing.pk]), {**data, **values}, headers=OWN_FORMS
        )

    def test_it_shows_the_comments_in_context_and_takes_a_decision(self, desk, notice, comments):
        page = desk.get(reverse("desk_notices")).content.decode()
        for shown in ("Beat them, 0.", "Beat them, 1.", "Threats.", "Nora", "Who owns the gate?"):
            assert shown in page
        thing = notice.things.order_by("pk")[0]
        answer = self.post(desk, thing, seen_revision=comments[0].current_id)
        assert answer.status_code == 302
        assert Comment.objects.get(pk=comments[0].pk).state == "removed"

    @pytest.mark.parametrize(
        ("values", "status"),
        [({"facts": ""}, 409), ({"answer": "burn"}, 422), ({"facts": "a\0b"}, 422)],
    )
    def test_what_is_not_taken_is_handed_back(self, desk, notice, values, status):
        thing = notice.things.order_by("pk")[0]
        answer = self.post(desk, thing, **values)
        assert answer.status_code == status
        assert "Sec. 240" in answer.content.decode()

    def test_only_who_moderates_sees_it(self, client, desk, notice, moderator):
        assert desk.get(reverse("desk_notices")).status_code == 200
        moderator.groups.get().permissions.remove(
            Permission.objects.get(codename="moderate_comments")
        )
        assert desk.get(reverse("desk_notices")).status_code == 302

    def test_it_costs_as_much_for_three_as_for_one(self, desk, notice, comments, now):
        desk.get(reverse("desk_notices"))
        one = self.queries(desk)
        for number in range(2):
            place = Place("/comments/1/", "comment", comments[number].pk)
            new = NewNotice(
                category="hate",
                places=[place, Place("/elsewhere/")],
                words="It incites.",
                name="Ole",
                address=f"ole{number}@mail.test",
                is_in_good_faith=True,
            )
            give_notice(new=new, now=now + timedelta(hours=1 + number))
        assert self.queries(desk) == one
