"""Many at once, each with a connection of its own. Each guard has a run without it that fails."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import F

from standfirst.discussion import actions
from standfirst.discussion.actions import Ballot, NewComment, Wish, comments
from standfirst.discussion.models import Comment, Report, Subscription, Thread, Vote
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.models import Decision
from standfirst.notify.models import Message
from standfirst.people.models import Person
from tests.discussion.conftest import NETWORK, fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 10


def at_once(acts):
    """Run all acts in THREADS threads that start together; give what each gave or raised."""
    acts = list(acts)
    results = [None] * len(acts)
    start = threading.Barrier(THREADS)

    def run(first):
        start.wait()
        for index in range(first, len(acts), THREADS):
            try:
                results[index] = acts[index]()
            except Exception as error:  # noqa: BLE001 -- the test judges what was raised
                results[index] = error
        connections.close_all()

    workers = [threading.Thread(target=run, args=(first,)) for first in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


def refusals(results):
    unexpected = [
        one for one in results if isinstance(one, Exception) and not isinstance(one, CommentRefused)
    ]
    assert unexpected == []
    return Counter(one.refusal for one in results if isinstance(one, CommentRefused))


@pytest.fixture
def comment(write, reader):
    return write(reader)


def test_500_votes_by_one_person_at_once_are_one_vote(comment, supporter, now):
    ballot = Ballot(comment=comment, voter=supporter, value=1)
    results = at_once([lambda: actions.cast_vote(ballot=ballot, now=now)] * 500)
    assert refusals(results) == {}
    assert Vote.objects.count() == 1
    assert (fresh(comment).up, fresh(comment).score) == (1, 1)


def test_changing_minds_at_once_leaves_a_score_that_is_the_recount(comment, proven, now):
    voters = [proven() for _ in range(8)]

    def act(number):
        voter, step = voters[number % 8], number % 3
        if step == 2:
            return lambda: actions.retract_vote(comment=comment, voter=voter, now=now)
        ballot = Ballot(comment=comment, voter=voter, value=1 if step else -1)
        return lambda: actions.cast_vote(ballot=ballot, now=now)

    assert refusals(at_once([act(number) for number in range(160)])) == {}
    row = fresh(comment)
    votes = Counter(Vote.objects.values_list("value", flat=True))
    assert (row.up, row.down, row.score) == (votes[1], votes[-1], votes[1] - votes[-1])
    assert Vote.objects.count() <= 8


def test_without_the_lock_votes_do_get_lost(comment, proven, now):
    """The control: the same work by reading, adding and writing loses some."""
    voters = [proven() for _ in range(60)]

    def vote_carelessly(voter):
        row = Comment.objects.get(pk=comment.pk)
        Vote.objects.create(comment=row, voter=voter, value=1, cast_at=now)
        Comment.objects.filter(pk=row.pk).update(up=row.up + 1, score=row.score + 1)

    at_once([lambda voter=voter: vote_carelessly(voter) for voter in voters])
    assert fresh(comment).up < Vote.objects.count()
    assert actions.recount_votes(fresh(comment)) == 1
    assert fresh(comment).up == Vote.objects.count()


def test_guests_of_one_network_at_once_count_three(comment, now):
    ballot = Ballot(comment=comment, voter=None, value=1, network=NETWORK)
    assert refusals(at_once([lambda: actions.cast_vote(ballot=ballot, now=now)] * 20)) == {}
    assert (Vote.objects.count(), Vote.objects.filter(is_counted=True).count()) == (20, 3)
    assert fresh(comment).score == 3


def test_the_same_post_50_times_at_once_is_one_comment(thread, reader, now):
    new = NewComment(thread=thread, author=reader, text="Pressed fifty times.")
    results = at_once([lambda: actions.post_comment(new=new, now=now)] * 50)
    assert refusals(results) == {}
    assert {one.pk for one in results} == {Comment.objects.get().pk}
    assert fresh(thread).comment_count == 1


def test_without_the_lock_the_same_post_is_stored_more_than_once(thread, reader, now):
    """The control: looking first and writing then, unlocked."""

    def post_carelessly():
        known = Comment.objects.filter(author=reader, revisions__text="Twice.").first()
        if known is not None:
            return known
        comment = Comment.objects.create(
            thread=thread,
            author=reader,
            state="visible",
            state_changed_at=now,
            created_at=now,
            published_at=now,
        )
        comment.revisions.create(number=1, text="Twice.", html="", markup_version=1, written_at=now)
        return comment

    at_once([post_carelessly] * 50)
    assert Comment.objects.count() > 1


def test_different_posts_of_one_person_at_once_are_too_fast(thread, other_thread, reader, now):
    """Also in two threads, whose locks are two."""
    acts = [
        NewComment(thread=place, author=reader, text=f"number {number}")
        for number in range(10)
        for place in (thread, other_thread)
    ]
    results = at_once([lambda new=new: actions.post_comment(new=new, now=now) for new in acts])
    assert refusals(results)[Refusal.TOO_FAST] == 19
    assert Comment.objects.count() == 1


def test_replies_at_once_each_get_a_place_and_are_counted(thread, comment, proven, now):
    people = [proven() for _ in range(40)]
    new = NewComment(thread=thread, author=None, text="answer", parent=comment)
    acts = [
        lambda who=who: actions.post_comment(new=replace(new, author=who), now=now)
        for who in people
    ]
    assert refusals(at_once(acts)) == {}
    paths = list(Comment.objects.filter(branch=comment).values_list("path", flat=True))
    assert len(set(paths)) == 40
    assert fresh(comment).reply_count == fresh(comment).conversation_count == 40
    assert fresh(thread).comment_count == 41
    assert actions.recount_thread(thread=thread, now=now) == 0


@pytest.mark.parametrize("number", range(3))
def test_of_two_moderators_at_once_one_wins_and_the_other_is_told(
    number, write, guest, judge, thread, now
):
    held = write(guest)
    approval = judge(held, seen_state=Comment.State.HELD)
    removal = judge(held, seen_state=Comment.State.HELD, facts="spam")
    results = at_once(
        [
            lambda: actions.approve_comment(judgement=approval, now=now),
            lambda: actions.remove_comment(judgement=removal, now=now),
        ]
    )
    assert refusals(results) == {Refusal.DECIDED_ALREADY: 1}
    assert Decision.objects.filter(subject_id=held.pk).count() == 1
    assert actions.recount_thread(thread=thread, now=now) == 0


def test_without_the_condition_two_moderators_both_win(write, guest, now):
    """The control: reading the state and writing it, unlocked."""
    winners = []

    def decide_carelessly(held, state):
        row = Comment.objects.get(pk=held.pk)
        if row.state == "held":
            Comment.objects.filter(pk=row.pk).update(state=state, published_at=now)
            winners.append(state)

    held = write(guest)
    for _ in range(20):
        Comment.objects.filter(pk=held.pk).update(state="held")
        winners.clear()
        at_once(
            [lambda: decide_carelessly(held, "visible"), lambda: decide_carelessly(held, "removed")]
        )
        if len(winners) == 2:
            return
    pytest.fail("the race did not come about in 20 tries")


@pytest.mark.parametrize("number", range(2))
def test_withdrawing_and_removing_at_once_leaves_one_of_them(
    number, comment, reader, judge, thread, now
):
    removal = judge(comment, facts="rude")
    results = at_once(
        [
            lambda: actions.withdraw_comment(comment=comment, author=reader, now=now),
            lambda: actions.remove_comment(judgement=removal, now=now),
        ]
    )
    assert sum(refusals(results).values()) == 1
    assert fresh(thread).comment_count == 0
    assert actions.recount_thread(thread=thread, now=now) == 0


@pytest.mark.parametrize("number", range(2))
def test_answering_while_the_parent_is_removed_never_locks_up(
    number, thread, comment, proven, judge, now
):
    new = NewComment(thread=thread, author=None, text="answer", parent=comment)
    acts = [
        lambda one=one: actions.post_comment(new=replace(new, author=one), now=now)
        for one in [proven() for _ in range(6)]
    ]
    removal = judge(comment, facts="rude")
    acts.insert(3, lambda: actions.remove_comment(judgement=removal, now=now))
    assert set(refusals(at_once(acts))) <= {Refusal.PARENT_GONE}
    assert not fresh(comment).is_visible
    assert actions.recount_thread(thread=thread, now=now) == 0


def test_a_wish_sent_many_times_at_once_is_one_wish_and_one_mail(thread, guest, now):
    wish = Wish(thread=thread, person=guest, kind=Subscription.Kind.ALL, address="a@mail.test")
    results = at_once([lambda: actions.subscribe(wish=wish, now=now)] * 20)
    assert refusals(results) == {}
    assert (Subscription.objects.count(), Message.objects.count()) == (1, 1)


def test_many_strangers_cause_one_mail_to_one_address(thread, now):
    wish = Wish(thread=thread, person=None, kind=Subscription.Kind.ALL, address="a@mail.test")
    results = at_once([lambda: actions.subscribe(wish=wish, now=now)] * 20)
    assert refusals(results) == {}
    assert (Subscription.objects.count(), Message.objects.count()) == (20, 1)


def test_a_report_sent_many_times_at_once_is_one_report(comment, guest, now):
    complaint = actions.Complaint(comment=comment, reporter=guest, reason="spam")
    results = at_once([lambda: actions.report_comment(complaint=complaint, now=now)] * 20)
    assert refusals(results) == {}
    assert Report.objects.count() == 1


def test_notices_written_by_two_workers_at_once_are_one_mail_each(
    thread, comment, supporter, proven, now
):
    for number in range(5):
        Subscription.objects.create(
            thread=thread,
            person=supporter,
            address=f"s{number}@mail.test",
            kind="all",
            asked_at=now,
            confirmed_at=now,
        )
    new = NewComment(thread=thread, author=proven(), text="news")
    notice = actions.post_comment(new=new, now=now).notice
    results = at_once([lambda: actions.write_messages(notice, now=now)] * 10)
    assert refusals(results) == {}
    assert Message.objects.count() == 5


def test_the_barrier_brings_a_race_about(thread):
    """The control of the controls: a counter without F() loses under the same load."""

    def add():
        with transaction.atomic():
            pass
        thread_row = type(thread).objects.get(pk=thread.pk)
        type(thread).objects.filter(pk=thread.pk).update(comment_count=thread_row.comment_count + 1)

    at_once([add] * 200)
    assert fresh(thread).comment_count < 200
    type(thread).objects.filter(pk=thread.pk).update(comment_count=0)
    row = type(thread).objects.filter(pk=thread.pk)
    at_once([lambda: row.update(comment_count=F("comment_count") + 1)] * 200)
    assert fresh(thread).comment_count == 200


class TestForms:
    """A browser of nobody's sends its form many times at once: no row of an author is there to lock."""

    NEW = {"text": "Pressed often.", "key": "0123456789abcdef" * 2}

    def post_all(self, thread, now):
        new = NewComment(thread=thread, author=None, **self.NEW)
        return at_once([lambda: actions.post_comment(new=new, now=now)] * 20)

    def test_it_is_one_comment_by_one_guest(self, thread, now):
        results = self.post_all(thread, now)
        assert refusals(results) == {}
        assert len({one.pk for one in results}) == 1
        assert Comment.objects.count() == Person.objects.count() == 1

    def test_the_control_without_keys_is_many(self, thread, now, monkeypatch):
        monkeypatch.setattr(self, "NEW", {**self.NEW, "key": ""})
        self.post_all(thread, now)
        assert Comment.objects.count() > 1


