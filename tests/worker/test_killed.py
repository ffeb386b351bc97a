"""A job comes back when its worker is killed in the middle of it. Real processes, a real mail server."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from tests.cli.processes import call, free_port, running, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class Post:
    """A mail server that keeps the first mail's sender waiting for its answer."""

    def __init__(self):
        self.arrived = threading.Event()
        self.go_on = threading.Event()
        self.subjects = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.arrived.set()
        if not self.go_on.is_set():
            await server.loop.run_in_executor(None, self.go_on.wait, 30)
        self.subjects.append(envelope.content.decode().partition("Subject: ")[2].partition("\r")[0])
        return "250 OK"


@pytest.fixture
def post():
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.environment = {
        "STANDFIRST_EMAIL_HOST": "127.0.0.1",
        "STANDFIRST_EMAIL_PORT": str(controller.port),
        "STANDFIRST_EMAIL_SECURITY": "none",
    }
    yield handler
    handler.go_on.set()
    controller.stop()


@pytest.fixture
def message():
    """Queue a mail by the real clock, since a real worker will look at it."""
    now = timezone.now() - timedelta(seconds=1)
    envelope = Envelope(kind="test", address="a@paper.test", subject="News", text="Words")
    return queue_message(envelope=envelope, now=now)


@pytest.fixture
def site():
    return Path(os.environ["STANDFIRST_SITE"])


def test_a_job_comes_back_when_its_worker_is_killed(site, post, message, tmp_path):
    with running("work", site=site, log=tmp_path / "log", **post.environment) as worker:
        until(post.arrived.is_set, what="the mail in the worker's hands")
        worker.kill()
        worker.wait()
    message.refresh_from_db()
    assert message.done_at is None
    assert message.attempts == 1
    assert message.due_at > timezone.now(), "the dead worker's lease"

    post.go_on.set()
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())  # the lease runs out
    done = call("work", "--until-idle", site=site, **post.environment)

    message.refresh_from_db()
    assert (done.returncode, message.attempts) == (0, 2)
    assert message.done_at is not None
    # At least once: the first mail may have been taken by the server before the kill.
    assert set(post.subjects) == {"News"}
    assert len(post.subjects) <= 2


def test_while_its_lease_lasts_nobody_else_takes_it(site, post, message, tmp_path):
    with running("work", site=site, log=tmp_path / "log", **post.environment) as worker:
        until(post.arrived.is_set, what="the mail in the worker's hands")
        second = call("work", "--until-idle", site=site, **post.environment)
        post.go_on.set()
        until(lambda: Message.objects.filter(pk=message.pk, done_at__isnull=False).exists())
        worker.terminate()
        worker.wait()

    assert second.returncode == 0
    assert post.subjects == ["News"]


def test_a_mail_that_is_handed_over_twice_is_the_same_mail(site, post, message):
    """Safe to run twice: a mail program shows one Message-ID once."""
    post.go_on.set()
    call("work", "--until-idle", site=site, **post.environment)
    first = Message.objects.get(pk=message.pk).message_id
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now(), done_at=None)
    call("work", "--until-idle", site=site, **post.environment)

    assert post.subjects == ["News", "News"]
    assert Message.objects.get(pk=message.pk).message_id == first
