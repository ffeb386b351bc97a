"""Keeping a machine's finished pages true: the stale log is followed, and what it names is mended."""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import Error, close_old_connections, connection

from standfirst.delivery.actions import say_node_lives
from standfirst.delivery.bell import Bell
from standfirst.delivery.keeping import Shelf, unix_time
from standfirst.delivery.models import StaleKey
from standfirst.delivery.page_folder import KeptPage
from standfirst.delivery.queries import LogReader, keys_of_late, log_position
from standfirst.delivery.softening import Softening
from standfirst.lib import clock

log = structlog.get_logger("standfirst.delivery")

LOOK_EVERY_SECONDS = 0.05
LOOK_AFTER_TROUBLE_SECONDS = 2.0
NOTE_EVERY_SECONDS = 1.0
SAY_LIFE_EVERY_SECONDS = 5.0
ASKED_WITHIN_SECONDS = 3600.0
# What is left of a large crowd of stale pages is baked when somebody asks for it.
MOST_AT_ONCE = 200
# A page that changes all the time is baked anew so often and no more, else it would take a
# processor for itself. The first change is on the page at once.
REST_SECONDS = 0.5
# What one follower has noted as old, and not mended yet, the next one must hear of.
SOFT_AGE = timedelta(minutes=2)

Bake = Callable[[str], None]


@dataclass
class Follower:
    """Follows the stale log for one machine. ``bake`` has an address rendered anew by the app.

    ``settings_mark`` says what this node was started with, of what all share.
    """

    name: str
    shelf: Shelf
    bake: Bake
    settings_mark: str = ""

    def __post_init__(self) -> None:
        # Where the last one ended: what happened while nobody followed is news to these pages.
        position, newest = self.shelf.trail.position(), log_position()
        if position is not None and is_from_elsewhere(position, newest):
            self.shelf.drop([page.bake.address for page in self.shelf.folder.pages()])
            position = None
        if position is None:
            self.shelf.trail.note(position := newest)
        self.log = LogReader(StaleKey, position)
        self.softening = Softening(self.shelf)
        self.softening.note(keys_of_late(clock.now() - SOFT_AGE))
        self.stopping = threading.Event()
        self.bell = Bell(self.stopping)
        self.undone: list[StaleKey] = []
        """News of the log that has not been acted on yet."""
        self.waiting: dict[str, None] = {}
        """Stale pages that are yet to be baked, in order."""
        self.baked_at: dict[str, float] = {}
        """When pages were baked of late (Unix seconds)."""
        self.noted_at = self.said_at = 0.0

    def run(self) -> None:
        """Follow until `stop`. A database that is away, or a full disk, is waited for."""
        is_time = True
        while not self.stopping.is_set():
            try:
                self.look() if is_time else self.look_here()
            except (Error, OSError, sqlite3.Error) as error:
                log.warning("follower_trouble", error=str(error))
                self.stopping.wait(LOOK_AFTER_TROUBLE_SECONDS)
            close_old_connections()
            is_time = self.bell.wait(LOOK_EVERY_SECONDS)
        self.bell.close()

    def stop(self) -> None:
        """Come to an end after this look."""
        self.stopping.set()

    def look(self) -> None:
        """Drop what was purged and say so; then bake anew what is asked for, and drop the rest.

        The log is asked again after each page that was baked: a purge waits for no other page.
        """
        self._ask_log()
        while self._bake_next():
            self._ask_log()

    def look_here(self) -> None:
        """Mend what needs no question to the log: pages that were overtaken while they were rendered."""
        self._await(self.shelf.index.take_marked())
        while self._bake_next():
            pass

    def catch_up(self) -> None:
        """Drop all that went stale since somebody followed last, before anybody is shown a page."""
        self._ask_log()
        self.shelf.drop([*self.waiting])
        self.shelf.trail.note(self.log.position)

    def _ask_log(self) -> None:
        """Drop what must not be kept any more, and have what is stale wait to be baked."""
        # Kept until all of it is done: a busy index or a full disk must not make it forgotten.
        self.undone += self.log.news()
        news = self.undone
        purges = [row for row in news if row.is_purge]
        if purges:
            gone = self._showing({row.key for row in purges})
            self.shelf.drop(gone)
            self.waiting = {name: None for name in self.waiting if name not in gone}
        self._mend(row.key for row in news)
        now = unix_time()
        self.softening.note(row.key for row in news if not row.is_purge)
        self.waiting |= dict.fromkeys(self.softening.take_ripe(now))
        if purges or now - self.said_at >= SAY_LIFE_EVERY_SECONDS:
            self.said_at = now
            last = max((row.pk for row in purges), default=0)
            say_node_lives(
                name=self.name,
                last_purge=last,
                now=clock.now(),
                settings_mark=self.settings_mark,
            )
        self.undone = []
        if self.waiting:
            # Not true as far as here yet: whoever comes after us begins before these pages.
            self.shelf.trail.touch()
        elif news or now - self.noted_at >= NOTE_EVERY_SECONDS:
            self.noted_at = now
            self.shelf.trail.note(self.log.position)

    def _mend(self, keys: Iterable[str]) -> None:
        self.shelf.drop(self.shelf.index.over_at(unix_time()))
        stale = self.shelf.index.showing(keys, is_hard=True)
        self._await(stale | set(self.shelf.index.take_marked()))

    def _await(self, stale: Iterable[str]) -> None:
        self.waiting |= dict.fromkeys(self._asked_for(stale))

    def _bake_next(self) -> bool:
        """Bake the next page that waits and has rested; give whether there was one."""
        now = unix_time()
        self.baked_at = {name: at for name, at in self.baked_at.items() if now - at < REST_SECONDS}
        rested = (name for name in self.waiting if name not in self.baked_at)
        if self.stopping.is_set() or (address := next(rested, None)) is None:
            return False
        del self.waiting[address]
        try:
            self.bake(address)
        except OSError:
            # Behind all others, so that one that fails each time keeps none of them waiting.
            self.waiting[address] = None
            raise
        self.baked_at[address] = now
        return True

    def _showing(self, keys: set[str]) -> list[str]:
        index = self.shelf.index
        return [
            *index.showing(keys, is_hard=True),
            *index.showing(keys, is_hard=False),
        ]

    def _asked_for(self, stale: Iterable[str]) -> list[str]:
        """Drop those of some stale pages that nobody asks for; give the others, the latest first."""
        now = unix_time()
        kept = [page for address in stale if (page := self.shelf.folder.find(address))]
        asked = sorted(
            (page for page in kept if is_asked_for(page, now)),
            key=lambda page: page.asked_at,
            reverse=True,
        )
        anew = [page.bake.address for page in asked[:MOST_AT_ONCE]]
        self.shelf.drop([page.bake.address for page in kept if page.bake.address not in anew])
        return anew


def is_from_elsewhere(position: int, newest: int) -> bool:
    """Whether a position was given by another database than the one that is asked now.

    Of transactions none is from the future. Of SQLite's rows the newest may have been forgotten.
    """
    return connection.vendor == "postgresql" and position > newest


def is_asked_for(page: KeptPage, now: float) -> bool:
    """Whether somebody has asked for a page within the last hour."""
    return now - page.asked_at < ASKED_WITHIN_SECONDS