class TestFirstCommentsElsewhere:
    """Many first comments on one page of another site begin one discussion."""

    PAGE = actions.PageElsewhere("https://blog.example/post", "A post")

    @pytest.fixture(autouse=True)
    def listed(self, settings):
        settings.STANDFIRST_EMBED_SITES = ["https://blog.example"]

    def post_all(self, people, now):
        """Have everybody write who saw that there is no discussion yet."""
        threads = [actions.thread_for(page=self.PAGE, now=now) for _person in people]

        def act(person, thread):
            new = NewComment(thread=thread, author=person, text="First!")
            return lambda: actions.post_comment(new=new, now=now)

        return at_once([act(*pair) for pair in zip(people, threads, strict=True)])

    def test_they_make_one_thread_and_all_stand_in_it(self, db, proven, now):
        results = self.post_all([proven() for _ in range(20)], now)
        assert refusals(results) == {}
        made = Thread.objects.get()
        assert made.comment_count == Comment.objects.filter(thread=made).count() == 20

    def test_one_person_who_sends_it_many_times_has_written_once(self, db, supporter, now):
        results = self.post_all([supporter] * 20, now)
        assert refusals(results) == {}
        assert Comment.objects.count() == Thread.objects.count() == 1

    def test_the_control_makes_it_without_looking_and_fails(self, db, proven, now, monkeypatch):
        def make(*, thread, now):
            thread.created_at = now
            thread.save()
            return thread

        monkeypatch.setattr(comments, "lock_thread_of", make)
        results = self.post_all([proven() for _ in range(20)], now)
        assert any(isinstance(one, IntegrityError) for one in results)
