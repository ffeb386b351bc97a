"""Taking a backup of a site that goes on running."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from standfirst.transfer.backup import postgres, sqlite
from standfirst.transfer.backup.archive import Packer, Watch, packing
from standfirst.transfer.backup.manifest import (
    DATABASE_NAMES,
    LOGINS_NAME,
    MEDIA_FOLDER,
    SETTINGS_NAME,
    Manifest,
)

# A copy of a paper must not write into the original's database.
LEFT_OUT_OF_SETTINGS = ("database_url", "database_replica_url")


@dataclass(frozen=True)
class Taken:
    """A finished backup."""

    file: Path
    manifest: Manifest


def take_backup(*, site: Path, target: Path, now: datetime, watch: Watch) -> Taken:
    """Write the whole site into one file, which only its owner can read.

    The database first, at one moment; then the media, whose names are random and never reused, so
    that every file which that moment knows is there. ``watch`` is told of each bytes copied.
    Raises BackupRefused where the database cannot be dumped.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as staging,
        packing(target, watch=watch) as packer,
    ):
        dumped = Path(staging) / DATABASE_NAMES[connection.vendor]
        (sqlite if connection.vendor == "sqlite" else postgres).dump(dumped)
        migrations = applied_migrations()
        packer.add(dumped.name, dumped, is_compressible=connection.vendor == "sqlite")
        _add_settings(packer, site, Path(staging))
        for file in media_files(site / MEDIA_FOLDER):
            name = file.relative_to(site).as_posix()
            packer.add(name, file, is_compressible=False)
        manifest = Manifest(
            made_at=now.isoformat(),
            made_by=f"standfirst {version('standfirst')}",
            engine=connection.vendor,
            migrations=migrations,
            files=packer.files,
        )
        packer.finish(manifest)
    return Taken(target, manifest)


def size_of(site: Path) -> int:
    """About how many bytes a backup will copy, for showing progress."""
    files = [*media_files(site / MEDIA_FOLDER), *site.glob("db.sqlite3")]
    return sum(file.stat().st_size for file in files if file.exists())


def media_files(folder: Path) -> Iterator[Path]:
    """All plain files below the folder, in order. A link is nobody's upload."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file


def applied_migrations() -> tuple[str, ...]:
    """The names of all migrations that the database has."""
    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def _add_settings(packer: Packer, site: Path, staging: Path) -> None:
    settings = site / SETTINGS_NAME
    if settings.is_file():
        lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = staging / SETTINGS_NAME
        kept.write_text(
            "".join(line for line in lines if not line.startswith(LEFT_OUT_OF_SETTINGS)),
            encoding="utf-8",
        )
        packer.add(SETTINGS_NAME, kept, is_compressible=True)
    packer.add(LOGINS_NAME, site / LOGINS_NAME, is_compressible=True)
