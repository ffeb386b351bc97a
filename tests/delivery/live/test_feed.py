"""The thread that follows the logs: what it asks, what it passes on, and what it ends."""

import threading

import pytest
from django.db import Error, OperationalError, connection, connections, transaction
from django.db.models import Max

from standfirst.delivery.actions import announce, mark_stale, purge
from standfirst.delivery.live import feed as feed_module
from standfirst.delivery.live.feed import Feed
from standfirst.delivery.live.hub import Hub
from standfirst.delivery.live.missed import Missed, missed_in_log, needs_log
from standfirst.delivery.live.recent import Recent
from standfirst.delivery.live.topics import Asked
from standfirst.delivery.live.wire import Cursor
from standfirst.delivery.models import Event
from tests.delivery.live.test_hub import Ear
from tests.loops import run

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(call):
    """Do something over another connection, as another process does."""
    raised = []

    def run():
        try:
            with transaction.atomic():
                call()
        except Error as error:
            raised.append(error)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not raised, raised


def say(number, now, topic="thread:1", payload=""):
    elsewhere(
        lambda: announce(topic=topic, kind="said", subject_id=number, payload=payload, now=now)
    )


class AtOnce:
    """A loop whose thread is this one."""

    def call_soon_threadsafe(self, call, *arguments):
        call(*arguments)


@pytest.fixture
def public():
    return {1, 2}


@pytest.fixture
def hub():
    async def made():
        return Hub()

    return run(made())


@pytest.fixture
def feed(hub, public):
    kinds = {"thread": lambda pks, now: set(pks) & public}
    feed = Feed(hub, kinds, loop=AtOnce())
    feed.begin()
    feed.look()
    return feed


def heard(hub):
    return [event.subject_id for event in hub.recent.events]


def test_what_is_announced_is_passed_on_once(feed, hub, now):
    say(7, now)
    feed.look()
    feed.look()
    assert heard(hub) == [7]
    assert hub.place.number == Event.objects.get().pk


def test_while_nothing_is_committed_one_small_question_is_asked(
    feed, django_assert_num_queries, now
):
    feed.look()
    with django_assert_num_queries(1):
        feed.look()
    say(7, now)
    with django_assert_num_queries(5):
        feed.look()


def test_what_was_there_before_is_remembered_but_not_told(hub, public, now):
    say(7, now)
    feed = Feed(hub, {}, loop=AtOnce())
    feed.begin()
    feed.look()
    assert heard(hub) == [7]
    assert hub._waiting == {} or connection.vendor == "postgresql"


def test_memory_knows_where_it_ends(hub, now, monkeypatch):
    monkeypatch.setattr(feed_module, "MOST_RECENT", 2)
    for number in (1, 2, 3):
        say(number, now)
    Feed(hub, {}, loop=AtOnce()).begin()
    assert len(hub.recent.events) == 2
    first = Event.objects.earliest("pk")
    assert not hub.recent.covers(Cursor(first.transaction or first.pk, first.pk))


class TestPurges:
    def test_what_is_not_public_any_more_is_ended(self, feed, hub, public, now):
        one, two = Ear("thread:1"), Ear("thread:2")
        hub.join(one)
        hub.join(two)
        public.discard(1)
        elsewhere(lambda: mark_stale("page:5", now=now))
        feed.look()
        assert one.last is None, "the control: not every row of the log has it ask"
        elsewhere(lambda: purge("page:5", now=now))
        feed.look()
        assert (one.last is None, two.last) == (False, None)

    def test_what_became_private_by_itself_is_ended_within_a_minute(self, hub, public):
        seconds = iter([0.0, 59.0, 61.0, 61.0, 62.0])
        feed = Feed(
            hub,
            {"thread": lambda pks, now: set(pks) & public},
            loop=AtOnce(),
            seconds=lambda: next(seconds),
        )
        feed.begin()
        ear = Ear("thread:1")
        hub.join(ear)
        public.clear()
        feed.look()
        assert ear.last is None
        feed.look()
        assert ear.last is not None

    def test_the_streams_are_ended_before_what_was_said_after_it_is_told(
        self, feed, hub, public, now
    ):
        ear = Ear("thread:1")
        hub.join(ear)
        public.discard(1)

        def close_and_go_on():
            purge("page:5", now=now)
            announce(topic="thread:1", kind="said", subject_id=9, now=now)

        elsewhere(close_and_go_on)
        feed.look()
        assert ear.last is not None
        assert not hub.is_open("thread:1")

    def test_a_check_that_fails_is_made_up_for_and_loses_no_event(self, feed, hub, public, now):
        ear = Ear("thread:1")
        hub.join(ear)
        kinds, feed.kinds = feed.kinds, {"thread": _broken}
        public.discard(1)
        elsewhere(lambda: purge("page:5", now=now))
        say(7, now, topic="thread:2")
        with pytest.raises(OperationalError):
            feed.look()
        feed.commits = None
        feed.kinds = kinds
        feed.look()
        assert ear.last is not None
        assert heard(hub) == [7]


def _broken(pks, now):
    raise OperationalError("away")


def test_trouble_is_waited_out(hub, monkeypatch, now):
    monkeypatch.setattr(feed_module, "LOOK_AFTER_TROUBLE_SECONDS", 0.0)
    monkeypatch.setattr(feed_module, "LOOK_EVERY_SECONDS", 0.0)
    feed = Feed(hub, {}, loop=AtOnce())
    looks = []

    def look():
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("away")
        feed.stop()

    monkeypatch.setattr(feed, "look", look)
    feed.run()
    assert len(looks) == 2


class TestTheLog:
    """What memory does not reach back to is read from the table."""

    def test_a_place_before_what_is_remembered(self, now):
        for number in (1, 2, 3):
            say(number, now)
        say(4, now, topic="thread:2")
        first = Event.objects.earliest("pk")
        order = first.transaction or first.pk
        asked = Asked(("thread:1",), after=Cursor(order + 1, first.pk))
        recent = Recent(size=1)
        recent.lost = 10**9
        assert needs_log(asked, recent)
        assert [event.subject_id for event in missed_in_log(asked).events] == [2, 3]

    def test_a_place_that_the_log_does_not_know_any_more_or_not_yet(self, now):
        say(1, now)
        newest = Event.objects.aggregate(newest=Max("pk"))["newest"]
        too_much = Missed(is_too_much=True)
        for number in (newest + 1, newest - 1 or 10**6):
            asked = Asked(("thread:1",), after=Cursor(1, number))
            assert missed_in_log(asked) == too_much
        assert missed_in_log(Asked(("thread:1",), after=Cursor(1, newest))) != too_much

    def test_a_time(self, now):
        say(1, now)
        asked = Asked(("thread:1",), since=now.timestamp())
        assert [event.subject_id for event in missed_in_log(asked).events] == [1]
        later = Asked(("thread:1",), since=now.timestamp() + 10)
        assert missed_in_log(later).events == []

    def test_more_than_can_be_told(self, now, monkeypatch):
        monkeypatch.setattr("standfirst.delivery.live.missed.MOST_REPLAYED", 2)
        for number in (1, 2, 3):
            say(number, now)
        everything = Asked(("thread:1",), since=now.timestamp())
        assert missed_in_log(everything).is_too_much
