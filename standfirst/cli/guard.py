"""Seeing that somebody works: what no worker can tell of itself.

The supervisor has no database open, and may have none: each look is a short-lived copy of it.
"""

import os
import time
from collections.abc import Callable

import structlog
from django.db import connections

from standfirst.cli.supervisor import exit_code
from standfirst.lib import clock
from standfirst.worker.alarms import tell_of_missing_worker
from standfirst.worker.lifeline import end_with_parent

log = structlog.get_logger("standfirst.run")

LOOK_EVERY_SECONDS = 300.0

Watch = Callable[[], None]


def with_guard(watch: Watch | None, *, every: float = LOOK_EVERY_SECONDS) -> Watch:
    """Give a supervisor's watch that looks for a worker, too, each five minutes from now on."""
    looked_at = time.monotonic()
    looking: int | None = None

    def guarding() -> None:
        nonlocal looked_at, looking
        if watch is not None:
            watch()
        if looking is not None and exit_code(looking) is not None:
            looking = None
        if looking is None and time.monotonic() - looked_at >= every:
            looked_at, looking = time.monotonic(), begin_look()

    return guarding


def begin_look() -> int:
    """Start a copy that looks once and ends; give its number."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        end_with_parent(parent)
        tell_of_missing_worker(now=clock.now())
        connections.close_all()
        code = 0
    except Exception:  # whatever it is, a copy of the supervisor must end here
        log.exception("guard_failed")
    finally:
        os._exit(code)
