import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from standfirst.notify.actions import (
    Envelope,
    forget_old_messages,
    one_line_subject,
    queue_message,
    send_message,
    send_now,
)
from standfirst.notify.models import Message

pytestmark = pytest.mark.django_db
HOSTILE = ["\r", "\n", "\r\n", "\u2028", "\u0085", "\x00", "\u202e"]


def envelope(**values):
    return Envelope(**{"kind": "x", "address": "a@b.test", "subject": "S", "text": "T", **values})


def test_a_message_is_sent_once_and_done(now, mailoutbox):
    message = queue_message(envelope=envelope(), now=now)
    send_message(message, now=now)
    message.refresh_from_db()
    assert (len(mailoutbox), message.done_at, message.due_at) == (1, now, None)
    assert mailoutbox[0].extra_headers["Message-ID"] == message.message_id


def test_a_message_about_the_same_thing_is_queued_once(now):
    first = queue_message(envelope=envelope(dedupe_key="comment:1:a@b.test"), now=now)
    assert queue_message(envelope=envelope(dedupe_key="comment:1:a@b.test"), now=now) == first
    queue_message(envelope=envelope(), now=now)
    queue_message(envelope=envelope(), now=now)
    assert Message.objects.count() == 3


def test_a_list_message_can_be_ended_by_one_post(now, mailoutbox, settings):
    message = queue_message(envelope=envelope(unsubscribe_path="/subscriptions/s/end/"), now=now)
    send_message(message, now=now)
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<{settings.STANDFIRST_BASE_URL}/subscriptions/s/end/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("bad", HOSTILE)
def test_nobody_writes_headers_into_a_subject(bad, now, mailoutbox):
    message = queue_message(envelope=envelope(subject=f"Hello{bad}Bcc: eve@evil.test"), now=now)
    send_message(message, now=now)
    assert mailoutbox[0].message()["Bcc"] is None
    assert bad not in message.subject


def test_a_subject_is_short():
    assert len(one_line_subject("word " * 1000)) <= 160


@pytest.mark.parametrize(
    "address", ["", "a", "a@b@c", "a@b.test, c@d.test", "a@b.test\nBcc: e@f.test", "(x)a@b.test"]
)
def test_an_address_that_is_none_is_refused(address, now):
    with pytest.raises(ValidationError):
        queue_message(envelope=envelope(address=address), now=now)


def test_a_code_that_cannot_be_sent_now_is_tried_again(now, settings):
    settings.EMAIL_BACKEND = "tests.notify.test_actions.BrokenBackend"
    send_now(envelope=envelope(), now=now)
    message = Message.objects.get()
    assert (message.done_at, message.last_error) == (None, "(421, b'later')")
    assert message.due_at > now


def test_messages_are_forgotten_after_thirty_days(now):
    queue_message(envelope=envelope(), now=now)
    assert forget_old_messages(now=now + timedelta(days=30)) == 0
    assert forget_old_messages(now=now + timedelta(days=31)) == 1


class BrokenBackend:
    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPResponseException(421, b"later")
