"""Many votes by newcomers at once are kept apart until a moderator decides; a busy thread is not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from standfirst.delivery.models import Event
from standfirst.discussion import actions
from standfirst.discussion.actions import Ballot
from standfirst.discussion.models import Comment, Vote, VoteBurst
from standfirst.discussion.rules import (
    BURST_OF_NETWORK,
    BURST_ON_COMMENT,
    BURST_ON_PERSON,
    BURST_WINDOW,
    CommentRefused,
    Refusal,
    is_burst,
    is_newcomer,
)
from standfirst.moderation.models import Decision
from standfirst.people.actions import make_guest
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(write, reader):
    return write(reader)


@pytest.fixture
def flood(now):
    """Cast votes by guests who come from networks of their own, all within a minute."""
    numbers = iter(range(60_000))

    def cast(comment, number, value=1, *, at=None, network=None):
        made = []
        for _ in range(number):
            each = next(numbers)
            own = f"10.{each // 250}.{each % 250}.0/24" if network is None else network
            ballot = Ballot(comment=comment, voter=None, value=value, network=own)
            made.append(actions.cast_vote(ballot=ballot, now=at or now))
        return made

    return cast


def counts(comment):
    row = fresh(comment)
    return (row.up, row.down, row.score)


def test_a_flood_on_one_comment_is_kept_and_not_counted(comment, flood, vote, supporter):
    vote(comment, supporter)
    flood(comment, BURST_ON_COMMENT - 1)
    assert counts(comment) == (BURST_ON_COMMENT, 0, BURST_ON_COMMENT)
    flood(comment, 30)
    assert counts(comment) == (1, 0, 1)
    [burst] = VoteBurst.objects.all()
    assert (burst.comment, burst.outcome) == (comment, "")
    assert Vote.objects.filter(burst=burst, is_quarantined=True).count() == BURST_ON_COMMENT + 29


def test_readers_are_told_of_the_score_without_them_and_not_of_each(comment, flood):
    flood(comment, BURST_ON_COMMENT)
    last = Event.objects.latest("pk")
    assert (last.kind, last.payload) == ("comment.voted", "0")
    flood(comment, 5)
    assert Event.objects.latest("pk") == last


def test_the_audit_leaves_a_quarantine_as_it_is(comment, flood, thread, now):
    flood(comment, BURST_ON_COMMENT + 5)
    assert actions.recount_thread(thread=thread, now=now) == 0
    assert counts(comment) == (0, 0, 0)


def test_the_audit_finds_a_vote_that_slipped_out_of_quarantine(comment, flood, thread, now):
    flood(comment, BURST_ON_COMMENT)
    slipped = Vote.objects.first()
    Vote.objects.filter(pk=slipped.pk).update(is_quarantined=False, is_counted=True)
    actions.recount_votes(comment)
    assert counts(comment) == (1, 0, 1)
    assert actions.recount_thread(thread=thread, now=now) == 2
    assert counts(comment) == (0, 0, 0)


def test_the_audit_frees_a_vote_that_a_counted_burst_left_behind(
    comment, flood, thread, moderator, now
):
    flood(comment, BURST_ON_COMMENT)
    burst = VoteBurst.objects.get()
    actions.count_burst(burst=burst, by=moderator, now=now)
    left = Vote.objects.first()
    Vote.objects.filter(pk=left.pk).update(is_quarantined=True, is_counted=False, network="")
    actions.recount_votes(comment)
    assert actions.recount_thread(thread=thread, now=now) == 2
    assert counts(comment)[0] == BURST_ON_COMMENT


def test_a_quarantined_vote_cannot_count(comment, flood):
    flood(comment, BURST_ON_COMMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(is_counted=True)


def test_a_moderator_counts_a_burst_and_its_like_counts_from_then_on(
    comment, flood, moderator, now
):
    flood(comment, BURST_ON_COMMENT + 4)
    actions.count_burst(burst=VoteBurst.objects.get(), by=moderator, now=now)
    assert counts(comment) == (24, 0, 24)
    flood(comment, BURST_ON_PERSON + 10)
    assert counts(comment)[0] == 24 + BURST_ON_PERSON + 10
    assert VoteBurst.objects.count() == 1


def test_a_moderator_drops_a_burst_and_a_new_one_waits_again(comment, flood, moderator, now):
    flood(comment, BURST_ON_COMMENT)
    actions.drop_burst(burst=VoteBurst.objects.get(), by=moderator, now=now)
    assert counts(comment) == (0, 0, 0)
    flood(comment, 3)
    assert counts(comment) == (0, 0, 0)
    assert VoteBurst.objects.filter(outcome="").count() == 1


def test_what_was_decided_can_be_undone(comment, flood, moderator, now):
    flood(comment, BURST_ON_COMMENT)
    burst = VoteBurst.objects.get()
    actions.count_burst(burst=burst, by=moderator, now=now)
    actions.reopen_burst(burst=fresh(burst), by=moderator, now=now)
    assert (counts(comment), fresh(burst).is_open) == ((0, 0, 0), True)
    actions.drop_burst(burst=burst, by=moderator, now=now)
    actions.reopen_burst(burst=fresh(burst), by=moderator, now=now)
    actions.count_burst(burst=burst, by=moderator, now=now)
    assert counts(comment)[0] == BURST_ON_COMMENT
    measures = Decision.objects.order_by("pk").values_list("measure", flat=True)
    assert list(measures) == [
        "votes_counted", "votes_wait", "votes_dropped", "votes_wait", "votes_counted",
    ]  # fmt: skip
    assert set(Decision.objects.values_list("subject_kind", "subject_id", "decided_by")) == {
        ("vote_burst", burst.pk, moderator.pk)
    }


@pytest.mark.parametrize("second", ["count_burst", "drop_burst"])
def test_who_decides_second_is_told(comment, flood, moderator, now, second):
    flood(comment, BURST_ON_COMMENT)
    burst = VoteBurst.objects.get()
    actions.drop_burst(burst=burst, by=moderator, now=now)
    with pytest.raises(CommentRefused) as caught:
        getattr(actions, second)(burst=burst, by=moderator, now=now)
    assert caught.value.refusal == Refusal.DECIDED_ALREADY
    assert Decision.objects.count() == 1


def test_what_waits_already_cannot_be_undone(comment, flood, moderator, now):
    flood(comment, BURST_ON_COMMENT)
    with pytest.raises(CommentRefused):
        actions.reopen_burst(burst=VoteBurst.objects.get(), by=moderator, now=now)


def test_votes_on_many_comments_of_one_person_are_a_burst_too(write, reader, flood):
    mine = [write(reader, f"Word {number}") for number in range(6)]
    for _ in range(7):
        for comment in mine:
            flood(comment, 1, -1)
    assert {counts(comment) for comment in mine} == {(0, 0, 0)}
    [burst] = VoteBurst.objects.all()
    assert (burst.author, burst.comment, burst.network) == (reader, None, "")
    assert burst.votes.count() == 42


def test_many_votes_of_one_network_on_one_person_are_a_burst(write, reader, flood, supporter):
    mine = [write(reader, f"Word {number}") for number in range(6)]
    for comment in mine:
        flood(comment, 2, -1, network=NETWORK)
    assert {counts(comment) for comment in mine} == {(0, 0, 0)}
    [burst] = VoteBurst.objects.all()
    assert (burst.network, burst.votes.count()) == (NETWORK, BURST_OF_NETWORK)
    flood(mine[0], 1)
    assert counts(mine[0]) == (1, 0, 1)


def test_counting_a_burst_of_one_network_counts_three_a_comment(
    write, reader, flood, moderator, now
):
    mine = [write(reader, f"Word {number}") for number in range(4)]
    for comment in mine:
        flood(comment, 4, network=NETWORK)
    assert {counts(comment) for comment in mine} == {(0, 0, 0)}
    actions.count_burst(burst=VoteBurst.objects.get(), by=moderator, now=now)
    assert {counts(comment) for comment in mine} == {(3, 0, 3)}


def test_a_school_that_votes_on_one_comment_is_no_burst(comment, flood):
    """Three of its network count, and the rest wait for room, as ever."""
    flood(comment, 30, network=NETWORK)
    assert (counts(comment), VoteBurst.objects.count()) == ((3, 0, 3), 0)


def test_a_busy_thread_is_no_burst(write, reader, proven, flood):
    """Everything is voted on: the comment that most like gets 100 votes in the window."""
    talk = [write(proven(), f"Word {number}") for number in range(8)]
    for _ in range(20):
        for place, comment in enumerate(talk):
            flood(comment, 5 if place == 0 else 1)
    assert not VoteBurst.objects.exists()
    assert counts(talk[0]) == (100, 0, 100)


def test_votes_that_come_over_an_hour_are_no_burst(comment, flood, now):
    for number in range(60):
        flood(comment, 3, at=now + number * BURST_WINDOW / 5)
    assert not VoteBurst.objects.exists()
    assert counts(comment)[0] == 180


def test_votes_of_people_who_are_known_here_are_no_burst(comment, proven, now):
    """They proved their address and came days ago."""
    for _ in range(BURST_ON_PERSON + 5):
        known = proven()
        ballot = Ballot(comment=comment, voter=known, value=1)
        actions.cast_vote(ballot=ballot, now=now + timedelta(days=2))
    assert not VoteBurst.objects.exists()
    assert counts(comment)[0] == BURST_ON_PERSON + 5


def test_a_burst_ends_when_a_window_passes_without_a_vote(comment, flood, now):
    flood(comment, BURST_ON_COMMENT)
    flood(comment, 1, at=now + BURST_WINDOW + timedelta(seconds=1))
    assert counts(comment) == (1, 0, 1)


def test_known_voters_count_while_a_burst_goes_on(comment, flood, vote, supporter):
    flood(comment, BURST_ON_COMMENT)
    assert vote(comment, supporter, -1).is_counted
    assert counts(comment) == (0, 1, -1)


def test_a_quarantined_vote_is_changed_and_taken_back_without_a_count(comment, flood, vote, now):
    cast = flood(comment, BURST_ON_COMMENT + 1)
    changed = vote(comment, cast[-1].voter, -1)
    assert (changed.value, changed.is_counted) == (-1, False)
    actions.retract_vote(comment=comment, voter=cast[0].voter, now=now)
    assert counts(comment) == (0, 0, 0)


def test_what_waits_for_room_counts_when_its_network_is_quarantined_and_nothing_else_does(
    comment, flood, now
):
    early = now - timedelta(hours=1)
    flood(comment, 4, at=early, network=NETWORK)
    assert counts(comment) == (3, 0, 3)
    first = Vote.objects.order_by("pk").first()
    actions.retract_vote(comment=comment, voter=first.voter, now=early)
    flood(comment, 2, network=NETWORK)
    flood(comment, BURST_ON_COMMENT)
    assert counts(comment) == (3, 0, 3)
    actions.retract_vote(comment=comment, voter=Vote.objects.order_by("pk").first().voter, now=now)
    assert counts(comment) == (2, 0, 2)


def test_a_vote_by_somebody_known_asks_nothing_of_bursts(
    comment, supporter, vote, flood, django_assert_num_queries, django_assert_max_num_queries
):
    def cost(act):
        with django_assert_max_num_queries(60) as asked:
            act()
        return [query["sql"] for query in asked.captured_queries]

    known = cost(lambda: vote(comment, supporter))
    assert not any("discussion_voteburst" in sql for sql in known)
    flood(comment, 1)
    few = len(cost(lambda: flood(comment, 1)))
    flood(comment, 10)
    assert len(cost(lambda: flood(comment, 1))) == few


@pytest.mark.parametrize(
    ("votes", "others", "expected"), [(20, 19, True), (20, 20, False), (19, 0, False)]
)
def test_a_burst_is_more_than_a_number_and_than_all_the_rest(votes, others, expected):
    assert is_burst(votes, 20, others) is expected


def test_who_is_a_newcomer(reader, proven, now):
    later = now + timedelta(days=2)
    assert is_newcomer(None, now)
    assert is_newcomer(make_guest(now=now), later)
    assert is_newcomer(proven(), now)
    assert not is_newcomer(proven(), later)
    assert not is_newcomer(reader, now)


def test_the_network_of_a_burst_is_forgotten(write, reader, flood, now):
    for number in range(4):
        flood(write(reader, f"Word {number}"), 3, network=NETWORK)
    assert VoteBurst.objects.get().network == NETWORK
    actions.forget_networks(now=now + timedelta(days=91))
    assert VoteBurst.objects.get().network == ""
    assert Comment.objects.exclude(network="").count() == 0
