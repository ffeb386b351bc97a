"""The process that serves Django: Granian's parent, with one worker for each core.

Started by `standfirst run`. Knows nothing of Django itself; each of its workers loads the site.
"""

import argparse
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from standfirst.worker.lifeline import end_with_parent

TARGET = "standfirst.config.wsgi:application"
# Connections that one worker holds at once, idle ones included; one request runs at a time.
CONNECTIONS_PER_WORKER = 1024
BACKLOG = 2048
RESPAWN_SECONDS = 0.5
KILL_AFTER_SECONDS = 8
# A client that has not sent its headers by then is dropped; so is an idle connection.
HEADER_SECONDS = 15


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="standfirst app")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=0)
    chosen = parser.parse_args()
    # What a killed process left lying there.
    chosen.socket.unlink(missing_ok=True)
    Server(
        TARGET,
        uds=chosen.socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        workers=chosen.workers or os.cpu_count() or 1,
        # One thread with one connection to the database: measured four times the writes of many.
        blocking_threads=1,
        # Longest that Granian allows: an idle thread's end is the end of its connection too.
        blocking_threads_idle_timeout=600,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        backlog=BACKLOG,
        backpressure=CONNECTIONS_PER_WORKER,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
    ).serve(target_loader=load_site)


def load_site(target: str) -> Any:
    """Load the application, in a worker that is tied to this process before it loads anything."""
    end_with_parent()
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


if __name__ == "__main__":
    main()
