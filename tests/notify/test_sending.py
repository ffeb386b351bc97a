"""Handing notices over to a mail server that refuses, delays, breaks off: a real one, on a socket."""

import smtplib
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from standfirst.notify import actions
from standfirst.notify.actions import Envelope, queue_message, send_message
from standfirst.notify.actions.sending import LeaseLost
from standfirst.notify.models import Message, Suppression
from standfirst.notify.queries import is_suppressed, mails_gone_wrong
from standfirst.notify.smtp import AnswerMissing
from tests.cli.processes import free_port

pytestmark = pytest.mark.django_db
NOTICE = Envelope(
    kind="x",
    address="ada@mail.test",
    subject="S",
    text="T",
    unsubscribe_path="/subscriptions/s/end/",
)
CODE = replace(NOTICE, unsubscribe_path="")
SOON = timedelta(minutes=10)
Outcome = Message.Outcome


class Server:
    """A mail server that does what a test tells it to at each step."""

    def __init__(self):
        self.taken = []
        self.at_rcpt = self.at_data = self.at_words = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.at_rcpt == "breaks":
            server.transport.abort()
        elif self.at_rcpt:
            return self.at_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.at_words == "breaks, having taken it":
            self.taken.append(envelope)
        if self.at_words.startswith("breaks"):
            server.transport.abort()
            return "250 OK"
        if self.at_words == "says nothing":
            await server.loop.run_in_executor(None, self.wait)
        elif self.at_words:
            return self.at_words
        self.taken.append(envelope)
        return "250 OK"

    def wait(self):
        self.released.wait(20)


class Talking(SMTP):
    """Refuses or breaks off at the DATA command, before a word of the mail."""

    async def smtp_DATA(self, arg):  # noqa: N802
        if self.event_handler.at_data == "breaks":
            self.transport.abort()
        elif self.event_handler.at_data:
            await self.push(self.event_handler.at_data)
        else:
            await super().smtp_DATA(arg)


class Post(Controller):
    def factory(self):
        return Talking(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def server(settings):
    handler = Server()
    handler.released = threading.Event()
    controller = Post(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "standfirst.notify.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 0.5
    yield handler
    handler.released.set()
    controller.stop()


@pytest.fixture
def queued(now):
    def queue(envelope=NOTICE):
        return queue_message(envelope=envelope, now=now)

    return queue


def fate(message):
    message.refresh_from_db()
    return message.outcome, message.handed_at is not None, message.done_at is not None


def test_a_notice_is_taken(server, queued, now):
    message = queued()
    send_message(message, now=now)
    assert fate(message) == (Outcome.SENT, True, True)
    assert server.taken[0].rcpt_tos == ["ada@mail.test"]
    assert message.message_id in server.taken[0].content.decode()


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("at_rcpt", "450 4.2.0 Greylisted, come back"),
        ("at_rcpt", "452 4.2.2 Mailbox full"),
        ("at_rcpt", "breaks"),
        ("at_data", "451 4.3.0 Not now"),
        ("at_data", "breaks"),
        ("at_words", "451 4.3.0 Not now"),
    ],
)
def test_what_was_surely_not_taken_is_tried_again(step, what, server, queued, now):
    setattr(server, step, what)
    message = queued()
    with pytest.raises(smtplib.SMTPException):
        send_message(message, now=now)
    assert fate(message) == ("", False, False)
    setattr(server, step, "")
    send_message(Message.objects.get(), now=now)
    assert fate(message) == (Outcome.SENT, True, True)
    assert len(server.taken) == 1


def test_a_server_that_is_away_is_tried_again(server, queued, now, settings):
    settings.EMAIL_PORT = free_port()
    message = queued()
    with pytest.raises(OSError, match="refused"):
        send_message(message, now=now)
    assert fate(message) == ("", False, False)


@pytest.mark.parametrize("how", ["breaks", "breaks, having taken it", "says nothing"])
def test_a_notice_without_an_answer_is_in_doubt_and_not_sent_again(how, server, queued, now):
    server.at_words = how
    message = queued()
    send_message(message, now=now)
    assert fate(message) == (Outcome.IN_DOUBT, True, True)
    assert "No answer" in message.last_error
    assert list(mails_gone_wrong()) == [message]
    server.at_words = ""
    server.released.set()
    before = len(server.taken)
    send_message(Message.objects.get(), now=now + SOON)
    assert len(server.taken) == before


def test_a_code_without_an_answer_is_sent_again(server, queued, now):
    """The control: all that is no notice is rather sent twice than lost."""
    server.at_words = "breaks, having taken it"
    message = queued(CODE)
    with pytest.raises(AnswerMissing):
        send_message(message, now=now)
    assert fate(message) == ("", False, False)
    server.at_words = ""
    send_message(message, now=now + SOON)
    assert len(server.taken) == 2
    ids = {line for each in server.taken for line in each.content.decode().split("\r\n")
           if line.startswith("Message-ID")}  # fmt: skip
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("step", "what", "is_gone"),
    [
        ("at_rcpt", "550 5.1.1 No such user", True),
        ("at_rcpt", "550 5.2.1 Mailbox disabled", True),
        ("at_rcpt", "550 5.7.1 We do not like your network", False),
        ("at_rcpt", "552 5.2.2 Mailbox full", False),
        ("at_rcpt", "550 no", False),
        ("at_words", "554 5.7.1 This looks like spam", False),
    ],
)
def test_a_refusal_for_good_ends_the_mail_and_only_a_missing_mailbox_the_address(
    step, what, is_gone, server, queued, now
):
    setattr(server, step, what)
    message = queued()
    send_message(message, now=now)
    assert fate(message)[::2] == (Outcome.REFUSED, True)
    assert message.last_error == what
    assert is_suppressed("ADA@mail.test") is is_gone
    assert list(mails_gone_wrong()) == [message]


def test_a_suppressed_address_gets_nothing_until_it_is_lifted(server, queued, now):
    row = actions.suppress_address(
        address="Ada@mail.test", reason=Suppression.Reason.COMPLAINT, said="abuse", now=now
    )
    message = queued()
    send_message(message, now=now)
    assert fate(message) == (Outcome.SUPPRESSED, False, True)
    actions.lift_suppression(suppression=row, now=now)
    other = queued()
    send_message(other, now=now)
    assert fate(other)[0] == Outcome.SENT
    assert len(server.taken) == 1


def test_a_code_goes_to_a_suppressed_address_too(server, now):
    actions.suppress_address(
        address="ada@mail.test", reason=Suppression.Reason.BOUNCE, said="", now=now
    )
    actions.send_now(envelope=CODE, now=now)
    assert len(server.taken) == 1


def test_a_worker_whose_lease_ran_out_sends_nothing(server, queued, now):
    message = queued()
    Message.objects.update(due_at=now + SOON)
    with pytest.raises(LeaseLost):
        send_message(message, now=now)
    assert server.taken == []
    send_message(Message.objects.get(), now=now)
    assert len(server.taken) == 1


def test_a_notice_that_a_dead_worker_had_in_its_hands_is_in_doubt(server, queued, now):
    message = queued()
    Message.objects.update(handed_at=now)
    send_message(Message.objects.get(), now=now + SOON)
    assert fate(message) == (Outcome.IN_DOUBT, True, True)
    assert server.taken == []
