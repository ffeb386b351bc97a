"""Who is told what: in one loop, without a socket."""

import asyncio
from contextlib import suppress

import pytest

from standfirst.delivery.live import hub as hub_module
from standfirst.delivery.live.hub import Hub, News
from standfirst.delivery.live.wire import GONE, HEARTBEAT, Told
from tests.loops import run

THREAD, FRONT = ("thread:1",), ("front",)
BOTH = ("front", "thread:1")


class Ear:
    def __init__(self, *topics):
        self.topics = topics
        self.heard, self.last, self.beats = [], None, 0

    def send(self, data):
        self.heard.append(data)

    def beat(self, data):
        assert data == HEARTBEAT
        self.beats += 1

    def finish(self, data):
        self.last = data


def event(number, topic="thread:1", kind="comment.added", subject=None, order=None):
    body = f"<{kind} {subject or number}>".encode()
    return Told(number, order or number, 0.0, topic, kind, subject or number, body)


def news(*events, before=1, after=None):
    return News(list(events), before, after or max(event.number for event in events) + 1)


def joined(*ears):
    hub = Hub()
    for ear in ears:
        hub.join(ear)
    return hub


def rounds(hub, *batches, times=20):
    """Let the hub tell what it is given, until it has nothing more to say."""

    async def main():
        task = asyncio.ensure_future(hub.broadcast())
        for batch in batches:
            for one in batch:
                hub.tell(one)
            for _ in range(times):
                await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    run(main())


def test_each_hears_of_its_topics_and_of_nothing_else():
    thread, front, both = Ear(*THREAD), Ear(*FRONT), Ear(*BOTH)
    rounds(joined(thread, front, both), [news(event(1), event(2, "front"), event(3))])
    assert thread.heard == [b"id: 1-1\n<comment.added 1>id: 4-3\n<comment.added 3>"]
    assert front.heard == [b"id: 4-2\n<comment.added 2>"]
    assert both.heard[0].count(b"<") == 3


def test_those_with_the_same_topics_hear_the_very_same_bytes():
    one, another = Ear(*THREAD), Ear(*THREAD)
    rounds(joined(one, another), [news(event(1))])
    assert one.heard[0] is another.heard[0]


def test_events_of_several_topics_keep_their_order():
    """So that whoever has an event has all before it, and may go on after it."""
    both = Ear(*BOTH)
    rounds(joined(both), [news(event(1), event(2, "front"), event(3))])
    heard = both.heard[0]
    assert heard.index(b"added 1") < heard.index(b"added 2") < heard.index(b"added 3")


def test_an_event_is_told_once_though_the_feed_gives_it_twice():
    ear = Ear(*THREAD)
    rounds(joined(ear), [news(event(1))], [news(event(1), event(2))])
    assert b"".join(ear.heard).count(b"<comment.added 1>") == 1


def test_of_two_scores_of_one_comment_the_newer_is_told():
    ear = Ear(*THREAD)
    vote = {"kind": "comment.voted", "subject": 7}
    rounds(joined(ear), [news(event(1, **vote)), news(event(2), event(3, **vote), before=2)])
    assert ear.heard == [b"id: 1-2\n<comment.added 2>id: 4-3\n<comment.voted 7>"]


def test_whoever_left_hears_nothing_more():
    stays, leaves = Ear(*THREAD), Ear(*THREAD)
    hub = joined(stays, leaves)
    hub.leave(leaves)
    hub.leave(leaves)
    rounds(hub, [news(event(1))])
    assert (len(stays.heard), leaves.heard) == (1, [])


def test_a_topic_that_is_not_public_any_more_ends_its_streams_and_no_other():
    thread, front, both = Ear(*THREAD), Ear(*FRONT), Ear(*BOTH)
    hub = joined(thread, front, both)
    assert hub.begin_check() == {"thread:1", "front"}
    hub.end({"thread:1"})
    assert (thread.last, front.last, both.last) == (GONE, None, GONE)
    assert (hub.is_open("thread:1"), hub.is_open("front")) == (False, True)
    rounds(hub, [news(event(1), event(2, "front"))])
    assert (thread.heard, both.heard, len(front.heard)) == ([], [], 1)


def test_what_waits_of_a_topic_that_ends_is_not_told():
    thread, front = Ear(*THREAD), Ear(*FRONT)
    hub = joined(thread, front)
    hub.tell(news(event(1), event(2, "front")))
    hub.end({"thread:1"})
    late = Ear(*THREAD)
    hub.join(late)
    rounds(hub, [])
    assert late.heard == []


def test_a_check_is_counted_so_that_a_stream_that_opens_meanwhile_notices():
    hub = joined()
    before = hub.checks
    hub.begin_check()
    assert hub.checks == before + 1


def test_many_are_told_a_few_at_a_time(monkeypatch):
    """While ten thousand are told, streams come and go."""
    monkeypatch.setattr(hub_module, "AT_A_TIME", 2)
    ears = [Ear(*THREAD) for _ in range(5)]
    hub = joined(*ears)
    seen = []

    async def main():
        task = asyncio.ensure_future(hub.broadcast())
        hub.tell(news(event(1)))
        for _ in range(10):
            await asyncio.sleep(0)
            seen.append(sum(bool(ear.heard) for ear in ears))
        task.cancel()

    run(main())
    assert {2, 4, 5} <= set(seen)


def test_everybody_gets_the_sign_of_life():
    ears = [Ear(*THREAD), Ear(*FRONT)]
    run(joined(*ears).beat_once())
    assert [ear.beats for ear in ears] == [1, 1]


@pytest.mark.parametrize("kept", [0, 3])
def test_the_place_of_a_stream_is_where_the_feed_is(kept):
    hub = joined()
    hub.position = 1
    if kept:
        hub.tell(news(event(kept), after=9))
        assert (hub.place.position, hub.place.number) == (9, 3)
    else:
        assert (hub.place.position, hub.place.number) == (1, 0)
