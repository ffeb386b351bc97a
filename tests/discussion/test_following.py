"""A comment and the wish to be told of replies to it: one transaction."""

from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment
from standfirst.discussion.actions import comments as posting
from standfirst.discussion.models import Comment, Subscription
from standfirst.discussion.rules import MOST_WISHES_FROM_NETWORK, CommentRefused, Refusal
from standfirst.lib.clock import now as clock
from standfirst.notify.models import Message
from standfirst.people.models import Person
from tests.discussion.conftest import NETWORK
from tests.discussion.http import HTMX, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow(thread, now):
    def make(author=None, text="Tell me.", *, at=now, address="ada@mail.test"):
        new = NewComment(thread=thread, author=author, text=text, address=address, network=NETWORK)
        return actions.post_and_follow(new=new, now=at)

    return make


def fill_network(thread, now, *, wished=0):
    """Use up what one network may wish for, of which some are wished for already."""
    for number in range(wished, MOST_WISHES_FROM_NETWORK):
        wish = actions.Wish(
            thread=thread,
            person=None,
            kind=Subscription.Kind.ALL,
            address=f"reader-{number}@mail.test",
            network=NETWORK,
        )
        actions.subscribe(wish=wish, now=now)


def test_a_guest_writes_and_is_asked_by_mail(follow):
    followed = follow()
    wish = Subscription.objects.get()
    assert (wish.person, wish.kind, wish.is_live) == (followed.comment.author, "replies", False)
    assert followed.refused is None
    assert Message.objects.get(kind="discussion.confirm").address == "ada@mail.test"


def test_what_fails_after_the_comment_takes_the_comment_back(follow, monkeypatch):
    def fail(*, wish, now):
        assert Comment.objects.count() == 1, "the comment was there already"
        raise OSError("the disk is full")

    monkeypatch.setattr(posting, "subscribe", fail)
    people = Person.objects.count()
    with pytest.raises(OSError, match="full"):
        follow()
    assert (Comment.objects.count(), Person.objects.count()) == (0, people)
    monkeypatch.undo()
    follow()
    assert (Comment.objects.count(), Subscription.objects.count()) == (1, 1)


def test_a_refused_wish_leaves_the_comment_and_nothing_else(follow, thread, now):
    fill_network(thread, now)
    messages, wishes = Message.objects.count(), Subscription.objects.count()
    followed = follow(at=now + timedelta(minutes=1))
    assert followed.refused.refusal == Refusal.NETWORK_BUSY
    assert Comment.objects.get() == followed.comment
    assert followed.comment.author.email == "ada@mail.test"
    assert (Message.objects.count(), Subscription.objects.count()) == (messages, wishes)


def test_the_writer_is_told_that_the_wish_was_refused(thread, client_of):
    answers = []
    for number in range(2):
        if number:
            fill_network(thread, clock(), wished=number)
        sent = {"text": "Tell me.", "email": f"ada-{number}@mail.test", "notify": "replies"}
        answer = client_of(None).post(
            thread.comments_path, sent, headers=HTMX, REMOTE_ADDR="192.0.2.7"
        )
        answers.append("Very many came from your network" in text_of(answer))
    assert answers == [False, True]
    assert Comment.objects.count() == 2


def test_a_refused_comment_leaves_no_wish(follow):
    with pytest.raises(CommentRefused):
        follow(text=" ")
    assert not Subscription.objects.exists()
    assert not Person.objects.filter(email="ada@mail.test").exists()


def test_twice_is_once(follow, now):
    first = follow()
    again = follow(first.comment.author, at=now + timedelta(seconds=5))
    assert again.comment == first.comment
    assert (Comment.objects.count(), Subscription.objects.count()) == (1, 1)
