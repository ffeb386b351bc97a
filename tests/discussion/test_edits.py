"""An edit is judged as a new comment is: nobody gets past a screen by words that were approved before."""

from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, Thread
from standfirst.moderation.actions import hold_network
from standfirst.people.actions import make_guest
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=5)


def edited(comment, now, text="Something else."):
    author = comment.author
    return actions.edit_comment(comment=comment, editor=author, text=text, now=now + SOON)


@pytest.fixture
def approved(write, judge, now):
    """Give the first comment of a guest, which a moderator has just let through."""
    comment = write(make_guest(now=now), at=now, network=NETWORK)
    assert comment.is_held
    return actions.approve_comment(judgement=judge(comment), now=now)


def test_a_newcomers_approved_words_do_not_stand_for_others(approved, now):
    assert edited(approved, now).is_held


def test_who_has_others_approved_edits_at_once(approved, write, now):
    second = write(fresh(approved.author), "Second.", at=now + timedelta(minutes=1))
    assert second.is_visible
    assert edited(second, now).is_visible


def test_a_link_by_a_newcomer_waits_in_an_edit_too(write, reader, now):
    first = write(reader, at=now)
    assert edited(first, now, "See https://a.test").is_held
    Comment.objects.update(state="visible")
    second = write(reader, "Second.", at=now + timedelta(minutes=1))
    assert edited(second, now, "See https://b.test").is_visible


@pytest.mark.parametrize(
    ("heat", "is_held"), [("", False), ("slow", False), ("hold", True), ("rest", True)]
)
def test_a_heated_discussion_holds_edits_too(write, reader, now, heat, is_held):
    comment = write(reader, at=now)
    Thread.objects.update(heat=heat, heat_until=now + timedelta(hours=1))
    assert edited(comment, now).is_held is is_held


def test_a_limit_on_a_network_holds_what_guests_edit_there(write, proven, moderator, now):
    known, other = proven(), proven()
    here = write(known, at=now, network=NETWORK)
    there = write(other, "Elsewhere.", at=now, network="198.51.100.0/24")
    hold_network(
        network=NETWORK, by=moderator, until=now + timedelta(days=1), facts="A raid.", now=now
    )
    assert edited(here, now).is_held
    assert edited(there, now).is_visible, "the control"
