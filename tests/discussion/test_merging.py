"""Guests who turn out to be one person."""

from datetime import timedelta

import pytest

from standfirst.delivery.models import StaleKey
from standfirst.discussion import actions
from standfirst.discussion.actions import Complaint
from standfirst.discussion.models import Report, Subscription, Vote
from standfirst.people.actions import make_guest
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(guest, reader):
    guest.merged_into = reader
    guest.save()
    return guest


def test_everything_moves_to_whom_the_guest_is(write, guest, reader, supporter, vote, now):
    mine = write(guest)
    other = write(supporter)
    cast = vote(other, guest, network=NETWORK)
    complaint = Complaint(comment=other, reporter=guest, reason="spam")
    report = actions.report_comment(complaint=complaint, now=now)
    guest.merged_into = reader
    guest.save()
    assert actions.adopt_merged(now=now) == 1
    assert (fresh(mine).author, fresh(cast).voter, fresh(report).reporter) == (reader,) * 3
    assert actions.adopt_merged(now=now) == 0


def test_a_chain_of_merging_ends_at_its_end(write, guest, reader, now):
    first = make_guest(now=now)
    mine = write(first)
    first.merged_into, guest.merged_into = guest, reader
    first.save()
    guest.save()
    actions.adopt_merged(now=now)
    assert fresh(mine).author == reader


@pytest.mark.parametrize(("older", "kept"), [("guest", -1), ("reader", 1)])
def test_of_two_votes_on_one_comment_the_newer_stays(
    older, kept, write, vote, merged, reader, supporter, now
):
    comment = write(supporter)
    vote(comment, merged, 1)
    vote(comment, reader, -1)
    voter = merged if older == "guest" else reader
    Vote.objects.filter(voter=voter).update(cast_at=now - timedelta(hours=1))
    actions.adopt_merged(now=now)
    vote = Vote.objects.get()
    assert (vote.voter, vote.value, fresh(comment).score) == (reader, kept, kept)


def test_a_vote_on_what_is_now_ones_own_goes(write, vote, merged, reader, now):
    comment = write(reader)
    vote(comment, merged)
    actions.adopt_merged(now=now)
    assert (Vote.objects.count(), fresh(comment).score) == (0, 0)


def test_two_wishes_and_two_reports_become_one(write, thread, merged, reader, supporter, now):
    comment = write(supporter)
    for person in (merged, reader):
        complaint = Complaint(comment=comment, reporter=person, reason="spam")
        actions.report_comment(complaint=complaint, now=now)
        Subscription.objects.create(
            thread=thread, person=person, address="r@mail.test", kind="all", asked_at=now
        )
    actions.adopt_merged(now=now)
    assert Report.objects.get().reporter == reader
    assert set(Subscription.objects.values_list("person", flat=True)) == {reader.pk}
    assert Subscription.objects.filter(ended_at__isnull=True).count() == 1


def test_a_sweep_that_dies_half_way_is_finished_by_the_next(
    write, guest, reader, supporter, now, monkeypatch
):
    """Each guest is one transaction: of the one that failed nothing moved."""
    second = make_guest(now=now)
    comments = [write(guest), write(second)]
    for person in (guest, second):
        person.merged_into = reader
        person.save()
    real = actions.merging._move_wishes

    def dies(person, into, at):
        if person == second:
            raise OSError("the machine went away")
        real(person, into, at)

    monkeypatch.setattr(actions.merging, "_move_wishes", dies)
    with pytest.raises(OSError, match="went away"):
        actions.adopt_merged(now=now)
    assert [fresh(row).author for row in comments] == [reader, second]
    monkeypatch.undo()
    actions.adopt_merged(now=now)
    assert [fresh(row).author for row in comments] == [reader, reader]


def four_of_a_network(comment, vote, now):
    """Let four guests of one network vote; give the first, who counts, and the last, who waits."""
    guests = [make_guest(now=now) for _ in range(4)]
    votes = [vote(comment, one, network=NETWORK) for one in guests]
    assert [row.is_counted for row in votes] == [True, True, True, False]
    return guests[0], guests[3]


@pytest.mark.parametrize("who", ["one who counts", "the one who waits"])
def test_a_guest_who_is_a_member_leaves_a_place_for_the_network(
    write, reader, supporter, vote, now, who
):
    comment = write(supporter)
    first, last = four_of_a_network(comment, vote, now)
    guest = first if who == "one who counts" else last
    guest.merged_into = reader
    guest.save()
    before = StaleKey.objects.count()
    actions.adopt_merged(now=now)
    assert fresh(comment).score == 4
    assert not Vote.objects.filter(is_counted=False).exists()
    assert StaleKey.objects.count() == before + 1


def test_a_vote_that_goes_lets_the_next_of_its_network_count(write, reader, vote, now):
    comment = write(reader)
    first, _ = four_of_a_network(comment, vote, now)
    first.merged_into = reader
    first.save()
    actions.adopt_merged(now=now)
    assert (fresh(comment).score, Vote.objects.filter(is_counted=True).count()) == (3, 3)
