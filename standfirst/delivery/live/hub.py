"""Who listens to what, and telling them: lives in the event loop alone."""

import asyncio
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from standfirst.delivery.live.recent import Recent
from standfirst.delivery.live.wire import GONE, HEARTBEAT, Cursor, Told, frames

HEARTBEAT_SECONDS = 25.0
# So many are told before anything else has its turn: some ten milliseconds.
AT_A_TIME = 500

Topics = tuple[str, ...]


class Listener(Protocol):
    """One stream. No call waits, and each may be the stream's end."""

    topics: Topics

    def send(self, data: bytes) -> None:
        """Take bytes, or be dropped for having taken too few of those before."""

    def beat(self, data: bytes) -> None:
        """Take a sign of life, or be dropped for having taken nothing since the last one."""

    def finish(self, data: bytes) -> None:
        """Take the last bytes."""


@dataclass(frozen=True, slots=True)
class News:
    """What one look at the log gave: to be gone on from ``before`` without it, ``after`` with it."""

    events: list[Told]
    before: int
    after: int


class Hub:
    """Streams by the set of their topics: those of one set hear the very same bytes."""

    def __init__(self, recent: Recent | None = None) -> None:
        self.recent = recent or Recent()
        self.position = 0
        self.checks = 0
        """How often it was asked which topics are public still."""
        self._listeners: dict[Topics, set[Listener]] = {}
        self._open: Counter[str] = Counter()
        self._waiting: dict[tuple[str, str, int], Told] = {}
        self._before = 0
        self._woken = asyncio.Event()

    @property
    def place(self) -> Cursor:
        """Where a stream that begins now goes on from after a break."""
        return Cursor(self.position, self.recent.newest)

    def is_open(self, topic: str) -> bool:
        """Whether somebody hears of a topic, which was therefore public when last asked."""
        return topic in self._open

    def join(self, listener: Listener) -> None:
        """Let a stream hear from now on."""
        listeners = self._listeners.get(listener.topics)
        if listeners is None:
            listeners = self._listeners[listener.topics] = set()
            self._open.update(listener.topics)
        listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        """Forget a stream; nothing happens for one that is forgotten already."""
        listeners = self._listeners.get(listener.topics)
        if listeners is None:
            return
        listeners.discard(listener)
        if not listeners:
            del self._listeners[listener.topics]
            self._open.subtract(listener.topics)
            self._open = +self._open

    def begin_check(self) -> set[str]:
        """Give the topics that are open, for whoever asks which are public still.

        A stream that is being opened meanwhile notices by `checks`, and asks again.
        """
        self.checks += 1
        return set(self._open)

    def end(self, topics: Collection[str]) -> None:
        """End every stream that hears of one of these topics: it is not public any more."""
        gone = set(topics)
        for key in [key for key, event in self._waiting.items() if event.topic in gone]:
            del self._waiting[key]
        for named in [named for named in self._listeners if not gone.isdisjoint(named)]:
            for listener in tuple(self._listeners[named]):
                listener.finish(GONE)
                self.leave(listener)

    def tell(self, news: News) -> None:
        """Take what is new. It is sent by `broadcast`, which may be busy with what came before."""
        if not self._waiting:
            self._before = news.before
        for event in self.recent.add(news.events):
            # Of two scores of one comment, or two states of one meter, the newer is enough.
            key = (event.topic, event.kind, event.subject_id)
            self._waiting.pop(key, None)
            self._waiting[key] = event
        self.position = news.after
        if self._waiting:
            self._woken.set()

    async def broadcast(self) -> None:
        """Tell everybody, for ever: what waits goes out in rounds, each to all whom it concerns.

        A round is followed by a rest as long as it took, in which more may gather: with many
        streams and many events half of the time is left for streams that come and go.
        """
        while True:
            await self._woken.wait()
            self._woken.clear()
            began = time.monotonic()
            await self._round()
            await asyncio.sleep(time.monotonic() - began)

    async def _round(self) -> None:
        events, before, after = list(self._waiting.values()), self._before, self.position
        self._waiting.clear()
        topics = {event.topic for event in events}
        for named in [named for named in self._listeners if not topics.isdisjoint(named)]:
            data = frames(
                [event for event in events if event.topic in named], before=before, after=after
            )
            await self._send(named, data)

    async def beat(self) -> None:
        """Say to every stream, every 25 s, that it is still there: proxies end silent ones."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self.beat_once()

    async def beat_once(self) -> None:
        """Say it now."""
        for some in _slices(chain.from_iterable(self._listeners.values())):
            for listener in some:
                listener.beat(HEARTBEAT)
            await asyncio.sleep(0)

    async def _send(self, named: Topics, data: bytes) -> None:
        for some in _slices(self._listeners.get(named, ())):
            for listener in some:
                listener.send(data)
            await asyncio.sleep(0)


def _slices(listeners: Iterable[Listener]) -> Iterable[tuple[Listener, ...]]:
    everybody = tuple(listeners)
    for start in range(0, len(everybody), AT_A_TIME):
        yield everybody[start : start + AT_A_TIME]
