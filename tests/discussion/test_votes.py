"""One vote per person, counted exactly, and few guests of one network at once."""

import pytest

from standfirst.delivery.models import Event, StaleKey
from standfirst.discussion import actions
from standfirst.discussion.actions import Ballot
from standfirst.discussion.models import Comment, DiscussionSettings, Vote
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(write, reader):
    return write(reader)


def counts(comment):
    row = fresh(comment)
    return (row.up, row.down, row.score)


def refusal_of(act):
    with pytest.raises(CommentRefused) as caught:
        act()
    return caught.value.refusal


def test_a_vote_counts(comment, supporter, vote):
    cast = vote(comment, supporter)
    assert counts(comment) == (1, 0, 1)
    assert (cast.revision_id, cast.network) == (fresh(comment).current_id, "")


def test_voting_again_is_the_same_vote(comment, supporter, vote):
    vote(comment, supporter)
    vote(comment, supporter)
    assert (counts(comment), Vote.objects.count()) == ((1, 0, 1), 1)


def test_a_vote_can_be_changed_and_taken_back(comment, supporter, vote, now):
    vote(comment, supporter)
    vote(comment, supporter, -1)
    assert counts(comment) == (0, 1, -1)
    actions.retract_vote(comment=comment, voter=supporter, now=now)
    assert (counts(comment), Vote.objects.count()) == ((0, 0, 0), 0)
    actions.retract_vote(comment=comment, voter=supporter, now=now)
    assert counts(comment) == (0, 0, 0)


def test_a_vote_points_at_the_wording_that_was_seen(comment, reader, supporter, vote, now):
    seen = fresh(comment).current
    actions.edit_comment(comment=comment, editor=reader, text="other words", now=now)
    assert vote(comment, supporter, seen=seen).revision == seen


@pytest.mark.parametrize("value", [0, 2, -7])
def test_a_vote_is_up_or_down(comment, supporter, vote, value):
    assert refusal_of(lambda: vote(comment, supporter, value)) == Refusal.VOTE_WRONG


def test_nobody_votes_on_their_own(comment, reader, vote):
    assert refusal_of(lambda: vote(comment, reader)) == Refusal.OWN


@pytest.mark.parametrize("state", ["held", "removed", "withdrawn"])
def test_nobody_votes_on_what_cannot_be_read(comment, supporter, vote, state):
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert refusal_of(lambda: vote(comment, supporter)) == Refusal.NOT_VISIBLE


def test_nobody_votes_in_a_closed_thread(comment, thread, supporter, vote, now):
    vote(comment, supporter)
    thread.mode = "closed"
    thread.save()
    assert refusal_of(lambda: vote(comment, supporter, -1)) == Refusal.CLOSED
    take_back = lambda: actions.retract_vote(  # noqa: E731
        comment=comment, voter=supporter, now=now
    )
    assert refusal_of(take_back) == Refusal.CLOSED


def test_guests_vote_where_the_site_allows_it(comment, guest, vote):
    assert vote(comment, guest, network=NETWORK).is_counted
    DiscussionSettings.objects.create(guests_may_vote=False)
    refused = lambda: vote(comment, make_guest(now=comment.created_at))  # noqa: E731
    assert refusal_of(refused) == Refusal.GUESTS_MAY_NOT_VOTE


def test_a_first_act_may_be_a_vote(comment, vote):
    before = Person.objects.count()
    cast = vote(comment, None, network=NETWORK)
    assert (Person.objects.count(), cast.voter.user_id) == (before + 1, None)


def test_a_refused_first_vote_leaves_nobody_behind(comment, thread, vote):
    thread.mode = "closed"
    thread.save()
    before = Person.objects.count()
    assert refusal_of(lambda: vote(comment, None)) == Refusal.CLOSED
    assert Person.objects.count() == before


def test_three_guests_of_a_network_count_and_more_wait(comment, vote, supporter):
    cast = [vote(comment, None, network=NETWORK) for _ in range(5)]
    assert [one.is_counted for one in cast] == [True, True, True, False, False]
    assert counts(comment) == (3, 0, 3)
    assert vote(comment, None, network="198.51.100.0/24").is_counted
    assert vote(comment, supporter, network=NETWORK).is_counted
    assert counts(comment) == (5, 0, 5)


def test_the_one_that_waited_longest_follows_when_a_vote_is_taken_back(comment, vote, now):
    cast = [vote(comment, None, value, network=NETWORK) for value in (1, 1, 1, -1, 1)]
    actions.retract_vote(comment=comment, voter=cast[0].voter, now=now)
    assert counts(comment) == (2, 1, 1)
    assert [fresh(one).is_counted for one in cast[3:]] == [True, False]


def test_a_waiting_vote_can_be_changed_and_taken_back_without_a_count(comment, vote, now):
    for _ in range(3):
        vote(comment, None, network=NETWORK)
    waiting = vote(comment, None, network=NETWORK)
    vote(comment, waiting.voter, -1, network=NETWORK)
    assert counts(comment) == (3, 0, 3)
    actions.retract_vote(comment=comment, voter=waiting.voter, now=now)
    assert counts(comment) == (3, 0, 3)


def test_a_flood_of_votes_from_one_network_is_refused(comment, vote, supporter, monkeypatch):
    monkeypatch.setattr(actions.votes, "MOST_VOTES_FROM_NETWORK", 5)
    for _ in range(5):
        vote(comment, None, network=NETWORK)
    before = Person.objects.count()
    assert refusal_of(lambda: vote(comment, None, network=NETWORK)) == Refusal.NETWORK_BUSY
    assert Person.objects.count() == before
    assert vote(comment, supporter, network=NETWORK).pk


def test_a_vote_makes_scores_stale_and_no_page(comment, supporter, vote, thread):
    last = StaleKey.objects.latest("pk").pk
    vote(comment, supporter)
    keys = StaleKey.objects.filter(pk__gt=last).values_list("key", flat=True)
    assert list(keys) == [f"votes:{thread.pk}"]
    assert Event.objects.latest("pk").payload == "1"


def test_a_ballot_for_a_comment_that_changed_meanwhile_is_judged_as_it_is_now(
    comment, supporter, now
):
    stale = fresh(comment)
    Comment.objects.filter(pk=comment.pk).update(state="held")
    ballot = Ballot(comment=stale, voter=supporter, value=1)
    assert refusal_of(lambda: actions.cast_vote(ballot=ballot, now=now)) == Refusal.NOT_VISIBLE
