"""Heat control: what is measured, what it does, that it is said, logged, undone, and over by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.discussion import actions
from standfirst.discussion.actions import Complaint
from standfirst.discussion.models import Comment, DiscussionSettings, Thread, VoteBurst
from standfirst.discussion.queries.heat import heat_signals
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.discussion.views.showing import framed, viewer_of
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.heat import Signals
from standfirst.moderation.models import Decision, ModerationSettings, WordList
from standfirst.people.actions import make_guest
from tests.discussion.conftest import NETWORK, fresh
from tests.discussion.http import text_of

pytestmark = pytest.mark.django_db
LASTS = timedelta(minutes=30)


@pytest.fixture
def busy(write, proven, now):
    """Write so many comments within half a minute, each by somebody else; give when."""

    def make(number, text="What I know.", thread=None):
        for at in range(number):
            more = {"thread": thread} if thread else {}
            write(proven(), f"{text} {at}", at=now + timedelta(seconds=at / 10), **more)
        return now + timedelta(seconds=30)

    return make


def paper(**values):
    return ModerationSettings.objects.create(**values)


def decisions():
    return list(Decision.objects.filter(subject_kind="thread").order_by("pk"))


def gauge(thread, at):
    actions.gauge_heat(now=at)
    return fresh(thread).heat_at(at)


@pytest.mark.parametrize(("number", "step"), [(9, ""), (10, "slow"), (20, "hold"), (30, "rest")])
def test_many_comments_lead_to_steps(thread, busy, number, step):
    paper(heat_comments=2)
    assert gauge(thread, busy(number)) == step


def test_until_the_paper_sets_a_threshold_nothing_is_measured(thread, busy):
    at = busy(30)
    with CaptureQueriesContext(connection) as asked:
        assert gauge(thread, at) == ""
    assert not any("discussion_comment" in query["sql"] for query in asked.captured_queries)


def test_a_slow_thread_slows_each_person_and_says_so(thread, busy, write, reader, editor):
    paper(heat_comments=2)
    at = busy(10)
    assert gauge(thread, at) == "slow"
    write(reader, at=at)
    with pytest.raises(CommentRefused) as refused:
        write(reader, "More.", at=at + timedelta(minutes=1), thread=fresh(thread))
    assert refused.value.refusal is Refusal.SLOWED
    shown = framed(fresh(thread), viewer_of(fresh(thread), now=at))
    assert "slowed down: one comment in 2 minutes" in shown.pace_words
    assert (
        shown.heat_words
        == "This discussion is heated, so it is slower until Saturday, 14 March, 09:57."
    )
    assert write(reader, "Later.", at=at + LASTS, thread=fresh(thread)).is_visible


def test_a_thread_that_holds_lets_comments_wait(thread, busy, write, reader, editor):
    paper(heat_comments=2)
    at = busy(20)
    assert gauge(thread, at) == "hold"
    assert write(reader, at=at, thread=fresh(thread)).is_held
    assert write(editor, at=at, thread=fresh(thread)).is_visible
    assert write(reader, "Later.", at=at + LASTS, thread=fresh(thread)).is_visible


def test_a_thread_that_rests_takes_nothing_and_opens_by_its_hour(
    thread, busy, write, reader, stranger
):
    paper(heat_comments=2)
    at = busy(30)
    assert gauge(thread, at) == "rest"
    with pytest.raises(CommentRefused) as refused:
        write(reader, at=at, thread=fresh(thread))
    assert refused.value.refusal is Refusal.CLOSED
    shown = framed(fresh(thread), viewer_of(fresh(thread), now=at))
    assert shown.form is None
    assert "so it rests until Saturday, 14 March, 09:57 and opens again" in shown.heat_words
    # Even where the worker does not come.
    assert write(reader, at=at + LASTS, thread=fresh(thread)).is_visible


def test_each_step_is_in_the_log_with_its_reason_and_its_end(thread, busy):
    paper(heat_comments=2)
    at = busy(10)
    gauge(thread, at)
    gauge(thread, at)
    (decision,) = decisions()
    assert (decision.measure, decision.automation, decision.source) == ("slowed", "fully", "screen")
    assert decision.ends_at == at + LASTS
    assert decision.facts.text == "comments: 2 (threshold 2)"


def test_it_rises_at_once_and_falls_by_itself(thread, busy):
    paper(heat_comments=2)
    at = busy(10)
    assert gauge(thread, at) == "slow"
    Comment.objects.update(created_at=at)
    ModerationSettings.objects.update(heat_comments=1)
    assert gauge(thread, at + timedelta(minutes=1)) == "hold"
    # Less is no reason to end a step before its hour.
    assert gauge(thread, at + timedelta(minutes=29)) == "hold"
    over = at + timedelta(minutes=31)
    assert gauge(thread, over) == ""
    assert fresh(thread).heat == ""
    assert [row.measure for row in decisions()] == ["slowed", "look_before"]


def test_a_moderator_ends_it_and_it_is_left_alone(thread, busy, moderator, client_of):
    paper(heat_comments=2)
    at = busy(10)
    gauge(thread, at)
    actions.end_heat(thread=thread, by=moderator, now=at)
    actions.end_heat(thread=thread, by=moderator, now=at)
    assert gauge(thread, at + timedelta(seconds=20)) == ""
    assert [row.measure for row in decisions()] == ["slowed", "ended"]
    Comment.objects.update(created_at=at + timedelta(minutes=60))
    assert gauge(thread, at + timedelta(minutes=61)) == "slow"


def test_open_reports_count(thread, write, reader, proven, now):
    paper(heat_reports=2)
    comment = write(reader, at=now)
    for _ in range(2):
        assert gauge(thread, now) == ""
        complaint = Complaint(comment=comment, reporter=proven(), reason="insult")
        actions.report_comment(complaint=complaint, now=now)
    assert gauge(thread, now) == "slow"
    assert heat_signals(now + timedelta(minutes=16)) == {}


class TestOne:
    """Nobody heats a discussion alone, however many guests they are."""

    def test_guests_of_one_network_write_no_discussion_closed(self, thread, write, busy, now):
        paper(heat_comments=1)
        for number in range(20):
            at = now + timedelta(seconds=number)
            write(make_guest(now=now), f"Word {number}.", at=at, network=NETWORK)
        assert heat_signals(at)[thread.pk].comments == 3 / 5
        assert gauge(thread, at) == ""
        # The control: as many by as many.
        assert gauge(thread, busy(20)) == "rest"

    def test_nor_does_one_who_reports_everything(self, thread, write, proven, now):
        paper(heat_reports=2)
        comments = [write(proven(), f"What I know {number}.", at=now) for number in range(6)]
        one = proven()
        for comment in comments:
            complaint = Complaint(comment=comment, reporter=one, reason="insult")
            actions.report_comment(complaint=complaint, now=now)
        assert heat_signals(now)[thread.pk].reports == 1
        for comment in comments:
            complaint = Complaint(comment=comment, reporter=None, reason="insult", network=NETWORK)
            actions.report_comment(complaint=complaint, now=now)
        assert heat_signals(now)[thread.pk].reports == 1 + 3
        assert gauge(thread, now) == "hold"

    def test_nor_who_has_all_their_words_held(self, thread, write, busy, reader, now):
        paper(heat_held=25)
        keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
        busy(9)
        for number in range(7):
            at = now + timedelta(seconds=20 * number)
            assert write(reader, f"A miracle {number}", at=at).is_held
        assert heat_signals(at)[thread.pk].held == 25


def test_bursts_of_votes_count(thread, write, reader, now):
    paper(heat_bursts=1)
    VoteBurst.objects.create(comment=write(reader, at=now), began_at=now)
    assert gauge(thread, now) == "slow"


def test_the_share_that_screens_held_counts_and_announced_waits_do_not(thread, busy, now):
    paper(heat_held=30)
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
    at = busy(7)
    assert heat_signals(at)[thread.pk].held == 0
    at = busy(3, text="A miracle")
    assert heat_signals(at)[thread.pk].held == 30
    assert gauge(thread, at) == "slow"
    # The control: as many, and they wait because the page says that all do.
    DiscussionSettings.objects.create(moderation="before")
    Comment.objects.update(created_at=at - timedelta(hours=1))
    busy(10, text="More of it")
    assert heat_signals(at)[thread.pk].held == 0


def test_it_costs_the_same_for_many_threads(thread, other_thread, busy, now):
    paper(heat_comments=30_000)
    at = busy(2)
    actions.gauge_heat(now=at)  # what is looked up once in a process is known now
    with CaptureQueriesContext(connection) as one:
        actions.gauge_heat(now=at)
    busy(2, text="There too", thread=other_thread)
    with CaptureQueriesContext(connection) as two:
        actions.gauge_heat(now=at)
    assert len(one) == len(two)
    assert Thread.objects.exclude(heat="").count() == 0


def test_the_button_that_ends_it(thread, busy, moderator, client_of, now):
    Thread.objects.update(heat="hold", heat_until=now + timedelta(days=3650))
    client = client_of(moderator)
    assert "End what was done" in text_of(client.get(f"{thread.comments_path}?mine"))
    assert client.post(f"{thread.comments_path}staff/", {"act": "cool"}).status_code == 303
    assert fresh(thread).heat == ""
    assert "End what was done" not in text_of(client.get(f"{thread.comments_path}?mine"))


def test_nothing_measured_is_nothing():
    assert Signals().over(Signals(comments=1)) == {"comments": 0}
