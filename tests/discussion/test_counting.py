"""Counts are what the rows say; what differs is found and mended."""

import pytest

from standfirst.accounts.own_data import owner_of
from standfirst.discussion import actions
from standfirst.discussion.actions import erasing
from standfirst.discussion.models import Comment, Thread, Vote
from standfirst.people.models import Texts
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(write, reader, supporter, proven, guest, vote, judge, now):
    """A thread with everything in it, as the actions leave it."""
    root = write(reader, "root")
    first = write(supporter, "first", parent=root)
    write(proven(), "below", parent=first)
    gone = write(proven(), "gone", parent=root)
    held = write(guest, "held", parent=root)
    vote(root, supporter)
    for _ in range(4):
        vote(first, None, -1, network=NETWORK)
    actions.remove_comment(judgement=judge(gone, facts="rude"), now=now)
    actions.withdraw_comment(comment=first, author=supporter, now=now)
    return root, first, held


def test_what_the_actions_count_is_right(busy, thread, now):
    root, first, _held = busy
    assert actions.recount_thread(thread=thread, now=now) == 0
    assert (fresh(root).reply_count, fresh(root).conversation_count) == (2, 3)
    assert (fresh(first).up, fresh(first).down, fresh(first).score) == (0, 3, -3)
    assert fresh(thread).comment_count == 2


def test_wrong_counts_are_found_and_mended(busy, thread, now):
    root, first, _held = busy
    Thread.objects.update(comment_count=99)
    Comment.objects.filter(pk=root.pk).update(reply_count=7, conversation_count=0, up=5, score=5)
    Comment.objects.filter(pk=first.pk).update(down=0, score=0)
    assert actions.recount_threads(now=now) == 5
    assert actions.recount_threads(now=now) == 0
    assert (fresh(root).reply_count, fresh(root).up, fresh(first).score) == (2, 1, -3)


def test_waiting_votes_are_not_counted(busy, thread, now):
    _root, first, _held = busy
    Vote.objects.filter(comment=first).update(is_counted=True)
    assert actions.recount_thread(thread=thread, now=now) == 1
    assert fresh(first).down == 4


class TestErasedVotes:
    """Whoever is erased takes their votes back, however many, in sets."""

    @pytest.fixture
    def voted(self, write, proven, vote, reader):
        """Have somebody vote on so many comments, each by another writer."""

        def make(number):
            for _ in range(number):
                vote(write(proven()), reader)

        return make

    def erase(self, person, now):
        actions.erase(owner=owner_of(person), texts=Texts.KEPT, now=now)

    @pytest.mark.parametrize("number", [1, 6])
    def test_queries_do_not_grow_with_votes(
        self, voted, reader, now, number, django_assert_max_num_queries
    ):
        voted(number)
        with django_assert_max_num_queries(ERASING):
            self.erase(reader, now)
        assert not Vote.objects.exists()
        assert set(Comment.objects.values_list("up", "score", "merit")) == {(0, 0, 0)}

    def test_more_than_one_chunk_is_counted_anew(self, voted, reader, now, monkeypatch):
        monkeypatch.setattr(erasing, "CHUNK", 2)
        voted(5)
        self.erase(reader, now)
        assert set(Comment.objects.values_list("up", "score")) == {(0, 0)}

    def test_a_guests_room_goes_to_whoever_waits(self, write, reader, vote, now):
        comment = write(reader)
        votes = [vote(comment, None, network=NETWORK) for _ in range(5)]
        self.erase(votes[0].voter, now)
        assert fresh(votes[3]).is_counted
        assert not fresh(votes[4]).is_counted
        assert fresh(comment).up == 3

    def test_where_it_dies_half_way_nothing_is_gone_and_the_next_time_all(
        self, voted, reader, now, monkeypatch
    ):
        voted(5)
        monkeypatch.setattr(erasing, "CHUNK", 2)
        chunks = iter([1, 1])
        whole = erasing.recount_votes_on

        def die(comments):
            next(chunks)
            return whole(comments)

        monkeypatch.setattr(erasing, "recount_votes_on", die)
        with pytest.raises(StopIteration):
            self.erase(reader, now)
        assert Vote.objects.count() == 5
        assert set(Comment.objects.values_list("up", flat=True)) == {1}
        monkeypatch.setattr(erasing, "recount_votes_on", whole)
        self.erase(reader, now)
        assert not Vote.objects.exists()


ERASING = 45
