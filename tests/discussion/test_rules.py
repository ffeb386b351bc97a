"""Judgements about values; who may write, edit and vote is told by the actions' tests as well."""

import pytest

from standfirst.discussion.models import Comment
from standfirst.discussion.rules import is_blank, may_see, refusal_of_html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [
        ("visible", {"nobody", "author", "moderator"}),
        ("held", {"author", "moderator"}),
        ("removed", {"moderator"}),
        ("withdrawn", set()),
    ],
)
def test_who_sees_the_words(state, seen_by, write, reader, moderator):
    comment = write(reader)
    Comment.objects.update(state=state)
    comment.refresh_from_db()
    asked = {
        "nobody": may_see(comment, None, is_moderator=False),
        "author": may_see(comment, reader, is_moderator=False),
        "moderator": may_see(comment, moderator, is_moderator=True),
    }
    assert {who for who, sees in asked.items() if sees} == seen_by


@pytest.mark.parametrize("text", ["", " ", "\u200b\u2060\ufeff", "\u202e\n", "\u3000"])
def test_nothing_to_see_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "。", "🎉", "0", "?"])
def test_something_to_see_is_not(text):
    assert not is_blank(text)


def test_marks_without_words_are_empty():
    assert refusal_of_html("<blockquote>\n</blockquote>")
    assert not refusal_of_html("<p>!</p>")
