"""The same forms sent by htmx: fragments, each put in its place."""

import re

import pytest

from tests.cast import OWN_FORMS
from tests.discussion.http import HTMX, text_of

pytestmark = pytest.mark.django_db


def test_a_comment_by_htmx_comes_back_in_its_place(client_of, thread, reader, guest):
    response = client_of(reader).post(
        thread.comments_path, {"text": "Fetched."}, headers={**OWN_FORMS, **HTMX}
    )
    page = text_of(response)
    assert response.status_code == 200
    assert '<div hx-swap-oob="afterbegin:#comment-list">' in page
    assert 'data-draft="comment-form" data-posted' in page
    assert '<p id="status" hx-swap-oob="innerHTML">Your comment is published.</p>' in page
    held = client_of(guest).post(
        thread.comments_path, {"text": "Held."}, headers={**OWN_FORMS, **HTMX}
    )
    assert '<div hx-swap-oob="beforeend:#mine">' in text_of(held)


def test_a_reply_by_htmx_is_put_below_what_it_answers(client_of, visible, supporter):
    client = client_of(supporter)
    address = f"/comments/{visible.pk}/reply/"
    form = client.get(address, headers=HTMX)
    assert text_of(form).strip().startswith("<form")
    assert f'data-close="#c{visible.pk}-slot"' in text_of(form)
    assert " autofocus" in text_of(form)
    page = text_of(client.post(address, {"text": "Below."}, headers={**OWN_FORMS, **HTMX}))
    assert f'<div hx-swap-oob="beforeend:#c{visible.pk}-branch">' in page
    assert f'data-posted="reply-{visible.pk}"' in page


def test_a_vote_by_htmx_comes_back_as_its_form(client_of, visible, supporter):
    page = text_of(
        client_of(supporter).post(
            f"/comments/{visible.pk}/vote/", {"vote": "up"}, headers={**OWN_FORMS, **HTMX}
        )
    )
    assert f'id="c{visible.pk}-up" name="vote" value="none" aria-pressed="true"' in page
    assert "Your vote counts." in page


def test_an_edit_by_htmx_comes_back_as_the_comment(client_of, visible, reader):
    page = text_of(
        client_of(reader).post(
            f"/comments/{visible.pk}/edit/", {"text": "Better."}, headers={**OWN_FORMS, **HTMX}
        )
    )
    assert re.search(rf'id="comment-{visible.pk}"[^>]* hx-swap-oob="outerHTML"', page)
    assert "Better." in page


def test_the_fragment_of_ones_own_pieces(client_of, thread, visible, write, vote, guest, reader):
    write(guest, "Held.")
    vote(visible, guest)
    page = text_of(client_of(guest).get(f"{thread.comments_path}?mine&fragment=1"))
    assert '<div id="mine" hx-swap-oob="innerHTML">' in page
    assert "Held." in page
    assert f'id="c{visible.pk}-vote"' in page
    assert 'aria-pressed="true"' in page
    assert "masthead-account" not in page
    own = text_of(client_of(reader).get(f"{thread.comments_path}?mine&fragment=1"))
    assert f'<span id="c{visible.pk}-own" hx-swap-oob="innerHTML">' in own
    assert "masthead-account" in own
