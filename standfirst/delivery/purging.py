"""Waiting until what was purged is gone from every node that lives."""

import time
from datetime import timedelta

import structlog

from standfirst.delivery.models import Node
from standfirst.lib import clock

log = structlog.get_logger("standfirst.delivery")

WAIT_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.02
# A node says that it lives every few seconds; one that has not for this long is not waited for.
ALIVE_FOR = timedelta(seconds=15)


def await_purge(purge: int) -> list[str]:
    """Wait until each living node has passed a purge; give the names of those that have not.

    ``purge`` is the id of its newest row in the stale log. At most two seconds: the change itself
    is committed, and a node that is late drops its copies as soon as it follows again.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while late := list(_late_nodes(purge)):
        if time.monotonic() >= deadline:
            log.warning("purge_unconfirmed", purge=purge, nodes=late)
            break
        time.sleep(LOOK_EVERY_SECONDS)
    return late


def _late_nodes(purge: int) -> list[str]:
    living = Node.objects.filter(seen_at__gt=clock.now() - ALIVE_FOR, last_purge__lt=purge)
    return list(living.values_list("name", flat=True))
