"""Counts are what the rows say; what differs is found and mended."""

import pytest

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, Thread, Vote
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
