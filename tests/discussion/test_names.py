"""A guest's name stands beside all their words: it is judged before it does."""

import pytest

from standfirst.accounts.actions import NameRefused, change_name
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import WordList
from tests.discussion.conftest import fresh
from tests.discussion.test_comments import keys_since, newest_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(db, now):
    keep_word_list(name="suspect", kind=WordList.Kind.SUSPECT, words="scoundrel", now=now)


def test_another_name_is_given_by_words_that_are_published_and_told_of(
    write, proven, thread, other_thread
):
    guest = proven("Ada")
    write(guest, thread=other_thread)
    before = newest_key()
    write(guest, "again", name="Ada of the mill")
    assert fresh(guest).name == "Ada of the mill"
    threads = {f"thread:{thread.pk}", f"thread:{other_thread.pk}"}
    assert keys_since(before) == {"comments", "talked:1", *threads}


def test_another_name_is_not_given_by_words_that_are_held(write, proven, words):
    guest = proven("Ada")
    write(guest)
    held = write(guest, "again", name="The scoundrel")
    assert (held.is_held, fresh(guest).name) == (True, "Ada")


def test_another_name_is_not_given_while_a_moderator_reads_under_the_old_one(write, guest):
    write(guest, name="Ada")
    assert write(guest, "again", name="The scoundrel").is_held
    assert fresh(guest).name == "Ada"


def test_another_name_of_a_member_is_told_of_wherever_they_are_read(
    write, reader, thread, other_thread, now
):
    for place in (thread, other_thread):
        write(reader, f"In {place.pk}.", thread=place)
    before = newest_key()
    change_name(person=reader, name="Ada Weir", now=now)
    told = {f"thread:{thread.pk}", f"thread:{other_thread.pk}", f"person:{reader.pk}"}
    assert keys_since(before) == told


@pytest.mark.parametrize("name", ["Rita Reader", "rita  reader", "Ríta Reader", "Ritа Rеader"])
def test_a_guest_takes_no_members_name_nor_one_that_looks_like_it(write, guest, reader, name):
    for author in (guest, None):
        with pytest.raises(CommentRefused) as refused:
            write(author, name=name)
        assert refused.value.refusal is Refusal.NAME_TAKEN
    assert not Comment.objects.exists()


def test_a_guest_may_be_called_like_a_guest_and_like_who_is_gone(
    write, guest, proven, suspended_reader
):
    write(proven("Ada"), "First.", name="Ada")
    write(guest, "Second.", name="Ada")
    write(None, "Third.", name=suspended_reader.name)
    assert Comment.objects.count() == 3


def test_a_member_writes_under_their_own_name(write, reader):
    assert write(reader, name=reader.name).author == reader


def test_no_member_takes_the_name_of_staff(reader, editor, supporter, now):
    with pytest.raises(NameRefused):
        change_name(person=reader, name="Edith Edіtor", now=now)
    # Two members may have one name, as two people have.
    assert change_name(person=reader, name=supporter.name, now=now).name == supporter.name
    assert change_name(person=editor, name="EDITH EDITOR", now=now).name == "EDITH EDITOR"
