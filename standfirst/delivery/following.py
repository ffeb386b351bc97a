"""Keeping a machine's finished pages true: the stale log is followed, and what it names is mended."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog
from django.db import Error, close_old_connections

from standfirst.delivery.actions import say_node_lives
from standfirst.delivery.keeping import Shelf, unix_time
from standfirst.delivery.models import StaleKey
from standfirst.delivery.page_folder import KeptPage
from standfirst.delivery.queries import LogReader, log_position
from standfirst.lib import clock

log = structlog.get_logger("standfirst.delivery")

LOOK_EVERY_SECONDS = 0.05
LOOK_AFTER_TROUBLE_SECONDS = 2.0
SAY_LIFE_EVERY_SECONDS = 5.0
ASKED_WITHIN_SECONDS = 3600.0
# What is left of a large crowd of stale pages is baked when somebody asks for it.
MOST_AT_ONCE = 200

Bake = Callable[[str], None]


@dataclass
class Follower:
    """Follows the stale log for one machine. ``bake`` has an address rendered anew by the app."""

    name: str
    shelf: Shelf
    bake: Bake

    def __post_init__(self) -> None:
        self.log = LogReader(StaleKey, log_position())
        self.stopping = threading.Event()
        self.said_at = 0.0

    def run(self) -> None:
        """Follow until `stop`. A database that is away is waited for."""
        while not self.stopping.is_set():
            pause = LOOK_EVERY_SECONDS
            try:
                self.look()
            except (Error, OSError) as error:
                log.warning("follower_trouble", error=str(error))
                pause = LOOK_AFTER_TROUBLE_SECONDS
            close_old_connections()
            self.stopping.wait(pause)

    def stop(self) -> None:
        """Come to an end after this look."""
        self.stopping.set()

    def look(self) -> None:
        """Drop what was purged and say so; then bake anew what is asked for, and drop the rest."""
        news: list[StaleKey] = self.log.news()
        purges = [row for row in news if row.is_purge]
        if purges:
            keys = {row.key for row in purges}
            self.shelf.drop(self._showing(keys))
        now = unix_time()
        if purges or now - self.said_at >= SAY_LIFE_EVERY_SECONDS:
            self.said_at = now
            say_node_lives(
                name=self.name,
                last_purge=max((row.pk for row in purges), default=0),
                now=clock.now(),
            )
        self.shelf.drop(self.shelf.index.over_at(now))
        stale = self.shelf.index.showing({row.key for row in news}, is_hard=True)
        self._mend(stale | set(self.shelf.index.take_marked()), now)

    def _showing(self, keys: Iterable[str]) -> list[str]:
        index = self.shelf.index
        return [
            *index.showing(keys, is_hard=True),
            *index.showing(keys, is_hard=False),
        ]

    def _mend(self, stale: set[str], now: float) -> None:
        kept = [page for address in stale if (page := self.shelf.folder.find(address))]
        asked = sorted(
            (page for page in kept if is_asked_for(page, now)),
            key=lambda page: page.asked_at,
            reverse=True,
        )
        anew = {page.bake.address for page in asked[:MOST_AT_ONCE]}
        self.shelf.drop([page.bake.address for page in kept if page.bake.address not in anew])
        for page in asked[:MOST_AT_ONCE]:
            self.bake(page.bake.address)


def is_asked_for(page: KeptPage, now: float) -> bool:
    """Whether somebody has asked for a page within the last hour."""
    return now - page.asked_at < ASKED_WITHIN_SECONDS
