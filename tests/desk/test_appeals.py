"""Appeals on the desk: another person decides, the comment is back in its place, all sides are told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from standfirst.desk import appeal_actions
from standfirst.desk.appeal_actions import Verdict, colleagues, decide_appeal, deciders_of
from standfirst.desk.notice_actions import Answer, Finding, decide_noticed
from standfirst.discussion.actions import (
    Ballot,
    Judgement,
    NewComment,
    cast_vote,
    hold_comment,
    post_comment,
    remove_comment,
    restore_comment,
)
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused
from standfirst.moderation.actions.appeals import (
    NewAppeal,
    forget_appeals,
    make_appeal,
    write_appeal_answer,
)
from standfirst.moderation.actions.notices import give_notice
from standfirst.moderation.actions.sanctions import Penalty, suspend_person
from standfirst.moderation.appeal_queries import appeal_rates
from standfirst.moderation.appeal_rules import APPEAL_FOR, AppealRefusal, AppealRefused
from standfirst.moderation.models import (
    Appeal,
    AppealAnswer,
    Decision,
    Ground,
    ModerationSettings,
    Sanction,
    Statement,
)
from standfirst.moderation.notice_rules import NewNotice, Place
from standfirst.notify.models import Message
from standfirst.outbox.actions import claim_job, finish_job
from standfirst.people.actions import make_guest, person_of_user, prove_address
from standfirst.people.models import User
from tests.cast import OWN_FORMS, give_factor, let_in
from tests.desk.test_notices import TestAtOnce as AtOnce

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def judge(moderator, now):
    return person_of_user(user=moderator, now=now)


@pytest.fixture
def other(moderator, now):
    user = User.objects.create_user("ann@example.test", name="Ann", is_staff=True)
    user.groups.add(Group.objects.get(name="desk"))
    give_factor(user)
    return person_of_user(user=user, now=now)


@pytest.fixture
def author(now):
    return prove_address(person=make_guest(now=now), address="ada@mail.test", now=now)


@pytest.fixture
def comment(thread, author, now):
    return post_comment(
        new=NewComment(thread=thread, author=author, text="The miller lies."), now=now
    )


@pytest.fixture
def notice(comment, now):
    new = NewNotice(
        category="slander",
        places=[Place(f"/comments/{comment.pk}/", "comment", comment.pk, comment.current_id)],
        words="A slander.",
        name="Nora",
        address="nora@mail.test",
        is_in_good_faith=True,
    )
    return give_notice(new=new, now=now)


@pytest.fixture
def answered(notice, judge, now):
    """Decide the notice: `answered(Answer.REMOVE)`."""

    def decide(answer):
        given = {"facts": "It is a slander.", "ground": Ground.LAW, "law": "Sec. 186"}
        finding = Finding(thing=notice.things.get(), decided_by=judge, **given)
        decide_noticed(answer=answer, finding=finding, now=now)
        return Decision.objects.latest("pk")

    return decide


def appeal_against(decision, now, **values):
    new = NewAppeal(decision=decision, words="He does.", appellant=decision.about, **values)
    return make_appeal(new=new, now=now)


def verdict(appeal, by, *, is_upheld=True, **values):
    return Verdict(appeal=appeal, decided_by=by, is_upheld=is_upheld, facts="It is true.", **values)


def work(now):
    while (job := claim_job(AppealAnswer, now=now, lease=timedelta(minutes=5))) is not None:
        write_appeal_answer(job, now=now)
        finish_job(job, now=now)


def told(kind="appeal_answer"):
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


class TestUpheld:
    def test_the_comment_is_back_with_its_votes_and_replies_and_all_sides_are_told(
        self, thread, comment, other, reader_votes, answered, now
    ):
        reply = post_comment(
            new=NewComment(thread=thread, author=reader_votes, text="So he does.", parent=comment),
            now=now + timedelta(minutes=1),
        )
        before = Comment.objects.values("up", "path", "published_at", "reply_count").get(
            pk=comment.pk
        )
        appeal = appeal_against(answered(Answer.REMOVE), now + HOUR)
        decide_appeal(verdict=verdict(appeal, other), now=now + DAY)

        back = Comment.objects.get(pk=comment.pk)
        assert back.is_visible
        assert before["up"] == 1
        assert Comment.objects.values(*before).get(pk=comment.pk) == before
        assert Comment.objects.get(pk=reply.pk).parent_id == comment.pk
        appeal.refresh_from_db()
        result = appeal.result
        assert (result.measure, result.source, result.decided_by) == ("restored", "appeal", other)
        work(now + DAY)
        assert told() == ["ada@mail.test", "nora@mail.test"]
        work(now + 3 * DAY)
        assert told() == ["ada@mail.test", "nora@mail.test"]

    def test_what_was_held_is_approved(self, comment, judge, other, now):
        hold_comment(judgement=Judgement(comment=comment, decided_by=judge, facts="Hm."), now=now)
        appeal = appeal_against(Decision.objects.get(measure="held"), now)
        decide_appeal(verdict=verdict(appeal, other), now=now)
        assert Comment.objects.get(pk=comment.pk).is_visible
        assert Decision.objects.latest("pk").measure == "approved"

    def test_who_gave_notice_appeals_what_was_left_and_it_goes(
        self, comment, notice, other, answered, now
    ):
        left = answered(Answer.LEAVE)
        new = NewAppeal(decision=left, words="It is one!", thing=notice.things.get())
        appeal = make_appeal(new=new, now=now + HOUR)
        with pytest.raises(AppealRefused) as refused:
            decide_appeal(verdict=verdict(appeal, other), now=now + DAY)
        assert refused.value.refusal is AppealRefusal.REASON_MISSING, "no ground was named"
        given = verdict(appeal, other, ground=Ground.LAW, law="Sec. 186")
        decide_appeal(verdict=given, now=now + DAY)
        assert Comment.objects.get(pk=comment.pk).state == "removed"
        removal = Decision.objects.latest("pk")
        assert (removal.source, removal.legal_ground) == ("appeal", "Sec. 186")
        assert Statement.objects.get(decision=removal), "its author is told why"
        work(now + DAY)
        assert told() == ["nora@mail.test"]

    def test_a_limit_ends(self, author, judge, other, now):
        penalty = Penalty(author, judge, facts="Rude.", language="en")
        limit = suspend_person(penalty=penalty, until=now + 9 * DAY, now=now)
        appeal = appeal_against(limit.decision, now)
        assert Sanction.objects.in_force(now).exists()
        decide_appeal(verdict=verdict(appeal, other), now=now + HOUR)
        assert not Sanction.objects.in_force(now + HOUR).exists()
        appeal.refresh_from_db()
        assert (appeal.result.measure, appeal.result.source) == ("freed", "appeal")

    def test_what_the_author_took_back_is_not_brought_back(self, comment, other, answered, now):
        appeal = appeal_against(answered(Answer.REMOVE), now)
        Comment.objects.filter(pk=comment.pk).update(state="withdrawn")
        with pytest.raises(CommentRefused):
            decide_appeal(verdict=verdict(appeal, other), now=now)
        assert Appeal.objects.get().is_open

    def test_nor_what_was_removed_anew(self, comment, judge, other, answered, now):
        appeal = appeal_against(answered(Answer.REMOVE), now)
        for act in (restore_comment, remove_comment):
            act(judgement=Judgement(comment=comment, decided_by=judge, facts="Spam."), now=now)
        with pytest.raises(CommentRefused):
            decide_appeal(verdict=verdict(appeal, other), now=now)


def test_a_refusal_explains_and_is_a_decision(comment, other, answered, now):
    appeal = appeal_against(answered(Answer.REMOVE), now)
    decide_appeal(verdict=verdict(appeal, other, is_upheld=False), now=now + DAY)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.result.measure, appeal.result.source) == (
        "refused",
        "left",
        "appeal",
    )
    assert Comment.objects.get(pk=comment.pk).state == "removed"
    work(now + DAY)
    assert told() == ["ada@mail.test"]
    assert "It is true." in Message.objects.get(kind="appeal_answer").text


class TestWhoDecides:
    def test_not_who_decided_first(self, judge, other, answered, now):
        appeal = appeal_against(answered(Answer.REMOVE), now)
        with pytest.raises(AppealRefused) as refused:
            decide_appeal(verdict=verdict(appeal, judge), now=now)
        assert refused.value.refusal is AppealRefusal.SAME_PERSON
        decide_appeal(verdict=verdict(appeal, other), now=now)

    def test_with_one_moderator_it_waits_for_the_owner(self, judge, answered, now):
        owner = User.objects.create_user("ol@example.test", name="Ol", is_staff=True)
        owner.groups.add(Group.objects.get(name="desk"), Group.objects.create(name="owner"))
        appeal = appeal_against(answered(Answer.REMOVE), now)
        found = deciders_of(appeal, colleagues())
        assert (found.waits_for_owner, found.is_alone, found.may(judge)) == (True, False, False)
        decide_appeal(verdict=verdict(appeal, person_of_user(user=owner, now=now)), now=now)

    def test_with_another_moderator_it_does_not(self, judge, other, answered, now):
        found = deciders_of(appeal_against(answered(Answer.REMOVE), now), colleagues())
        assert not found.waits_for_owner

    def test_who_works_alone_looks_again(self, judge, answered, now):
        appeal = appeal_against(answered(Answer.REMOVE), now)
        assert deciders_of(appeal, colleagues()).is_alone
        decide_appeal(verdict=verdict(appeal, judge), now=now)


class TestMaking:
    def test_within_six_months(self, answered, now):
        decision = answered(Answer.REMOVE)
        with pytest.raises(AppealRefused) as refused:
            appeal_against(decision, now + APPEAL_FOR)
        assert refused.value.refusal is AppealRefusal.TOO_LATE
        assert appeal_against(decision, now + APPEAL_FOR - HOUR).is_open

    def test_twice_is_once(self, answered, now):
        decision = answered(Answer.REMOVE)
        assert appeal_against(decision, now) == appeal_against(decision, now + DAY)

    def test_the_day_follows_from_the_setting(self, answered, now):
        ModerationSettings.objects.create(appeal_days=3)
        assert appeal_against(answered(Answer.REMOVE), now).due_at == now + 3 * DAY

    def test_not_what_was_undone_or_removed_anew(self, comment, judge, answered, now):
        hold_comment(judgement=Judgement(comment=comment, decided_by=judge, facts="Hm."), now=now)
        held = Decision.objects.get(measure="held")
        remove_comment(judgement=Judgement(comment=comment, decided_by=judge, facts="So."), now=now)
        with pytest.raises(AppealRefused) as refused:
            appeal_against(held, now)
        assert refused.value.refusal is AppealRefusal.SUPERSEDED

    def test_not_what_restricts_nobody(self, answered, now):
        with pytest.raises(AppealRefused) as refused:
            appeal_against(answered(Answer.LEAVE), now)
        assert refused.value.refusal is AppealRefusal.NOT_APPEALABLE

    @pytest.mark.parametrize(
        ("words", "refusal"),
        [
            (" \u200b", AppealRefusal.EMPTY),
            ("x" * 4001, AppealRefusal.TOO_LONG),
            ("a\0b", AppealRefusal.UNSHOWABLE),
        ],
    )
    def test_its_words_are_judged(self, answered, now, words, refusal):
        new = NewAppeal(decision=answered(Answer.REMOVE), words=words)
        with pytest.raises(AppealRefused) as refused:
            make_appeal(new=new, now=now)
        assert refused.value.refusal is refusal


def test_the_rates_are_counted(other, answered, now):
    appeal = appeal_against(answered(Answer.REMOVE), now)
    decide_appeal(verdict=verdict(appeal, other), now=now + 8 * DAY)
    found = appeal_rates(now - DAY, now + 30 * DAY)
    assert (found.made, found.decided, found.upheld, found.in_time) == (1, 1, 1, 0)
    assert appeal_rates(now + DAY, now + 2 * DAY).made == 0


def test_its_words_are_forgotten_half_a_year_after_the_decision(other, answered, now):
    appeal = appeal_against(answered(Answer.REMOVE), now)
    forget_appeals(now=now + 2 * APPEAL_FOR)
    decide_appeal(verdict=verdict(appeal, other), now=now + DAY)
    assert Appeal.objects.get().words == "He does."
    assert forget_appeals(now=now + DAY + APPEAL_FOR) == 1
    assert Appeal.objects.get().words == ""


class TestAtOnce:
    pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

    def race(self, appeal, by, now):
        acts = [
            lambda: decide_appeal(verdict=verdict(appeal, by), now=now),
            lambda: decide_appeal(verdict=verdict(appeal, by, is_upheld=False), now=now),
        ]
        return AtOnce().both(acts)

    def test_of_two_one_wins_and_the_other_is_told(self, other, answered, now):
        appeal = appeal_against(answered(Answer.REMOVE), now)
        results = [each for each in self.race(appeal, other, now) if each is not None]
        assert [type(each) for each in results] == [AppealRefused]
        assert Decision.objects.filter(source="appeal").count() == 1

    def test_without_the_lock_both_decide(self, other, answered, now, monkeypatch):
        """The control."""
        monkeypatch.setattr(
            appeal_actions,
            "lock_appeal",
            lambda *, appeal, now: Appeal.objects.select_related("decision").get(pk=appeal.pk),
        )
        monkeypatch.setattr(appeal_actions, "settle_appeal", lambda **values: None)
        appeal = appeal_against(answered(Answer.REMOVE), now)
        assert self.race(appeal, other, now) == [None, None]
        assert Decision.objects.filter(source="appeal").count() == 2


class TestTheList:
    def test_the_first_decider_reads_that_another_looks(
        self, client, moderator, other, answered, now
    ):
        appeal_against(answered(Answer.REMOVE), now)
        let_in(client, moderator)
        page = client.get(reverse("desk_appeals")).content.decode()
        assert "another moderator has to look at it" in page
        assert "undo it" not in page
        let_in(client, other.user)
        page = client.get(reverse("desk_appeals")).content.decode()
        for shown in ("The miller lies.", "He does.", "undo it", "It is a slander."):
            assert shown in page

    def test_a_verdict_by_form(self, client, other, comment, answered, now):
        appeal = appeal_against(answered(Answer.REMOVE), now)
        let_in(client, other.user)
        place = reverse("desk_appeal", args=[appeal.pk])
        assert (
            client.post(place, {"verdict": "uphold", "facts": ""}, headers=OWN_FORMS).status_code
            == 409
        )
        assert (
            client.post(place, {"verdict": "burn", "facts": "x"}, headers=OWN_FORMS).status_code
            == 422
        )
        assert (
            client.post(
                place, {"verdict": "uphold", "facts": "True."}, headers=OWN_FORMS
            ).status_code
            == 302
        )
        assert (
            client.post(place, {"verdict": "refuse", "facts": "No."}, headers=OWN_FORMS).status_code
            == 409
        )
        assert Comment.objects.get(pk=comment.pk).is_visible

    def test_it_costs_as_much_for_three_as_for_one(
        self, client, other, thread, author, judge, answered, now
    ):
        appeal_against(answered(Answer.REMOVE), now)
        let_in(client, other.user)
        client.get(reverse("desk_appeals"))
        counts = []
        for number in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("desk_appeals"))
            counts.append(len(asked))
            for more in range(2):
                at = now + timedelta(minutes=5 + 2 * number + more)
                new = NewComment(thread=thread, author=author, text=f"More {number} {more}.")
                written = post_comment(new=new, now=at)
                judgement = Judgement(comment=written, decided_by=judge, facts="So.")
                remove_comment(judgement=judgement, now=at)
                appeal_against(Decision.objects.latest("pk"), at)
        assert counts[0] == counts[1]


@pytest.fixture
def reader_votes(comment, now):
    """Give somebody who voted for the comment."""
    voter = prove_address(person=make_guest(now=now - 2 * DAY), address="vo@mail.test", now=now)
    cast_vote(ballot=Ballot(comment=comment, voter=voter, value=1), now=now)
    return voter
