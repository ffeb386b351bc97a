"""Being woken by a commit of another process, where the database can do that (PostgreSQL's NOTIFY).

A notification carries nothing: whoever hears it asks the logs. So one that is lost is only late,
because the logs are asked twice a second even in silence. SQLite has none: there it is asked at each
look whether anything was committed at all, which costs next to nothing.

It is sent right after the commit and not within: PostgreSQL lets commits that carry one wait for
one another, each until it is on the disk (docs/decisions/0008-several-nodes.md has the measurement).
"""

import threading
import time
from contextlib import closing
from typing import Any

import structlog
from django.db import Error, connection, transaction

from standfirst.delivery.queries import state_of_commits

log = structlog.get_logger("standfirst.delivery")

CHANNEL = "standfirst_logs"
ASK_IN_SILENCE_SECONDS = 0.5
# Who listens need not look up often: each time costs more than a ring.
LISTEN_SECONDS = 0.25
# However often it rings, between two questions there is a rest, so that many commits are one.
REST_SECONDS = 0.02
CONNECT_AGAIN_SECONDS = 2.0
# A firewall forgets a connection on which nothing is said.
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def ring_after_commit() -> None:
    """Wake every follower of the logs as soon as this transaction is committed; once for each."""
    link = transaction.get_connection()
    if link.vendor == "postgresql" and all(call is not ring for _, call, _ in link.run_on_commit):
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Wake every follower of the logs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


class Bell:
    """What one follower waits for, in its own thread and with a connection of its own."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._link: Any = None
        self._commits: object = None
        self._connect_at = 0.0
        self._asked_at = 0.0

    def wait(self, seconds: float) -> bool:
        """Wait so long at most (a quarter of a second where it rings); give whether to ask the logs."""
        rings = self._hears(seconds)
        since = time.monotonic() - self._asked_at
        if not rings and since < ASK_IN_SILENCE_SECONDS:
            return False
        if since < REST_SECONDS:
            self._stopping.wait(REST_SECONDS - since)
        self._asked_at = time.monotonic()
        return True

    def close(self) -> None:
        """Let the connection go."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _hears(self, seconds: float) -> bool:
        """Whether it rang, or may have: deaf, it takes each look for a ring."""
        if connection.vendor != "postgresql":
            return self._sees_a_commit(seconds)
        try:
            return self._listens(seconds)
        except _driver().Error as error:
            log.warning("bell_trouble", error=str(error))
            self.close()
            self._connect_at = time.monotonic() + CONNECT_AGAIN_SECONDS
            return True

    def _sees_a_commit(self, seconds: float) -> bool:
        self._stopping.wait(seconds)
        try:
            commits = state_of_commits()
        except Error:
            # Whoever asks the logs now meets the trouble, too, and says so.
            return True
        is_new, self._commits = commits != self._commits, commits
        return is_new

    def _listens(self, seconds: float) -> bool:
        if self._link is None:
            if time.monotonic() < self._connect_at:
                self._stopping.wait(seconds)
                return True
            self._link = _listening()
            # What rang before it was there was not heard.
            return True
        # Read to its end: what came meanwhile is one ring.
        timeout = max(seconds, LISTEN_SECONDS)
        return sum(1 for _ in self._link.notifies(timeout=timeout, stop_after=1)) > 0


def _listening() -> Any:
    """Open a connection that hears the bell, past any pool: a pool would hand it to somebody else."""
    parameters = {**PATIENCE, **connection.get_connection_params(), "autocommit": True}
    link = _driver().connect(**parameters)
    try:
        link.execute(f"LISTEN {CHANNEL}")
    except BaseException:
        with closing(link):
            raise
    return link


def _driver() -> Any:
    """Give psycopg; a site on SQLite does not load it."""
    link: Any = connection
    return link.Database
