"""A SQLite database as one file, by SQLite's own backup API."""

import sqlite3
from pathlib import Path

from django.db import connection

from standfirst.transfer.backup.refusals import BackupRefused, Refusal


def dump(target: Path) -> None:
    """Copy the database as it is at one moment, while others go on writing.

    One step under one read transaction: a copy in several would begin again at each write.
    """
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
        # One file, whatever the journal of the site it came from.
        copy.execute("PRAGMA journal_mode = DELETE")
    copy.close()
    require_sound(target)


def require_sound(file: Path) -> None:
    """Raise BackupRefused unless SQLite finds nothing wrong with the file."""
    try:
        with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            findings = [row[0] for row in opened.execute("PRAGMA integrity_check(3)")]
            dangling = opened.execute("PRAGMA foreign_key_check").fetchone()
        opened.close()
    except sqlite3.DatabaseError as error:
        raise BackupRefused(Refusal.BROKEN, f"its database cannot be read ({error})") from error
    if findings != ["ok"] or dangling is not None:
        raise BackupRefused(Refusal.BROKEN, f"its database is damaged ({findings[0]})")
