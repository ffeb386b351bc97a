"""A form that a script gave a key is stored once, however often and however spaced it comes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment
from standfirst.discussion.models import Comment
from standfirst.lib.secret import digest_of
from standfirst.people.models import Person
from tests.discussion.conftest import fresh

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


@pytest.fixture
def post(thread, now):
    def make(author, text="Mine.\n\nAnd yours.", *, seconds=0, key=KEY, **values):
        new = NewComment(thread=thread, author=author, text=text, key=key)
        return actions.post_comment(
            new=replace(new, **values), now=now + timedelta(seconds=seconds)
        )

    return make


@pytest.mark.parametrize(
    "again", ["Mine.\n\nAnd yours.", " Mine.  And\tyours. ", "Mine.\r\n\r\n\r\nAnd yours.\n"]
)
def test_the_same_key_stores_once_even_with_other_spaces(post, reader, again):
    first = post(reader)
    assert post(reader, again, seconds=1) == first
    assert Comment.objects.count() == 1
    assert fresh(first).current.text == "Mine.\n\nAnd yours."


def test_the_control_without_a_key_takes_other_spaces_for_other_words(post, reader):
    post(reader, key="")
    post(reader, "Mine. And yours.", seconds=60, key="")
    assert Comment.objects.count() == 2


def test_whoever_was_nobody_is_the_same_guest_again(post):
    first = post(None)
    assert post(None, seconds=1).author == first.author
    assert (Comment.objects.count(), Person.objects.count()) == (1, 1)


def test_another_key_is_another_comment(post, reader):
    post(reader)
    post(reader, "Mine. And yours.", seconds=60, key=OTHER)
    assert Comment.objects.count() == 2


def test_other_words_are_another_comment_whatever_their_key(post, reader):
    """Whoever mends their words after an answer that was lost loses none of them."""
    post(reader)
    second = post(reader, "Mine, and theirs.", seconds=60)
    assert fresh(second).sent_as == ""
    assert Comment.objects.count() == 2


def test_of_another_person_and_another_thread_it_is_another_comment(
    post, reader, supporter, other_thread
):
    first = post(reader)
    assert post(supporter) != first
    assert post(None) != first, "a member's key makes nobody the member"
    assert post(reader, seconds=60, thread=other_thread) != first
    assert Comment.objects.count() == 4


def test_after_ten_minutes_it_is_used_up(post, reader):
    first = post(reader)
    assert post(reader, seconds=601) != first


def test_what_was_withdrawn_is_not_given_again(post, reader, now):
    first = post(reader)
    actions.withdraw_comment(comment=first, author=reader, now=now)
    assert post(reader, seconds=60) != first


def test_the_key_itself_is_kept_nowhere(post, reader):
    assert fresh(post(reader)).sent_as == digest_of(KEY)


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "0" * 65, "G" * 32, "\x00", "é" * 40])
def test_a_form_with_none_or_a_wrong_one_is_taken_as_ever(client_of, reader, thread, key):
    sent = client_of(reader).post(thread.comments_path, {"text": "Mine.", "key": key})
    assert sent.status_code == 303
    assert Comment.objects.get().sent_as == ""


def test_a_form_is_taken_with_its_key(client_of, reader, thread):
    client = client_of(reader)
    for text in ("Mine.", "Mine. "):
        sent = client.post(thread.comments_path, {"text": text, "key": KEY})
        assert sent.status_code == 303
    assert Comment.objects.count() == 1


def test_the_wish_to_be_told_is_kept_with_the_first(post, thread, reader, now):
    new = NewComment(thread=thread, author=reader, text="Mine.", key=KEY)
    first = actions.post_and_follow(new=new, now=now)
    again = actions.post_and_follow(new=replace(new, text="Mine. "), now=now)
    assert again.comment == first.comment
