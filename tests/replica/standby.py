"""A hot standby of the test run's PostgreSQL: copied, started, paused and killed as its own process."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.utils import timezone

from standfirst.delivery.actions import say_node_lives
from standfirst.delivery.models import Node
from tests.cli.processes import descendants, until
from tests.plugins.postgres import PROGRAMS, SOCKETS, Server

# Whom the embedded server runs as where the tests are run by root, whom PostgreSQL refuses.
SYSTEM_USER = "embedded_postgres"
READER = "reader"


@dataclass
class Standby:
    """A server that follows this process's own by streaming replication, in a folder of its own."""

    folder: Path
    process: subprocess.Popen | None = None
    primary: Server = field(default_factory=lambda: Server(os.environ[SOCKETS]))

    @property
    def server(self):
        return Server(str(self.folder))

    def url(self, database):
        return self.server.url(database)

    def readers_url(self, database):
        """The address by which a role that may only read reaches it, as docs/operating.md makes one."""
        return self.url(database).replace("//postgres@", f"//{READER}@")

    def make_reader(self):
        with suppress(psycopg.errors.DuplicateObject):
            self.primary.run(f"CREATE ROLE {READER} LOGIN")
        self.primary.run(f"GRANT pg_read_all_data TO {READER}")

    def copy_primary(self):
        data = self.folder / "data"
        # Tests make databases anew all the time: what they write must still be there to be followed.
        self.primary.run("ALTER SYSTEM SET wal_keep_size = '1GB'")
        self.primary.run("SELECT pg_reload_conf()")
        self.primary.client(
            *("pg_basebackup", "--dbname", self.primary.url("postgres"), "--pgdata", str(data)),
            *("--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast"),
        )
        self.folder.chmod(0o700)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(SYSTEM_USER)
            for place in (self.folder, data, *data.rglob("*")):
                os.chown(place, owner.pw_uid, owner.pw_gid, follow_symlinks=False)

    def start(self):
        words = [str(Path(os.environ[PROGRAMS]) / "postgres"), "-D", str(self.folder / "data")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*words, "-h", "", "-k", str(self.folder), "-c", "hot_standby=on"],
                stdout=log,
                stderr=subprocess.STDOUT,
                user=SYSTEM_USER if os.geteuid() == 0 else None,
            )
        until(self.answers, what=f"a standby that answers ({self.folder / 'log'})")

    def kill(self):
        """End it as a power cut does, with all who were connected."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            until(lambda: not self.answers(), what="the end of the standby")

    @contextmanager
    def frozen(self):
        """Let none of its processes go on for a while, as where a disk hangs."""
        everybody = [self.process.pid, *descendants(self.process.pid)]
        for pid in everybody:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in everybody:
                os.kill(pid, signal.SIGCONT)

    def answers(self):
        try:
            return bool(self.server.databases())
        except psycopg.OperationalError:
            return False

    def pause(self):
        """Let it receive what happens, and not see it."""
        self.server.run("SELECT pg_wal_replay_pause()")
        until(
            lambda: self.ask("SELECT pg_get_wal_replay_pause_state()") == "paused", what="the pause"
        )

    def resume(self):
        self.server.run("SELECT pg_wal_replay_resume()")

    def ask(self, question, database="postgres"):
        with psycopg.connect(self.url(database)) as connection:
            return connection.execute(question).fetchone()[0]

    def follow_as_far_as_here(self, database):
        """Say on the primary that a node lives, as every node does, and wait until that is here."""
        now = timezone.now()
        # It has passed every purge: nobody is to wait for it.
        say_node_lives(name="here", last_purge=2**62, now=now)
        seen = f"SELECT max(seen_at) FROM {Node._meta.db_table}"
        until(lambda: self._has(seen, database, now), what="a standby that has followed")

    def _has(self, question, database, value):
        try:
            return self.ask(question, database) == value
        except psycopg.Error:
            # The database was just made anew for this test, and is not here yet.
            return False

    def end(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def make_standby():
    """Copy this process's server and have the copy follow it."""
    standby = Standby(Path(tempfile.mkdtemp(prefix="standfirst-standby-")))
    try:
        standby.make_reader()
        standby.copy_primary()
        standby.start()
    except BaseException:
        standby.end()
        raise
    return standby
