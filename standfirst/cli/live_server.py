"""The process that holds this machine's event streams and keeps its pages true.

Started by `standfirst run`; the front passes `/live/` on to its socket. Loads Django first, and
only then what knows its models.
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
    """Serve until told to stop; 1 when the logs could not be followed any more."""
    parser = argparse.ArgumentParser(prog="standfirst live")
    parser.add_argument("socket", nargs="?", type=Path, help="where the front finds it")
    parser.add_argument("--port", type=int, help="of the loopback address, in a socket's place")
    parser.add_argument("--app", type=Path, help="by whose socket stale pages are asked for anew")
    chosen = parser.parse_args()
    if (chosen.socket is None) == (chosen.port is None):
        parser.error("Name either a socket or a port.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
    django.setup()
    allow_files()
    if chosen.app is not None:
        import_module("standfirst.cli.page_follower").start_follower(chosen.app)
    process = import_module("standfirst.cli.live_process")
    place = process.Place(socket=chosen.socket, port=chosen.port or 0)
    status: int = asyncio.run(process.serve(place))
    return status


def allow_files() -> None:
    """Let the process hold as many connections as it takes, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main())
