"""Lines that are noted while digests are written. Real threads, a real database, both engines."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from standfirst.notify import actions
from standfirst.notify.actions import lines as telling
from standfirst.notify.models import Digest, Line, Rhythm
from tests.notify.test_lines import NEWS

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 4, 12
ADDRESSES = ("ada@mail.test", "ben@mail.test")
HOUR = timedelta(hours=1)


def note_and_write_at_once(slot):
    """Have several note things a second before the hour, whose digests a worker writes meanwhile."""
    start = threading.Barrier(WRITERS + 1)

    def note(number):
        start.wait()
        for step in range(EACH):
            about = f"comment:{number * EACH + step}"
            news = [
                replace(NEWS, address=address, about=about, rhythm=Rhythm.HOURLY)
                for address in ADDRESSES[:: (-1) ** number]
            ]
            actions.tell_all(news=news, now=slot - timedelta(seconds=1))
        connections.close_all()

    def work():
        start.wait()
        for _ in range(WRITERS * EACH):
            write_due(slot)
        connections.close_all()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        running = [pool.submit(note, number) for number in range(WRITERS)] + [pool.submit(work)]
    for each in running:
        each.result()


def write_due(at):
    for digest in Digest.objects.due(at):
        actions.write_digest(digest, now=at)


def test_every_line_is_in_one_mail_of_its_mailbox(now, transactional_db):
    slot = now.replace(minute=0, second=0) + HOUR
    note_and_write_at_once(slot)
    for later in range(6):
        write_due(slot + later * HOUR)
    assert Line.objects.count() == WRITERS * EACH * len(ADDRESSES)
    assert not Line.objects.filter(message=None).exists()
    for line in Line.objects.select_related("message", "mailbox"):
        assert line.message.address == line.mailbox.address


def test_a_digest_that_takes_lines_after_it_was_written_loses_them(
    now, monkeypatch, transactional_db
):
    """The control: without asking whether the digest is written, the line waits for ever."""

    def careless(mailbox, slot, rhythm):
        return Digest.objects.get_or_create(
            mailbox=mailbox, slot_at=slot, defaults={"due_at": slot}
        )[0]

    monkeypatch.setattr(telling, "_open_digest", careless)
    slot = now.replace(minute=0, second=0) + HOUR
    early = slot - timedelta(seconds=1)
    actions.tell_all(news=[replace(NEWS, rhythm=Rhythm.HOURLY)], now=early)
    write_due(slot)
    actions.tell_all(news=[replace(NEWS, about="comment:2", rhythm=Rhythm.HOURLY)], now=early)
    for later in range(6):
        write_due(slot + later * HOUR)
    assert Line.objects.filter(message=None).exists()
