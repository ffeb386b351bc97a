"""Making a site from a backup: look at everything, then swap, and keep what was there."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from standfirst.transfer.backup import postgres, sqlite
from standfirst.transfer.backup.archive import Watch, unpack
from standfirst.transfer.backup.manifest import (
    LOGINS_NAME,
    MEDIA_FOLDER,
    SETTINGS_NAME,
    Manifest,
)
from standfirst.transfer.backup.refusals import BackupRefused, Refusal

SQLITE_FILE = "db.sqlite3"
# What SQLite keeps beside a database belongs to it: left behind, it would be read into the new one.
SQLITE_COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Restored:
    """What was restored, and where what it replaced is kept (None: there was nothing)."""

    manifest: Manifest
    kept: Path | None


def restore_backup(
    *, source: Path, site: Path, may_replace: bool, now: datetime, watch: Watch
) -> Restored:
    """Make the site what the backup says.

    Raises BackupRefused, with nothing touched, for a file that is broken, foreign, newer or
    malicious, for one of another database engine, and where a site stands that may not be replaced.
    Settings that the folder has already stay: a copy keeps its own address and secrets.
    """
    if not may_replace and (has_files(site) or has_tables()):
        raise BackupRefused(Refusal.SITE_EXISTS, str(site))
    with unpacked(source, site, watch) as (manifest, fresh):
        _require_known(manifest)
        if manifest.engine == "sqlite":
            sqlite.require_sound(fresh / manifest.database_name)
        else:
            connection.close()
            postgres.restore(fresh / manifest.database_name)
        kept = _swap(fresh, site, manifest, now)
    return Restored(manifest, kept)


@contextmanager
def unpacked(source: Path, site: Path, watch: Watch) -> Iterator[tuple[Manifest, Path]]:
    """The checked content of a backup, in a folder beside the site's files: a rename away."""
    was_there = site.is_dir()
    site.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=site) as folder:
            manifest = unpack(source, Path(folder), watch=watch)
            if manifest.engine != connection.vendor:
                raise BackupRefused(Refusal.OTHER_ENGINE, manifest.engine)
            yield manifest, Path(folder)
    finally:
        if not was_there and not any(site.iterdir()):
            site.rmdir()


def has_files(site: Path) -> bool:
    """Whether the folder holds a paper's data already. Settings alone are none."""
    media = site / MEDIA_FOLDER
    return (site / SQLITE_FILE).exists() or (media.is_dir() and any(media.iterdir()))


def has_tables() -> bool:
    """Whether the database is in use. A SQLite file is not made by asking."""
    if connection.vendor == "sqlite":
        return False
    return MigrationRecorder(connection).has_table()


def _require_known(manifest: Manifest) -> None:
    """Refuse a database that a newer release has changed: this one would not understand it."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    apps = {app for app, _ in loader.disk_migrations}
    for name in manifest.migrations:
        if name.split(".")[0] in apps and name not in known:
            raise BackupRefused(Refusal.NEWER, f"its database has {name}")


def _swap(fresh: Path, site: Path, manifest: Manifest, now: datetime) -> Path | None:
    """Move the new files to their places and the old ones aside, each by one rename."""
    connections.close_all()
    kept = site / f"before-restore-{now:%Y%m%dT%H%M%SZ}"
    moves = {MEDIA_FOLDER: MEDIA_FOLDER, LOGINS_NAME: LOGINS_NAME}
    if manifest.engine == "sqlite":
        moves[manifest.database_name] = SQLITE_FILE
        for companion in SQLITE_COMPANIONS:
            _set_aside(site / f"{SQLITE_FILE}{companion}", kept)
    if not (site / SETTINGS_NAME).exists():
        moves[SETTINGS_NAME] = SETTINGS_NAME
    for packed, place in moves.items():
        _set_aside(site / place, kept)
        if (fresh / packed).exists():
            (fresh / packed).replace(site / place)
    (site / MEDIA_FOLDER).mkdir(exist_ok=True)
    for name in (SETTINGS_NAME, LOGINS_NAME, SQLITE_FILE):
        if (site / name).exists():
            (site / name).chmod(0o600)
    return kept if kept.exists() else None


def _set_aside(path: Path, kept: Path) -> None:
    if path.exists():
        kept.mkdir(exist_ok=True, mode=0o700)
        shutil.move(path, kept / path.name)
