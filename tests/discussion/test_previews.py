"""Looking at one's words before they are sent, quoting, and a session that ended while writing."""

import pytest

from standfirst.discussion.models import Comment
from standfirst.people.models import Person
from tests.cast import OWN_FORMS
from tests.discussion.http import HTMX, form_in, send, text_of

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    '"><svg onload=alert(1)>',
    "<div hx-get=/x hx-trigger=load>",
)


def test_a_preview_shows_the_words_as_they_would_stand_and_stores_nothing(thread, stranger):
    page = stranger.get(thread.comments_path)
    before = Person.objects.count()
    seen = send(stranger, page, "comment-form", text="My *first* words.", name="Ada", preview="1")
    assert seen.status_code == 200
    assert "My <em>first</em> words." in text_of(seen)
    assert "It is not sent yet." in text_of(seen)
    assert form_in(seen, "comment-form")["data"]["text"].strip() == "My *first* words."
    assert form_in(seen, "comment-form")["data"]["name"] == "Ada"
    assert (Comment.objects.count(), Person.objects.count()) == (0, before)
    assert "person" not in seen.cookies
    assert seen["Cache-Control"] == "private, no-store"
    text = form_in(seen, "comment-form")["data"]["text"].strip()
    assert send(stranger, seen, "comment-form", text=text).status_code == 303
    assert Comment.objects.get().current.text == "My *first* words."


def test_a_preview_comes_as_a_fragment_where_the_form_stands(thread, stranger):
    data = {"text": "My *first* words.", "preview": "1"}
    seen = stranger.post(thread.comments_path, data, headers=HTMX)
    assert text_of(seen).lstrip().startswith("<form")
    assert "My <em>first</em> words." in text_of(seen)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_preview_is_cleaned_as_a_comment_is(thread, stranger, text):
    seen = text_of(
        stranger.post(thread.comments_path, {"text": text, "preview": "1"}, headers=HTMX)
    )
    shown = seen.split('class="comment-text"', 1)[1].split("</div>", 1)[0]
    for mark in ("<script", "<img", "<svg", "<div", "href="):
        assert mark not in shown


@pytest.mark.parametrize("text", ["", "   ", "a\x07b", "x" * 4001, "> "])
def test_what_would_be_refused_is_refused_before(thread, stranger, text):
    seen = stranger.post(thread.comments_path, {"text": text, "preview": "1"})
    assert seen.status_code == 422
    assert "comment-preview" not in text_of(seen)
    assert "This was not sent." in text_of(seen)


def test_no_public_page_has_a_preview(thread, stranger):
    page = text_of(stranger.get(thread.comments_path))
    assert "comment-preview" not in page
    assert 'name="preview"' in page


def test_a_reply_quotes_what_it_answers_before_what_was_typed(visible, stranger):
    at = f"/comments/{visible.pk}/reply/"
    page = stranger.get(at)
    quoted = send(stranger, page, f"reply-{visible.pk}", text="No.", quote="1")
    assert quoted.status_code == 200
    form = form_in(quoted, f"reply-{visible.pk}")
    assert form["data"]["text"].strip() == "> What I know.\n\nNo."
    assert Comment.objects.count() == 1
    assert send(stranger, quoted, f"reply-{visible.pk}").status_code == 303
    reply = Comment.objects.get(parent=visible)
    assert reply.current.html == "<blockquote>\n<p>What I know.</p>\n</blockquote>\n<p>No.</p>\n"


def test_a_quote_comes_as_a_fragment_too(visible, stranger):
    data = {"text": "No.", "quote": "1"}
    quoted = stranger.post(f"/comments/{visible.pk}/reply/", data, headers=HTMX)
    assert text_of(quoted).lstrip().startswith("<form")
    assert "&gt; What I know." in text_of(quoted)


def test_words_that_are_gone_are_not_quoted(visible, stranger, judge, now):
    Comment.objects.filter(pk=visible.pk).update(state="removed")
    at = f"/comments/{visible.pk}/reply/"
    assert 'name="quote"' not in text_of(stranger.get(at))
    quoted = stranger.post(at, {"text": "No.", "quote": "1"})
    assert "What I know" not in text_of(quoted)


def test_only_replies_have_something_to_quote(thread, stranger):
    assert 'name="quote"' not in text_of(stranger.get(thread.comments_path))


def test_a_member_whose_session_ended_is_no_guest_without_being_asked(
    thread, client_of, reader, stranger
):
    page = client_of(reader).get(f"{thread.comments_path}?mine")
    form = form_in(page, "comment-form")
    sent = {**form["data"], "text": "Written for an hour."}
    ended = stranger.post(form["action"], sent, headers=OWN_FORMS)
    assert ended.status_code == 403
    assert "You are not signed in any more." in text_of(ended)
    assert not Comment.objects.exists()
    again = form_in(ended, "comment-form")["data"]
    assert again["text"].strip() == "Written for an hour."
    assert "as" not in again
    assert stranger.post(form["action"], again, headers=OWN_FORMS).status_code == 303


def test_who_signs_in_again_sends_the_same_form(thread, client_of, reader, stranger):
    """The page that said so is still open in its window."""
    form = form_in(client_of(reader).get(f"{thread.comments_path}?mine"), "comment-form")
    sent = {**form["data"], "text": "Written for an hour."}
    ended = stranger.post(form["action"], sent, headers=OWN_FORMS)
    again = form_in(ended, "comment-form")["data"]
    answered = client_of(reader).post(form["action"], again, headers=OWN_FORMS)
    assert answered.status_code == 303
    assert Comment.objects.get().author == reader


def test_a_guests_form_says_nothing_of_a_member(thread, stranger, client_of, guest):
    for client in (stranger, client_of(guest)):
        page = client.get(f"{thread.comments_path}?mine")
        assert "as" not in form_in(page, "comment-form")["data"]
