"""The test database: migrated once, kept as a template, copied for each process and after each commit.

A test within a transaction (`db`) rolls back. A test that commits (`transactional_db`, `live_server`)
gets the template back afterwards instead of Django's flush, which would take Wagtail's first page,
locale and groups with it, and is slower.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from tests.plugins.postgres import SOCKETS, Server
from tests.plugins.remembering import TRAIL

ROOT = Path(__file__).parents[2]
KEPT_TEMPLATES = 6
BUSY_SECONDS = 20
TEMPLATE = "standfirst_template"


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Make this process its migrated database and give it (overrides pytest-django's fixture)."""
    cache = Path(request.config.cache.mkdir("standfirst"))
    with django_db_blocker.unblock():
        database = SqliteFile(cache) if connection.vendor == "sqlite" else PostgresDatabase(cache)
        with locked(cache / f"{connection.vendor}.lock"):
            database.make_template()
        database.renew()
    standard = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.renew()
    yield database
    TransactionTestCase._fixture_teardown = standard
    with django_db_blocker.unblock():
        close_connections()


class SqliteFile:
    """The site folder's own `db.sqlite3`, copied from a file named after the state of the migrations."""

    def __init__(self, cache):
        self.file = Path(connection.settings_dict["NAME"])
        if "STANDFIRST_SITE" not in os.environ or not self.file.is_relative_to(
            os.environ["STANDFIRST_SITE"]
        ):
            raise pytest.UsageError(f"{self.file} is not in the test's site folder: refused.")
        self.template = cache / f"{state_of_migrations()}.sqlite3"

    def make_template(self):
        if not self.template.exists():
            migrate()
            close_connections()
            keep(self.file, self.template)

    def renew(self):
        """Write the template over the database by SQLite's own means: a server may have it open."""
        self.overwrite(self.file, f"file:{self.template}?immutable=1")

    def set_aside(self, name):
        """Copy the database as it stands to one beside it, and give what that is called."""
        aside = self.file.with_name(f"{name}.sqlite3")
        self.overwrite(aside, f"file:{self.file}")
        return str(aside)

    def take(self, aside):
        """Write what was set aside over the database."""
        self.overwrite(self.file, f"file:{aside}")

    def overwrite(self, place, source):
        close_connections()
        library = connection.Database
        with (
            closing(library.connect(source, uri=True)) as kept,
            closing(library.connect(place, timeout=BUSY_SECONDS)) as database,
        ):
            database.execute("PRAGMA synchronous = OFF")
            kept.backup(database)


class PostgresDatabase:
    """A database of this process on its server, made from a template database beside it."""

    def __init__(self, cache):
        self.name = connection.settings_dict["NAME"]
        self.server = Server(os.environ[SOCKETS])
        self.dump = cache / f"{state_of_migrations()}.dump"

    def make_template(self):
        if TEMPLATE in self.server.databases():
            return
        self.server.run(f'CREATE DATABASE "{self.name}"')
        if self.dump.exists():
            self.server.client("pg_restore", "--dbname", self.server.url(self.name), str(self.dump))
        else:
            migrate()
            close_connections()
            fresh = self.dump.with_suffix(".fresh")
            self.server.client(
                "pg_dump", "--format=custom", "--file", str(fresh), self.server.url(self.name)
            )
            keep(fresh, self.dump)
            fresh.unlink()
        self.server.run(f'ALTER DATABASE "{self.name}" RENAME TO {TEMPLATE}')

    def renew(self):
        self.overwrite(self.name, TEMPLATE)

    def set_aside(self, name):
        aside = f"{self.name}_{name}"
        self.overwrite(aside, self.name)
        return aside

    def take(self, aside):
        self.overwrite(self.name, aside)

    def overwrite(self, place, source):
        close_connections()
        self.server.run(f'DROP DATABASE IF EXISTS "{place}" WITH (FORCE)')
        self.server.run(f'CREATE DATABASE "{place}" TEMPLATE "{source}"')


@contextmanager
def standing_in(name):
    """Lead the connection to another database of this engine, and back afterwards."""
    settings, own = connection.settings_dict, connection.settings_dict["NAME"]
    close_connections()
    settings["NAME"] = name
    try:
        yield
    finally:
        close_connections()
        settings["NAME"] = own


def migrate():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A template that a power cut spoils is made again; hundreds of commits need no disk.
            cursor.execute("PRAGMA synchronous = OFF")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def close_connections():
    """Close all, as before the database is changed for another; what is remembered of it holds no more."""
    TRAIL.leave()
    connections.close_all()
    if getattr(connection, "pool", None) is not None:
        connection.close_pool()


def state_of_migrations():
    """Name what a migrated database depends on; another state makes another template."""
    package = ROOT / "standfirst"
    files = [
        *package.glob("*/migrations/**/*.py"),
        *package.glob("*/apps.py"),
        *package.glob("*/receivers.py"),
        *package.glob("config/settings*.py"),
        package / "lib" / "guards.py",
        package / "lib" / "triggers.py",
        ROOT / "requirements-dev.lock",
    ]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.exists()):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def keep(file, place):
    """Move a finished template to its place in one step, and drop the oldest ones of its kind."""
    unfinished = place.with_suffix(".unfinished")
    shutil.copyfile(file, unfinished)
    unfinished.replace(place)
    kept = sorted(place.parent.glob(f"*{place.suffix}"), key=lambda old: old.stat().st_mtime)
    for old in kept[:-KEPT_TEMPLATES]:
        old.unlink(missing_ok=True)


@contextmanager
def locked(file):
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, run again only what the engine can change; on SQLite, what it has at all."""
    belongs = runs_on_sqlite if connection.vendor == "sqlite" else depends_on_the_engine
    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = [item for item in items if belongs(item)]


def runs_on_sqlite(item):
    return item.get_closest_marker("postgres_only") is None


def depends_on_the_engine(item):
    fixtures = set(item.fixturenames)
    # What a browser or the whole demo is looked at for is the same on both.
    if item.get_closest_marker("any_engine") or {"browser", "demo_kept"} & fixtures:
        return False
    touching = {"db", "transactional_db", "live_server"} & fixtures
    return bool(touching or item.get_closest_marker("django_db"))
