"""What was written on another system: no screens, no notices, marked, once."""

from datetime import timedelta

import pytest

from standfirst.delivery.models import Event
from standfirst.discussion import actions
from standfirst.discussion.actions import ImportedComment
from standfirst.discussion.models import Comment, Notice, Subscription
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import Screening, WordList
from tests.discussion.conftest import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(thread, guest, now):
    numbers = iter(range(1, 1000))

    def make(text="Old words", **values):
        number = next(numbers)
        values = {
            "source": "wordpress:https://old.test",
            "source_id": str(number),
            "author": guest,
            "written_at": now - timedelta(days=1000 - number),
            **values,
        }
        imported = ImportedComment(**{"thread": thread, **values}, text=text)
        return actions.import_comment(imported=imported, now=now)

    return make


def test_it_is_stored_as_it_was_with_its_own_date_and_mark(bring, thread, now):
    comment, is_new = bring('A <b>bold</b> word,\nand <a href="https://old.test/">a link</a>.')
    row = fresh(comment)
    assert is_new
    assert (row.created_at, row.published_at) == (now - timedelta(days=999),) * 2
    assert row.is_imported
    assert row.current.source == "html"
    assert "<b>bold</b> word,<br>and <a href=" in row.current.html
    assert row.current.text.startswith("A <b>bold</b>")


def test_no_screens_and_no_notices(bring, thread, supporter, now):
    keep_word_list(name="banned", kind=WordList.Kind.BANNED, words="forbidden", now=now)
    Subscription.objects.create(
        thread=thread,
        person=supporter,
        address="s@mail.test",
        kind="all",
        asked_at=now,
        confirmed_at=now,
    )
    comment, _ = bring("forbidden https://a.test https://b.test")
    assert comment.is_visible
    assert (Screening.objects.count(), Notice.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_second_import_adds_nothing(bring):
    first, _ = bring(source_id="7")
    again, is_new = bring("changed there", source_id="7")
    assert (again, is_new, Comment.objects.count()) == (first, False, 1)
    assert bring(source_id="7", source="wordpress:https://other.test")[1]


def test_replies_stand_where_they_stood_and_are_counted_at_the_end(bring, thread, now):
    root, _ = bring("root")
    first, _ = bring("first", parent=root)
    bring("below", parent=first)
    bring("second", parent=root)
    assert fresh(thread).comment_count == 0
    assert actions.finish_import(thread=thread, now=now) > 0
    assert (fresh(thread).comment_count, fresh(root).conversation_count) == (4, 3)
    rows = Comment.objects.filter(branch=root).order_by("path")
    assert [row.current.text for row in rows] == ["first", "below", "second"]


@pytest.mark.parametrize("state", ["held", "removed"])
def test_what_was_not_public_there_is_not_public_here(bring, thread, now, state):
    comment, _ = bring(state=Comment.State(state))
    actions.finish_import(thread=thread, now=now)
    assert (fresh(comment).published_at, fresh(thread).comment_count) == (None, 0)


def test_a_visible_reply_to_a_held_comment_has_something_to_stand_below(bring):
    root, _ = bring("held words", state=Comment.State.HELD)
    bring("an answer", parent=root)
    assert fresh(root).published_at is not None
    assert fresh(root).is_held


def test_what_cannot_be_stored_is_refused(bring, other_thread):
    with pytest.raises(CommentRefused) as caught:
        bring("nul \x00")
    assert caught.value.refusal == Refusal.UNSHOWABLE
    root, _ = bring("root", thread=other_thread)
    with pytest.raises(CommentRefused) as caught:
        bring("answer", parent=root)
    assert caught.value.refusal == Refusal.PARENT_GONE


def test_an_imported_comment_is_not_edited(bring, guest, now):
    comment, _ = bring(written_at=now)
    with pytest.raises(CommentRefused):
        actions.edit_comment(comment=comment, editor=guest, text="new", now=now)
