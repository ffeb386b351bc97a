"""Which SQLite library is used, and how each connection to it is opened.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode (the WAL-reset fault), so WAL is
used with a fixed library only. The `pysqlite3` wheel brings one; it must take the place of
`sqlite3` before Django loads its backend. Where no such wheel exists and the system's
library is old, the site runs with a rollback journal, which never had that fault.
"""

import importlib
import platform
import sys
from pathlib import Path
from typing import Any

FIRST_FIXED = (3, 51, 3)
BUSY_TIMEOUT_SECONDS = 20

Version = tuple[int, ...]


def swap_in_fixed_library() -> None:
    """Let `import sqlite3` mean the `pysqlite3` wheel, in this process, where it is installed.

    Without effect once Django's SQLite backend is loaded: two libraries on one file in one
    process would drop each other's POSIX locks.
    """
    if "django.db.backends.sqlite3.base" in sys.modules:
        return
    try:
        fixed = importlib.import_module("pysqlite3")
        interface = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return
    sys.modules["sqlite3"] = fixed
    sys.modules["sqlite3.dbapi2"] = interface


def library_version() -> Version:
    """The version of the library that `import sqlite3` gives now."""
    module = importlib.import_module("sqlite3")
    version: Version = module.sqlite_version_info
    return version


def is_fixed(version: Version) -> bool:
    """Whether this version is free of the WAL-reset fault."""
    return version >= FIRST_FIXED


def wheel_is_made_for(system: str, machine: str) -> bool:
    """Whether a fixed library can be had as a wheel on this kind of machine."""
    return system == "Linux" and machine == "x86_64"


def journal_mode(version: Version) -> str:
    """WAL with a fixed library, else the rollback journal."""
    return "WAL" if is_fixed(version) else "DELETE"


def refusal(version: Version, *, system: str = "", machine: str = "") -> str | None:
    """Why this site must not start: an old library where a fixed one can be had."""
    made = wheel_is_made_for(system or platform.system(), machine or platform.machine())
    if is_fixed(version) or not made:
        return None
    return (
        f"SQLite {_dotted(version)} can corrupt a database; install the fixed one with "
        "`pip install pysqlite3==0.6.1` and start again."
    )


def fallback_notice(version: Version, *, system: str = "", machine: str = "") -> str | None:
    """What is said once at start where no fixed library can be had, or None."""
    made = wheel_is_made_for(system or platform.system(), machine or platform.machine())
    if is_fixed(version) or made:
        return None
    return (
        f"SQLite {_dotted(version)} is older than {_dotted(FIRST_FIXED)}: "
        "running with a rollback journal, which is safe and slower."
    )


def connection_options(version: Version) -> dict[str, Any]:
    """Django's OPTIONS for every connection.

    FULL, because NORMAL loses acknowledged commits on power loss. IMMEDIATE, because a
    transaction that reads first and writes later is refused at once instead of waiting.
    """
    return {
        "timeout": BUSY_TIMEOUT_SECONDS,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            f"PRAGMA journal_mode = {journal_mode(version)};"
            "PRAGMA synchronous = FULL;"
            "PRAGMA foreign_keys = ON"
        ),
    }


def database(path: Path, version: Version) -> dict[str, Any]:
    """The entry of DATABASES for a SQLite file. Tests use a file too, never memory."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": connection_options(version),
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _dotted(version: Version) -> str:
    return ".".join(str(part) for part in version)
