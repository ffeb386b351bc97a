"""Followers of the logs are woken by a commit at once; a ring that is lost is only late."""

import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from standfirst.delivery import bell as bell_module
from standfirst.delivery.actions import announce, mark_stale, purge
from standfirst.delivery.bell import Bell
from standfirst.delivery.following import Follower
from standfirst.delivery.live.feed import Feed
from standfirst.delivery.live.hub import Hub
from standfirst.delivery.models import Event, StaleKey
from tests.cli.processes import until
from tests.delivery.live.test_feed import AtOnce, elsewhere
from tests.loops import run

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/river/gate/"
LISTENERS = (
    "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()"
)


@pytest.fixture
def hub():
    async def made():
        return Hub()

    return run(made())


@pytest.fixture
def no_poll(monkeypatch):
    """Let nobody ask in silence, so that who learns of something was woken."""
    monkeypatch.setattr(bell_module, "ASK_IN_SILENCE_SECONDS", 600.0)


class Thread:
    """A follower or feed that runs as in its process."""

    def __init__(self, one):
        self.one = one
        self.thread = threading.Thread(target=self.run)

    def run(self):
        self.one.run()
        connections.close_all()

    def __enter__(self):
        self.thread.start()
        until(lambda: rows(LISTENERS), what="a listener")
        return self.one

    def __exit__(self, *failure):
        self.one.stop()
        self.thread.join(20)


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def follower(shelf, paper):
    """Give a follower whose machine has one kept page, which shows page:1."""
    paper.get(PAGE)
    baked = []
    follower = Follower(name="here", shelf=shelf, bake=baked.append)
    follower.baked = baked
    return follower


@pytest.fixture
def feed(hub):
    return Feed(hub, {}, loop=AtOnce())


def heard(hub):
    return [event.subject_id for event in hub.recent.events]


def say(now):
    with transaction.atomic():
        announce(topic="front", kind="said", subject_id=7, now=now)


def stale(now):
    with transaction.atomic():
        mark_stale("page:1", now=now)


def quietly_say(now):
    """As if the ring were lost."""
    Event.objects.create(topic="front", kind="said", subject_id=7, at=now)


def quietly_stale(now):
    StaleKey.objects.create(key="page:1", at=now)


def settled(follower):
    """Let the follower finish what it looks at when it begins to listen."""
    until(lambda: follower.bell._asked_at > 0, what="a first look")
    time.sleep(0.2)  # nothing to wait on: that it asks no more is the point


@pytest.mark.postgres_only
class TestWoken:
    def test_the_follower_learns_of_a_commit_at_once(self, follower, no_poll, now):
        with Thread(follower):
            settled(follower)
            began = time.monotonic()
            stale(now)
            until(lambda: follower.baked == [PAGE], seconds=5, what="the bake")
            assert time.monotonic() - began < 1

    def test_the_feed_learns_of_a_commit_at_once(self, feed, hub, no_poll, now):
        with Thread(feed):
            time.sleep(0.3)
            say(now)
            until(lambda: heard(hub) == [7], seconds=5, what="the event")

    def test_the_control_without_a_ring_and_without_asking_in_silence(
        self, follower, feed, hub, no_poll, now
    ):
        with Thread(follower), Thread(feed):
            settled(follower)
            quietly_stale(now)
            quietly_say(now)
            time.sleep(1.0)
            assert (follower.baked, heard(hub)) == ([], [])


@pytest.mark.postgres_only
class TestLost:
    def test_the_follower_learns_of_it_all_the_same(self, follower, now):
        with Thread(follower):
            settled(follower)
            quietly_stale(now)
            until(lambda: follower.baked == [PAGE], seconds=5, what="the bake")

    def test_the_feed_learns_of_it_all_the_same(self, feed, hub, now):
        with Thread(feed):
            time.sleep(0.3)
            quietly_say(now)
            until(lambda: heard(hub) == [7], seconds=5, what="the event")

    def test_a_connection_that_is_cut_is_made_again(self, follower, monkeypatch, now):
        monkeypatch.setattr(bell_module, "CONNECT_AGAIN_SECONDS", 0.1)
        with Thread(follower):
            settled(follower)
            (first,) = rows(LISTENERS)
            rows(f"SELECT pg_terminate_backend({first})")
            quietly_stale(now)
            until(lambda: follower.baked == [PAGE], seconds=5, what="the bake")
            until(lambda: rows(LISTENERS) not in ([], [first]), what="another listener")

    def test_a_deaf_follower_asks_at_each_look(self, follower, no_poll, monkeypatch, now):
        monkeypatch.setattr(bell_module, "CONNECT_AGAIN_SECONDS", 600.0)
        with Thread(follower):
            settled(follower)
            (first,) = rows(LISTENERS)
            rows(f"SELECT pg_terminate_backend({first})")
            until(lambda: rows(LISTENERS) == [], what="its end")
            quietly_stale(now)
            until(lambda: follower.baked == [PAGE], seconds=5, what="the bake")


@pytest.mark.postgres_only
class TestRinging:
    def test_one_transaction_rings_once_and_after_its_commit(self, now):
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            mark_stale("page:1", now=now)
            announce(topic="front", kind="said", subject_id=7, now=now)
        said = [query["sql"] for query in asked.captured_queries]
        assert [number for number, sql in enumerate(said) if "pg_notify" in sql] == [len(said) - 1]
        assert said[-2] == "COMMIT"

    def test_what_is_rolled_back_rings_nobody(self, now, no_poll):
        bell = Bell(threading.Event())
        bell.wait(0)
        try:
            with transaction.atomic():
                purge("page:1", now=now)
                transaction.set_rollback(True)
            assert not bell.wait(0.3)
            stale(now)
            assert bell.wait(5), "the control"
        finally:
            bell.close()

    def test_a_ring_that_fails_costs_nobody_the_commit(self, now, monkeypatch):
        monkeypatch.setattr(bell_module, "CHANNEL", "x" * 64)  # one more than PostgreSQL takes
        stale(now)
        assert StaleKey.objects.count() == 1


@pytest.mark.any_engine
class TestLooking:
    """SQLite rings nobody: it is asked whether another connection committed anything."""

    def test_a_commit_is_a_ring_and_silence_is_none(self, no_poll, now):
        bell = Bell(threading.Event())
        bell.wait(0)
        assert not bell.wait(0)
        elsewhere(lambda: mark_stale("page:1", now=now))
        assert bell.wait(0)
        assert not bell.wait(0)

    def test_it_is_time_to_ask_now_and_then_even_in_silence(self, monkeypatch):
        monkeypatch.setattr(bell_module, "ASK_IN_SILENCE_SECONDS", 0.0)
        bell = Bell(threading.Event())
        assert [bell.wait(0), bell.wait(0)] == [True, True]

    def test_silence_costs_one_small_question(self, no_poll, django_assert_num_queries):
        bell = Bell(threading.Event())
        bell.wait(0)
        with django_assert_num_queries(1):
            bell.wait(0)

    def test_a_database_that_is_away_is_for_the_asker_to_meet(self, no_poll, monkeypatch):
        def away():
            raise OperationalError("away")

        bell = Bell(threading.Event())
        bell.wait(0)
        monkeypatch.setattr(bell_module, "state_of_commits", away)
        assert bell.wait(0)
