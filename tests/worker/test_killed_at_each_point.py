"""A worker is killed at each point of its way from a comment to a mail, and the next one goes on.

Each point is a process that dies there by SIGKILL, with nothing said. Afterwards each address has had
the notice at most once, and of each it is known what became of it.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from standfirst.notify import actions
from standfirst.notify.actions import News
from standfirst.notify.models import Digest, Line, Message, Rhythm
from tests.cli.processes import call, environment_for, free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Outcome = Message.Outcome
READERS = 4
# Where the worker dies: a function, and whether before or after it.
POINTS = (
    ("standfirst.notify.actions.lines.queue_message", "before"),
    ("standfirst.notify.actions.lines.queue_message", "after"),
    ("standfirst.notify.actions.lines.finish_job", "before"),
    ("standfirst.notify.actions.lines.finish_job", "after"),
    ("standfirst.worker.loop.claim_job", "after"),
    ("standfirst.notify.actions.sending.mail_of", "before"),
    ("standfirst.notify.actions.sending.mail_of", "after"),
    ("standfirst.notify.actions.sending._mark", "before"),
    ("standfirst.notify.actions.sending._mark", "after"),
    ("smtplib.SMTP.data", "after"),
    ("standfirst.notify.actions.sending._finish", "before"),
    ("standfirst.notify.actions.sending._finish", "after"),
    ("standfirst.worker.loop.finish_job", "before"),
)
# From here until the outcome is written, nobody can know whether the server took it.
IN_DOUBT_AFTER = (
    ("standfirst.notify.actions.sending._mark", "after"),
    ("smtplib.SMTP.data", "after"),
    ("standfirst.notify.actions.sending._finish", "before"),
)
DYING = """
import importlib, os, signal, sys
import django
django.setup()
from standfirst.lib.clock import now
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS
path, when = sys.argv[1:]
parts = path.split(".")
for cut in range(len(parts) - 1, 0, -1):
    try:
        owner = importlib.import_module(".".join(parts[:cut]))
    except ImportError:
        continue
    break
for part in parts[cut:-1]:
    owner = getattr(owner, part)
real = getattr(owner, parts[-1])
def dying(*args, **kwargs):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    found = real(*args, **kwargs)
    if parts[-1] != "claim_job" or found is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
setattr(owner, parts[-1], dying)
kinds = [kind for kind in JOBS if kind.name in ("digest", "message")]
Worker(jobs=kinds, schedule=[], clock=now).work_until_idle()
"""


class Post:
    def __init__(self):
        self.got = Counter()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.got[envelope.rcpt_tos[0]] += 1
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
    controller.stop()


@pytest.fixture
def notices():
    """Note a thing for some readers, half of them at once and half in a digest that is due."""
    yesterday = timezone.now() - timedelta(hours=2)
    actions.tell_all(
        news=[
            News(
                address=f"s{number}@mail.test",
                rhythm=Rhythm.HOURLY if number % 2 else Rhythm.AT_ONCE,
                kind="test",
                about="comment:1",
                wish=f"subscription:{number}",
                heading="The gate",
                heading_path="/gate/",
                words="A new comment",
                sentence="There is a new comment.",
                path="/comments/1/",
                end_path="/subscriptions/s/end/",
            )
            for number in range(READERS)
        ],
        now=yesterday,
    )


def die_at(point, site, post):
    environment = environment_for(site, **post.environment)
    environment["DJANGO_SETTINGS_MODULE"] = "standfirst.config.settings"
    return subprocess.run(
        [sys.executable, "-c", DYING, *point],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_every_notice_is_sent_once_at_most_and_accounted_for(point, post, notices):
    site = Path(os.environ["STANDFIRST_SITE"])

    died = die_at(point, site, post)
    assert died.returncode == -signal.SIGKILL, died.stderr
    # The dead worker's leases run out.
    for jobs in (Digest, Message):
        jobs.objects.filter(done_at=None).update(due_at=timezone.now())
    done = call("work", "--until-idle", site=site, **post.environment)

    assert done.returncode == 0, done.stdout + done.stderr
    assert set(post.got.values()) <= {1}, "twice to one address"
    assert Message.objects.count() == READERS
    assert not Message.objects.filter(outcome="").exists()
    assert not Line.objects.filter(message=None).exists()
    doubtful = set(
        Message.objects.filter(outcome=Outcome.IN_DOUBT).values_list("address", flat=True)
    )
    assert len(doubtful) == (1 if point in IN_DOUBT_AFTER else 0)
    sent = set(Message.objects.filter(outcome=Outcome.SENT).values_list("address", flat=True))
    assert sent <= set(post.got), "said to be sent, but nobody got it"
    assert sent | doubtful == {f"s{number}@mail.test" for number in range(READERS)}


def test_without_the_mark_a_notice_is_sent_twice(post, notices):
    """The control: what is not marked before it goes out goes out again."""
    site = Path(os.environ["STANDFIRST_SITE"])
    die_at(("standfirst.notify.actions.sending._finish", "before"), site, post)
    Message.objects.filter(done_at=None).update(due_at=timezone.now(), handed_at=None)
    Digest.objects.filter(done_at=None).update(due_at=timezone.now())
    call("work", "--until-idle", site=site, **post.environment)
    assert max(post.got.values()) == 2
