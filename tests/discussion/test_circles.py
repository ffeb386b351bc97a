"""Where not all may write: who does, how to become one of them, and what was typed is kept."""

from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, DiscussionSettings, Thread, Writers
from standfirst.lib.clock import now as clock
from standfirst.people.models import Standing
from tests.discussion.http import form_in, send, text_of

pytestmark = pytest.mark.django_db

WAYS = {
    "proven": ("confirmed their e-mail address", "press the button", "/account/login/"),
    "member": ("only members write", "it is free", "/account/signup/"),
    "supporter": ("who support this paper", "/support/", "/account/login/"),
}


def narrow(thread, writers, now):
    actions.set_thread_rules(thread=thread, writers=writers, order="", now=now)


@pytest.fixture
def people(guest, proven, reader, supporter, moderator):
    """Give everybody, from the widest circle to the narrowest."""
    Standing.objects.filter(person=supporter).update(until=clock() + timedelta(days=9))
    return {"stranger": None, "guest": guest, "proven": proven(), "member": reader,
            "supporter": supporter, "staff": moderator}  # fmt: skip


@pytest.mark.parametrize(
    ("writers", "first"),
    [("anyone", "stranger"), ("proven", "proven"), ("member", "member"),
     ("supporter", "supporter")],
)  # fmt: skip
def test_each_circle_writes_and_the_wider_are_told(writers, first, people, client_of, thread, now):
    narrow(thread, writers, now)
    names = list(people)
    for place, name in enumerate(names):
        client = client_of(people[name])
        may = place >= names.index(first)
        answer = client.post(thread.comments_path, {"text": f"Typed by {name}."})
        assert answer.status_code == (303 if may else 403), name
        page = text_of(client.get(f"{thread.comments_path}?mine"))
        assert ('id="comment-form"' in page) is may, name
        if not may:
            kept = form_in(answer, "comment-form")["data"]["text"].strip()
            assert kept == f"Typed by {name}."
            assert WAYS[writers][0] in text_of(answer)
    assert Comment.objects.count() == len(names) - names.index(first)


@pytest.mark.parametrize("writers", WAYS)
def test_the_public_page_says_who_writes_and_how_to_become_one_of_them(
    writers, stranger, thread, now
):
    narrow(thread, writers, now)
    page = text_of(stranger.get(thread.comments_path))
    for words in WAYS[writers]:
        assert words in page
    assert f"{thread.comments_path}?mine#comments" in page


def test_whoever_is_signed_in_is_not_told_to_sign_in(client_of, reader, thread, now):
    narrow(thread, "supporter", now)
    page = text_of(client_of(reader).get(f"{thread.comments_path}?mine"))
    invitation = page.partition("discussion-invitation")[2].partition("</p>")[0]
    assert "/support/" in invitation
    assert "/account/login/" not in invitation


def test_a_circle_that_narrows_while_somebody_types_keeps_the_words(client_of, guest, thread, now):
    client = client_of(guest)
    page = client.get(f"{thread.comments_path}?mine")
    narrow(thread, "member", now)
    answer = send(client, page, "comment-form", text="Typed before.")
    assert answer.status_code == 403
    assert form_in(answer, "comment-form")["data"]["text"].strip() == "Typed before."


def test_the_thread_goes_before_the_paper(client_of, guest, thread, now):
    DiscussionSettings.objects.create(writers=Writers.SUPPORTER)
    answer = client_of(guest).post(thread.comments_path, {"text": "No."})
    assert answer.status_code == 403
    narrow(thread, "anyone", now)
    assert Thread.objects.get(pk=thread.pk).writers == "anyone"
    answer = client_of(guest).post(thread.comments_path, {"text": "Yes."})
    assert answer.status_code == 303
