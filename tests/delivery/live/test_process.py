"""The real process on the test's own database: what people do is heard over its streams."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from django.db import connections, transaction
from wagtail.models import PageViewRestriction

from standfirst.delivery.actions import announce
from standfirst.delivery.models import Event
from standfirst.discussion import actions
from standfirst.discussion.models import Comment
from standfirst.funding.actions.payments import tell_meter
from standfirst.moderation.models import Ground
from tests.cli.processes import environment_for, free_port, until
from tests.delivery.live.listening import Listening
from tests.funding.makers import a_campaign

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Process:
    """One live process, started and, when the test wants it, started again."""

    def __init__(self, log):
        self.log = log
        self.port = free_port()
        self.clients = []
        self.start()

    def start(self):
        arguments = ("-m", "standfirst.cli.live_server", "--port", str(self.port))
        with self.log.open("ab") as handle:
            self.running = subprocess.Popen(
                [sys.executable, *arguments],
                env=environment_for(os.environ["STANDFIRST_SITE"]),
                stdout=handle,
                stderr=subprocess.STDOUT,
            )
        until(self.is_ready, what=f"a live process that is ready ({self.log})")

    def is_ready(self):
        assert self.running.poll() is None, self.log.read_text()
        try:
            client = Listening.to("127.0.0.1", self.port).ask("/live/?topic=front")
        except OSError:
            return False
        status = client.status
        client.close()
        return status == 200

    def stop(self):
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(20)

    def listen(self, *topics, after=""):
        query = "&".join(f"topic={topic}" for topic in topics)
        client = Listening.to("127.0.0.1", self.port)
        self.clients.append(client)
        return client.ask(f"/live/?{query}", **({"Last_Event_ID": after} if after else {}))


@pytest.fixture
def live(transactional_db, tmp_path):
    process = Process(tmp_path / "live.log")
    yield process
    for client in process.clients:
        client.close()
    if process.running.poll() is None:
        process.running.kill()
        process.running.wait()


def test_what_readers_may_know_is_heard_at_once_and_held_words_by_nobody(
    live, thread, page, write, reader, guest, judge, now
):
    campaign = a_campaign("river", now=now)
    topics = (f"thread:{thread.pk}", f"campaign:{campaign.pk}")
    client = live.listen(*topics).opened()

    held = write(guest, "A secret about the weir.")
    assert held.is_held
    shown = write(reader, "What everybody may know.")
    heard = client.next()
    assert (heard.kind, heard.data) == (
        "comment.added",
        {"topic": topics[0], "id": shown.pk},
    ), "nothing of the held one, which was written first"

    actions.approve_comment(judgement=judge(held), now=now)
    assert client.next().data["id"] == held.pk, "the control: it is announced when it is public"

    with transaction.atomic():
        tell_meter(campaign=campaign, now=now)
    heard = client.next()
    assert (heard.kind, heard.data["settled"]) == ("meter", 0)

    actions.remove_comment(
        judgement=judge(shown, ground=Ground.RULE, rule_number=1, facts="It is off."), now=now
    )
    heard = client.next()
    assert (heard.kind, heard.data["id"]) == ("comment.gone", shown.pk)

    live.stop()
    assert client.next() is None
    late = write(reader, "While nobody was listening.")
    live.start()
    again = live.listen(*topics, after=client.last_id).opened()
    assert again.next_but(client.heard).data["id"] == late.pk

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert again.next().kind == "gone"
    assert again.next() is None
    assert live.listen(topics[0]).status == 404
    assert live.listen("thread:999999").status == 404
    assert live.listen(topics[1]).status == 200
    assert live.stop() == 0


class Writer(threading.Thread):
    """Announces something and keeps its transaction open until told to commit."""

    def __init__(self, topic, now):
        super().__init__()
        self.topic, self.now = topic, now
        self.has_written, self.may_commit = threading.Event(), threading.Event()

    def run(self):
        with transaction.atomic():
            announce(topic=self.topic, kind="late", subject_id=1, now=self.now)
            self.has_written.set()
            assert self.may_commit.wait(60)
        connections.close_all()


@contextmanager
def open_transaction(topic, now):
    writer = Writer(topic, now)
    writer.start()
    assert writer.has_written.wait(20)
    yield
    writer.may_commit.set()
    writer.join()


@pytest.mark.postgres_only
def test_what_is_committed_out_of_order_is_missed_by_nobody(live, now):
    stays = live.listen("front").opened()
    leaves = live.listen("front").opened()
    with open_transaction("front", now):
        with transaction.atomic():
            announce(topic="front", kind="early", subject_id=2, now=now)
        assert (stays.next().kind, leaves.next().kind) == ("early", "early")
        leaves.close()
    assert stays.next().kind == "late"
    again = live.listen("front", after=leaves.last_id).opened()
    assert "late" in {again.next().kind, again.next().kind}
    late, early = Event.objects.get(kind="late"), Event.objects.get(kind="early")
    assert late.pk < early.pk, "the control: going on after the number would have missed it"


def test_a_comment_is_heard_by_all_who_listen_and_by_nobody_elsewhere(live, thread, write, reader):
    here = [live.listen(f"thread:{thread.pk}").opened() for _ in range(5)]
    elsewhere = live.listen("front").opened()
    write(reader, "What I know.")
    assert len({json.dumps(client.next().data) for client in here}) == 1
    with transaction.atomic():
        announce(
            topic="front", kind="page.added", subject_id=1, now=Comment.objects.get().created_at
        )
    assert elsewhere.next().kind == "page.added"
