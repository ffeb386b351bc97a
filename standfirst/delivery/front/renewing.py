"""Asking the app whether a page that has grown old is still right: one question at a time."""

import asyncio
import logging
import time
from enum import Enum, auto

from standfirst.delivery.front.forwarding import raw_target
from standfirst.delivery.front.gate import Overloaded
from standfirst.delivery.front.kept import Kept
from standfirst.delivery.front.passage import Passage
from standfirst.delivery.front.shelf import UNANSWERED_SECONDS, Shelf
from standfirst.delivery.front.upstream import AppTooSlow, AppUnreachable

log = logging.getLogger("standfirst.front")


class News(Enum):
    """What the app said of a page."""

    # It is right, as it was or baked anew.
    RIGHT = auto()
    # It is no stored page any more; whoever asks is to be answered by the app.
    NO_PAGE = auto()
    # Nothing, in time or at all.
    NONE = auto()


class Renewals:
    """Questions about pages, at most one for each page at a time."""

    def __init__(self, shelf: Shelf, passage: Passage, *, seconds: float) -> None:
        self._shelf = shelf
        self._passage = passage
        self._seconds = seconds
        self._under_way: dict[str, asyncio.Task[News]] = {}

    def begin_behind(self, name: str, kept: Kept, path: str, query: str) -> None:
        """Ask about a page that is shown meanwhile, if nothing else is asked about.

        One at a time: whoever waits for an answer comes before those that nobody waits for. A page
        that had to stand back is asked about when the next reader has come.
        """
        if not self._under_way:
            self.begin(name, kept, path, query)

    def begin(self, name: str, kept: Kept, path: str, query: str) -> "asyncio.Task[News]":
        """Ask about a page, unless somebody does. Inside the event loop."""
        task = self._under_way.get(name)
        if task is None:
            task = asyncio.create_task(self._ask(name, kept, path, query))
            self._under_way[name] = task
        return task

    async def news(self, name: str, kept: Kept, path: str, query: str) -> News:
        """Ask about a page and wait for the answer, but not for long."""
        task = self.begin(name, kept, path, query)
        done, _pending = await asyncio.wait({task}, timeout=self._seconds)
        return task.result() if done else News.NONE

    async def _ask(self, name: str, kept: Kept, path: str, query: str) -> News:
        asked_at = time.time()
        try:
            status, named = await self._passage.ask(raw_target(path, query))
        except (Overloaded, AppTooSlow, AppUnreachable) as error:
            log.warning("no news of a page: %s %s", type(error).__name__, error)
            status, named = 502, None
        finally:
            del self._under_way[name]
        if named is not None:
            self.note_confirmed(path, query, named, asked_at)
            return News.RIGHT
        if status >= 500:
            kept.fresh_until = max(kept.fresh_until, time.time() + UNANSWERED_SECONDS)
            return News.NONE
        return News.NO_PAGE

    def note_confirmed(self, path: str, query: str, name: str, at: float) -> None:
        """The app said, asked at this time, that a target is this page and that it is right."""
        self._shelf.note(path, query, name)
        loaded = self._shelf.load(name, None)
        if loaded is not None:
            loaded.kept.note_confirmed(at)
