"""The process that holds this machine's event streams and keeps its pages true.

A copy of `standfirst run`, which has loaded Django; alone, it loads Django first, and only then what
knows its models. The front passes `/live/` on to its socket.
"""

import argparse
import asyncio
import os
import resource
import sys
from importlib import import_module
from pathlib import Path

import django

# More than the streams that may be open at once: files, the database, what is being accepted.
OPEN_FILES = 16_384


def main() -> int:
    """Serve on a port of the loopback address until told to stop, without the rest of a paper."""
    parser = argparse.ArgumentParser(prog="standfirst live")
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
    django.setup()
    allow_files()
    return run(port=chosen.port)


def serve(socket: Path, app: Path) -> int:
    """Serve on a Unix socket until told to stop; stale pages are asked for by the app's socket.

    Gives 1 when the logs could not be followed any more.
    """
    allow_files()
    import_module("standfirst.cli.page_follower").start_follower(app)
    return run(socket=socket)


def run(*, socket: Path | None = None, port: int = 0) -> int:
    """Hold the streams of one place until told to stop."""
    process = import_module("standfirst.cli.live_process")
    status: int = asyncio.run(process.serve(process.Place(socket=socket, port=port)))
    return status


def allow_files() -> None:
    """Let the process hold as many connections as it takes, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main())
