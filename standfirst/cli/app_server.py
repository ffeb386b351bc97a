"""The process that serves Django: Granian's parent, with one worker for each core.

Each is a copy of the one before, down from `standfirst run`, so nothing is loaded twice.
"""

import os
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from standfirst.worker.lifeline import end_with_parent

TARGET = "standfirst.config.wsgi:application"
# One request runs, one is being read meanwhile; all others wait in the queue that all workers share,
# so that none waits at a busy worker while another is idle. That takes connections that end with
# their request: kept ones stay with whoever took them, and were found two to one.
CONNECTIONS_PER_WORKER = 2
BACKLOG = 2048
RESPAWN_SECONDS = 0.5
KILL_AFTER_SECONDS = 8
# A front that has not sent its headers by then is dropped.
HEADER_SECONDS = 15


def serve(socket: Path, workers: int) -> None:
    """Serve on a Unix socket until told to stop."""
    # What a killed process left lying there.
    socket.unlink(missing_ok=True)
    Server(
        TARGET,
        uds=socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        workers=workers,
        # One thread with one connection to the database: measured four times the writes of many.
        blocking_threads=1,
        # Longest that Granian allows: an idle thread's end is the end of its connection too.
        blocking_threads_idle_timeout=600,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, keep_alive=False),
        backlog=BACKLOG,
        backpressure=CONNECTIONS_PER_WORKER,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        process_name="standfirst: app",
    ).serve(target_loader=partial(load_site, os.getpid()))


def load_site(parent: int, target: str) -> Any:
    """Give the application, in a worker that is tied to this process before anything else."""
    end_with_parent(parent)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
