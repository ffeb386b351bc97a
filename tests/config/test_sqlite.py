import sqlite3
import subprocess
import sys

import pytest
from django.db import connection, transaction
from django.db.backends.sqlite3.base import Database
from django.db.utils import ConnectionHandler, IntegrityError, OperationalError

from standfirst.config import sqlite

AFFECTED = [(3, 7, 0), (3, 45, 1), (3, 51, 2)]
FIXED = [(3, 51, 3), (3, 52, 0), (4, 0, 0)]


def pragma(cursor, name):
    return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture
def opened(tmp_path, django_db_blocker):
    """Give a function that opens a database as a site with this version of SQLite would."""
    made = []

    def open_with(version):
        entry = sqlite.database(tmp_path / "paper.sqlite3", version)
        live = ConnectionHandler({"default": entry})["default"]
        made.append(live)
        return live

    with django_db_blocker.unblock():
        yield open_with
        for live in made:
            live.close()


@pytest.mark.any_engine
@pytest.mark.django_db
def test_the_sites_own_connection_is_as_it_should_be():
    with connection.cursor() as cursor:
        settings = {
            name: pragma(cursor, name) for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.any_engine
def test_a_fixed_library_writes_ahead_and_syncs_fully(opened):
    with opened((3, 51, 3)).cursor() as cursor:
        assert pragma(cursor, "journal_mode") == "wal"
        assert pragma(cursor, "synchronous") == 2
        assert pragma(cursor, "foreign_keys") == 1
        assert pragma(cursor, "busy_timeout") == 20_000


@pytest.mark.any_engine
def test_an_old_library_keeps_a_rollback_journal_and_syncs_fully(opened):
    with opened((3, 45, 1)).cursor() as cursor:
        assert pragma(cursor, "journal_mode") == "delete"
        assert pragma(cursor, "synchronous") == 2
        assert pragma(cursor, "foreign_keys") == 1
        assert pragma(cursor, "busy_timeout") == 20_000


@pytest.mark.any_engine
def test_an_old_library_takes_a_database_out_of_wal(opened):
    ahead = opened((3, 51, 3))
    with ahead.cursor() as cursor:
        cursor.execute("CREATE TABLE t (x)")
        assert pragma(cursor, "journal_mode") == "wal"
    ahead.close()

    with opened((3, 45, 1)).cursor() as cursor:
        assert pragma(cursor, "journal_mode") == "delete"


def begin(live):
    """Begin a transaction as `atomic` does."""
    live.ensure_connection()
    live.connection.execute("PRAGMA busy_timeout = 0")
    live._start_transaction_under_autocommit()


@pytest.mark.any_engine
@pytest.mark.parametrize("version", [(3, 51, 3), (3, 45, 1)])
def test_a_transaction_takes_the_write_lock_at_once(opened, version):
    one, other = opened(version), opened(version)
    begin(one)

    with pytest.raises(OperationalError, match="locked"):
        begin(other)


@pytest.mark.any_engine
def test_without_immediate_a_transaction_takes_no_lock(opened):
    """The control: then two begin, and one of them fails in the middle."""
    one, other = opened((3, 51, 3)), opened((3, 51, 3))
    for live in (one, other):
        live.settings_dict["OPTIONS"].pop("transaction_mode")
    begin(one)

    begin(other)


@pytest.mark.any_engine
@pytest.mark.parametrize("version", AFFECTED)
def test_an_affected_library_is_refused_where_a_fixed_one_can_be_had(version):
    said = sqlite.refusal(version, system="Linux", machine="x86_64")

    assert said is not None
    assert "pip install pysqlite3" in said
    assert sqlite.fallback_notice(version, system="Linux", machine="x86_64") is None


@pytest.mark.any_engine
@pytest.mark.parametrize(("system", "machine"), [("Linux", "aarch64"), ("Darwin", "arm64")])
@pytest.mark.parametrize("version", AFFECTED)
def test_an_affected_library_falls_back_where_none_can_be_had(version, system, machine):
    assert sqlite.refusal(version, system=system, machine=machine) is None
    assert "rollback journal" in sqlite.fallback_notice(version, system=system, machine=machine)


@pytest.mark.any_engine
@pytest.mark.parametrize("version", FIXED)
def test_a_fixed_library_says_nothing(version):
    for system, machine in (("Linux", "x86_64"), ("Linux", "aarch64")):
        assert sqlite.refusal(version, system=system, machine=machine) is None
        assert sqlite.fallback_notice(version, system=system, machine=machine) is None


@pytest.mark.any_engine
def test_django_uses_the_fixed_library_in_this_process():
    assert Database.sqlite_version_info == sqlite.library_version()
    if sqlite.wheel_is_made_for("Linux", "x86_64") and sys.platform == "linux":
        assert sqlite.is_fixed(Database.sqlite_version_info)
        assert sqlite3.__name__ == "sqlite3" or sqlite3.connect is Database.connect


@pytest.mark.any_engine
def test_the_swap_leaves_a_process_alone_that_has_opened_a_database():
    """Two libraries on one file would drop each other's locks."""
    code = (
        "import sqlite3, sys\n"
        "import django.db.backends.sqlite3.base as base\n"
        "from standfirst.config import sqlite\n"
        "sqlite.swap_in_fixed_library()\n"
        "assert sys.modules['sqlite3'] is sqlite3, 'swapped'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.any_engine
@pytest.mark.django_db(transaction=True)
def test_foreign_keys_hold_on_the_live_connection():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE b (a_id INTEGER REFERENCES a (id))")
    with (
        pytest.raises(IntegrityError, match="FOREIGN KEY"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO b VALUES (1)")
