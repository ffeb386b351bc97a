"""Asking to be told and ending it, over HTTP without JavaScript."""

import re

import pytest
from django.core import mail

from standfirst.discussion import actions
from standfirst.discussion.models import (
    Comment,
    Notice,
    Subscription,
)
from standfirst.lib.clock import now as clock
from standfirst.notify.actions import send_message
from standfirst.notify.models import Message
from standfirst.people.models import Person
from tests.discussion.http import form_in, send, text_of

pytestmark = pytest.mark.django_db


def confirm_address(text):
    return re.search(r"/subscriptions/[\w-]+/", text)[0]


def test_a_guest_subscribes_confirms_is_told_and_ends_it_with_one_post(
    client_of, thread, stranger, write, reader
):
    page = stranger.get(thread.comments_path)
    asked = send(stranger, page, "notify", what="thread", email="ada@mail.test")
    assert "Look into the mailbox of ada@mail.test" in text_of(asked)
    assert "person" in asked.cookies
    address = confirm_address(Message.objects.get().text)

    scanner = client_of(None)
    assert scanner.get(address).status_code == 200
    assert not Subscription.objects.get().is_live
    done = stranger.post(address)
    assert "We tell ada@mail.test from now on." in text_of(done)
    assert Subscription.objects.get().is_live
    assert Person.objects.get(email="ada@mail.test").email_proven_at is not None

    write(reader, "News.")
    actions.write_messages(Notice.objects.get(), now=clock())
    message = Message.objects.get(kind="discussion.comment")
    send_message(message, now=clock())
    one_click = mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>")
    path = one_click.partition("8000")[2]
    assert scanner.get(path).status_code == 200
    assert scanner.head(path).status_code == 200
    assert Subscription.objects.get().is_live
    # RFC 8058: no cookie, no origin, from anywhere
    program = client_of(None)
    program.defaults.pop("HTTP_SEC_FETCH_SITE", None)
    ended = program.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert ended.status_code == 200
    assert not Subscription.objects.get().is_live
    assert "have ended" in text_of(program.get(path))


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client_of, thread, reader):
    answers = set()
    for address in (reader.user.email, "nobody-knows@mail.test"):
        values = {"thread": thread.pk, "what": "thread", "email": address}
        response = client_of(None).post("/subscriptions/", values)
        answers.add((response.status_code, text_of(response).replace(address, "it")))
    assert len(answers) == 1


def test_a_member_subscribes_without_a_mail(client_of, thread, reader):
    client = client_of(reader)
    mine = client.get(f"{thread.comments_path}?mine")
    assert "email" not in form_in(mine, "notify")["data"]
    assert "We tell" in text_of(send(client, mine, "notify", what="replies"))
    assert Subscription.objects.get().kind == "replies"
    assert Message.objects.count() == 0


def test_ticking_the_box_under_a_comment_subscribes_to_replies(stranger, thread):
    stranger.post(
        thread.comments_path, {"text": "Tell me.", "email": "ada@mail.test", "notify": "replies"}
    )
    wish = Subscription.objects.get()
    assert (wish.kind, wish.person) == ("replies", Comment.objects.get().author)


@pytest.mark.parametrize(
    "values",
    [
        {"what": "thread", "email": ""},
        {"what": "thread", "email": "a@b"},
        {"email": "a@b.test", "what": "x"},
    ],
)
def test_a_wish_that_is_not_taken_is_handed_back(values, stranger, thread):
    response = stranger.post("/subscriptions/", {"thread": thread.pk, **values})
    assert response.status_code == 422
    assert 'class="message message-error"' in text_of(response)
    assert form_in(response, "notify")["data"].get("email") == values["email"]
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize("named", ["", "x", "999999", "99999999999999999999"])
def test_a_wish_for_no_thread_is_not_found(named, stranger, thread):
    values = {"thread": named, "what": "thread", "email": "a@b.test"}
    assert stranger.post("/subscriptions/", values).status_code == 404


@pytest.mark.parametrize("end", ["", "end/"])
def test_a_wrong_secret_is_not_found(end, stranger, db):
    for secret in ("x", "a" * 27):
        assert stranger.get(f"/subscriptions/{secret}/{end}").status_code == 404
        assert stranger.post(f"/subscriptions/{secret}/{end}").status_code == 404
