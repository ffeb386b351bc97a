"""Asking a read replica for what is costly to find and harmless to find a moment late.

A replica is behind: it still finds what was unpublished a moment ago. So it is asked which rows match,
and never for what is shown: whoever asks loads the rows that it names from the primary, where
`is_public` decides. A page that is kept and a write never ask it. When it is away, or far behind, the
primary is asked instead.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from standfirst.delivery.models import Node
from standfirst.delivery.recording import is_recorded

Answer = TypeVar("Answer")

log = structlog.get_logger("standfirst.delivery")

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
# Nodes say every five seconds that they live. What they said is how far a replica has come.
BEHIND_AT_MOST = timedelta(seconds=30)
# Each look at a replica that is away may cost a search two seconds.
REST_SECONDS = 30.0
# A little more than the replica itself gives a statement: one that hangs says nothing at all.
DEADLINE_SECONDS = 6.0
# The same cluster, and the same database in it.
IDENTITY = "SELECT system_identifier, current_database() FROM pg_control_system()"


class ReplicaBehind(Exception):
    """A replica that is further behind than a search may be, or that cannot say how far."""


class ReplicaRefused(Exception):
    """An address that is no replica of this database. One sentence that says what to do."""


class _Rest:
    """Whether this process leaves the replica alone for a while, and until when (monotonic seconds)."""

    until = 0.0
    is_away = False


def found_by_replica(find: Callable[[str], Answer], *, now: datetime) -> Answer:
    """Have the replica find something, or the primary where there is none that answers.

    ``find`` is given the alias of the database that it is to ask. Raises RuntimeError where a page is
    being rendered to be kept, or within a transaction: both must see what is true now.
    """
    if not is_used():
        return find(PRIMARY)
    if is_recorded() or connection.in_atomic_block:
        raise RuntimeError("A page that is kept, and a write, ask the primary.")
    if time.monotonic() < _Rest.until:
        return find(PRIMARY)
    try:
        with cut_off_after(DEADLINE_SECONDS):
            refuse_a_replica_far_behind(now)
            answer = find(REPLICA)
    except (Error, ReplicaBehind) as error:
        leave_alone(error)
        return find(PRIMARY)
    if _Rest.is_away:
        _Rest.is_away = False
        log.info("replica_back")
    return answer


@contextmanager
def cut_off_after(seconds: float) -> Iterator[None]:
    """Break the connection to the replica if the block takes longer, which raises Error there.

    A server whose disk hangs still answers the network, and its driver would wait for ever.
    """
    link = connections[REPLICA]
    link.ensure_connection()
    if link.vendor != "postgresql":
        # Another engine has no replicas, and no network in between that could hang.
        yield
        return
    descriptor = os.dup(link.connection.fileno())
    timer = threading.Timer(seconds, _break, [descriptor])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        os.close(descriptor)


def _break(descriptor: int) -> None:
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as its:
        its.shutdown(socket.SHUT_RDWR)


def use_replica(entry: dict[str, Any]) -> None:
    """Ask the replica of this entry from now on, here and in processes that begin as copies of this one.

    Raises ReplicaRefused for one that cannot be reached or is no hot standby of this database.
    """
    known = connections.configure_settings({**settings.DATABASES, REPLICA: entry})
    connections.settings[REPLICA] = known[REPLICA]
    try:
        refuse_a_stranger()
    except BaseException:
        forget_replica()
        raise
    _Rest.until, _Rest.is_away = 0.0, False


def forget_replica() -> None:
    """Ask the primary alone from now on."""
    if is_used():
        connections[REPLICA].close()
        del connections[REPLICA]
        del connections.settings[REPLICA]


def is_used() -> bool:
    """Whether there is a replica to ask."""
    return REPLICA in connections.settings


def refuse_a_stranger() -> None:
    """Raise ReplicaRefused unless the replica is a hot standby of the primary's own database."""
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        own = cursor.fetchone()
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(IDENTITY)
            its = cursor.fetchone()
            cursor.execute("SELECT pg_is_in_recovery()")
            (is_standby,) = cursor.fetchone()
    except Error as error:
        said = str(error).strip().split("\n", 1)[0]
        raise ReplicaRefused(
            f"The replica cannot be asked ({said}); mend DATABASE_REPLICA_URL, or leave it out."
        ) from error
    if its != own:
        raise ReplicaRefused(
            "DATABASE_REPLICA_URL leads to another database than DATABASE_URL's; "
            "name a hot standby of that one, or leave it out."
        )
    if not is_standby:
        raise ReplicaRefused(
            "DATABASE_REPLICA_URL leads to a server that is no standby; name a hot standby, or leave it out."
        )


def refuse_a_replica_far_behind(now: datetime) -> None:
    """Raise ReplicaBehind unless the replica knows what a node said within the last half minute.

    The time since the last change would not do: on a quiet night nothing changes, and a standby that
    was cut off hours ago believes that it has all there is.
    """
    seen_at = Node.objects.using(REPLICA).order_by("-seen_at").values_list("seen_at", flat=True)
    latest = seen_at.first()
    if latest is None or now - latest > BEHIND_AT_MOST:
        raise ReplicaBehind(f"nothing newer than {latest} has arrived there")


def leave_alone(error: Exception) -> None:
    """Ask the primary for a while; say so once, not for each search."""
    connections[REPLICA].close()
    _Rest.until = time.monotonic() + REST_SECONDS
    if not _Rest.is_away:
        _Rest.is_away = True
        log.warning("replica_away", error=str(error).strip())
