"""The list that stands in every backup: what it is, and each file with its size and hash."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from standfirst.transfer.backup.refusals import BackupRefused, Refusal

FORMAT = 1
MANIFEST_NAME = "manifest.json"
SETTINGS_NAME = "standfirst.toml"
LOGINS_NAME = "demo-logins.json"
MEDIA_FOLDER = "media"
DATABASE_NAMES: Mapping[str, str] = {
    "sqlite": "database.sqlite3",
    "postgresql": "database.pgdump",
}
LONGEST_NAME = 1024
HASH_LENGTH = 64


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a backup: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    made_by: str
    engine: str
    migrations: tuple[str, ...]
    files: Mapping[str, StoredFile]

    @property
    def total_size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(file.size for file in self.files.values())

    @property
    def database_name(self) -> str:
        """The name of the database's file within the backup."""
        return DATABASE_NAMES[self.engine]


def written(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file."""
    content = {"standfirst_backup": FORMAT, **asdict(manifest)}
    return json.dumps(content, indent=1, sort_keys=True).encode()


def read(data: bytes) -> Manifest:
    """Read a manifest that anybody may have written.

    Raises BackupRefused for one that is not ours, newer than this release, or names a file that
    no backup of ours has.
    """
    try:
        content = json.loads(data)
        version = content["standfirst_backup"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupRefused(Refusal.NOT_A_BACKUP) from error
    if not isinstance(version, int) or version < 1:
        raise BackupRefused(Refusal.NOT_A_BACKUP)
    if version > FORMAT:
        raise BackupRefused(Refusal.NEWER, f"its format is {version}, this release reads {FORMAT}")
    try:
        return _checked(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupRefused(Refusal.BROKEN, "its list of files makes no sense") from error


def _checked(content: dict[str, Any]) -> Manifest:
    engine = content["engine"]
    datetime.fromisoformat(content["made_at"])
    files = {name: StoredFile(**entry) for name, entry in content["files"].items()}
    for name, file in files.items():
        require_safe_name(name, engine)
        well_formed = type(file.size) is int and file.size >= 0 and _is_hash(file.sha256)
        if not well_formed:
            raise ValueError(name)
    if DATABASE_NAMES[engine] not in files:
        raise KeyError(engine)
    migrations = tuple(str(name) for name in content["migrations"])
    return Manifest(content["made_at"], str(content["made_by"]), engine, migrations, files)


def require_safe_name(name: str, engine: str) -> None:
    """Raise BackupRefused unless the name is one that a backup of ours can have.

    A list of what is allowed, so that nothing has to be thought of: no way up, no other root, no
    drive, no back slash, no control character.
    """
    if name in {DATABASE_NAMES.get(engine), SETTINGS_NAME, LOGINS_NAME}:
        return
    path = PurePosixPath(name)
    is_safe = (
        len(name) <= LONGEST_NAME
        and path.parts[:1] == (MEDIA_FOLDER,)
        and len(path.parts) > 1
        and str(path) == name
        and ".." not in path.parts
        and "\\" not in name
        and ":" not in name
        and name.isprintable()
    )
    if not is_safe:
        raise BackupRefused(Refusal.UNSAFE, f"it names the file {name[:100]!r}")


def _is_hash(text: Any) -> bool:
    return (
        isinstance(text, str) and len(text) == HASH_LENGTH and set(text) <= set("0123456789abcdef")
    )
