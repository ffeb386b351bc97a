"""Following the logs in a thread: events are passed on, and purges have it asked what is public.

On SQLite it asks ten times a second whether anything was committed at all, which costs next to
nothing, and only then reads the logs. On PostgreSQL it is woken (`standfirst.delivery.bell`), and
asks twice a second even in silence.
"""

import asyncio
import concurrent.futures
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import Error, close_old_connections, connection

from standfirst.delivery.bell import Bell
from standfirst.delivery.live.hub import Hub, News
from standfirst.delivery.live.recent import MOST_RECENT
from standfirst.delivery.live.topics import PublicKinds, public_topics
from standfirst.delivery.live.wire import told
from standfirst.delivery.models import Event, StaleKey
from standfirst.delivery.queries import LogReader, log_position, state_of_commits
from standfirst.lib import clock

log = structlog.get_logger("standfirst.live")

LOOK_EVERY_SECONDS = 0.1
LOOK_AFTER_TROUBLE_SECONDS = 2.0
CHECK_EVERY_SECONDS = 60.0
LOOP_PATIENCE_SECONDS = 30.0

Given = TypeVar("Given")
OnLoop = Callable[[Callable[[], Given]], Given]


class Feed:
    """Reads the logs for one hub, which lives in another thread's loop."""

    def __init__(
        self,
        hub: Hub,
        kinds: PublicKinds,
        *,
        loop: asyncio.AbstractEventLoop,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.hub = hub
        self.kinds = kinds
        self.loop = loop
        self.seconds = seconds
        self.stopping = threading.Event()
        self.has_begun = False
        self.checked_at = 0.0
        self.must_check = False
        self.commits: object = None
        self.events: LogReader
        self.stale: LogReader

    def run(self) -> None:
        """Follow until `stop`. A database that is away is waited for."""
        bell = Bell(self.stopping)
        while not self.stopping.is_set():
            try:
                if not self.has_begun:
                    self.begin()
                self.look()
            except (Error, OSError) as error:
                log.warning("feed_trouble", error=str(error))
                self.commits = None
                self.stopping.wait(LOOK_AFTER_TROUBLE_SECONDS)
            close_old_connections()
            while not bell.wait(LOOK_EVERY_SECONDS) and not self.stopping.is_set():
                pass
        bell.close()
        connection.close()

    def stop(self) -> None:
        """Come to an end after this look."""
        self.stopping.set()

    def begin(self) -> None:
        """Take the newest events into memory, and note where the logs end."""
        self.events = LogReader(Event, log_position(Event))
        self.stale = LogReader(StaleKey, log_position(StaleKey))
        newest = "-transaction" if connection.vendor == "postgresql" else "-pk"
        rows = list(Event.objects.order_by(newest, "-pk")[: MOST_RECENT + 1])
        remembered = sorted((told(row) for row in rows), key=lambda event: event.number)
        if len(rows) > MOST_RECENT:
            # What was not read has at most the order of the last that was.
            self.hub.recent.lost = min(event.order for event in remembered)
            self.hub.recent.lost_at = min(event.at for event in remembered)
        self.hub.recent.add(remembered[-MOST_RECENT:])
        self.hub.position = self._position()
        self.checked_at = self.seconds()
        self.has_begun = True

    def look(self) -> None:
        """Pass on what was committed since the last look; first end what is not public any more."""
        is_due = self.seconds() - self.checked_at >= CHECK_EVERY_SECONDS
        # Noted before the logs are read: a commit in between is read twice, not never.
        commits = state_of_commits()
        if commits == self.commits and not is_due:
            return
        # A mark that outlives a failure: a purge is read once.
        self.must_check |= is_due
        self.must_check |= any(row.is_purge for row in self.stale.news())
        if self.must_check:
            self._check()
        before = self._position()
        rows = self.events.news()
        if rows:
            news = News([told(row) for row in rows], before=before, after=self._position())
            self.loop.call_soon_threadsafe(self.hub.tell, news)
        self.commits = commits

    def _position(self) -> int:
        """Give the place from which on nothing was read, as clients get it."""
        is_number = connection.vendor != "postgresql"
        return self.events.position + 1 if is_number else self.events.position

    def _check(self) -> None:
        topics = self._on_loop(self.hub.begin_check)
        gone = topics - public_topics(topics, self.kinds, clock.now())
        if gone:
            self._on_loop(lambda: self.hub.end(gone))
        self.must_check = False
        self.checked_at = self.seconds()

    def _on_loop(self, call: Callable[[], Given]) -> Given:
        """Have something done in the loop's thread, where the hub lives, and wait for it."""
        future: concurrent.futures.Future[Given] = concurrent.futures.Future()
        self.loop.call_soon_threadsafe(lambda: future.set_result(call()))
        return future.result(LOOP_PATIENCE_SECONDS)
