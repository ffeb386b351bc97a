"""Packing files into one, and unpacking one that anybody may have made."""

import hashlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from standfirst.transfer.backup.manifest import MANIFEST_NAME, Manifest, StoredFile, read, written
from standfirst.transfer.backup.refusals import BackupRefused, Refusal

CHUNK = 1024 * 1024
LARGEST_MANIFEST = 256 * CHUNK
# Deflate reaches 1,032; databases of text stay far below this.
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 16 * CHUNK
UNDERSTOOD = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1
BREAKAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)

Watch = Callable[[int], None]


class Packer:
    """A backup being written. Each file's hash is taken while it is copied."""

    def __init__(self, archive: zipfile.ZipFile, watch: Watch) -> None:
        self.archive = archive
        self.watch = watch
        self.files: dict[str, StoredFile] = {}

    def add(self, name: str, source: Path, *, is_compressible: bool) -> None:
        """Add a file. One that is gone by now (a picture just deleted) is left out."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if is_compressible else zipfile.ZIP_STORED
        entry.external_attr = (stat.S_IFREG | 0o600) << 16
        try:
            opened = source.open("rb")
        except FileNotFoundError:
            return
        with opened, self.archive.open(entry, "w", force_zip64=True) as target:
            self.files[name] = copied(opened, target, watch=self.watch)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, last, when all hashes are known."""
        entry = zipfile.ZipInfo(MANIFEST_NAME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = (stat.S_IFREG | 0o600) << 16
        self.archive.writestr(entry, written(manifest))


@contextmanager
def packing(target: Path, *, watch: Watch) -> Iterator[Packer]:
    """Write a backup beside its place, and put it there, synced, when it is whole."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with unfinished.open("wb") as handle:
            with zipfile.ZipFile(handle, "w") as archive:
                yield Packer(archive, watch)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def unpack(source: Path, folder: Path, *, watch: Watch) -> Manifest:
    """Check everything about a backup and unpack it into an empty folder.

    Raises BackupRefused at the first thing that is wrong; the folder is the caller's to remove.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = read_manifest(archive)
            entries = _agreeing_entries(archive, manifest)
            _require_space(folder, manifest)
            for name, file in manifest.files.items():
                _unpack_one(archive, entries[name], folder / name, file, watch=watch)
    except BREAKAGE as error:
        raise BackupRefused(Refusal.BROKEN, str(error)) from error
    return manifest


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, of which no more is read than any honest one has."""
    try:
        entry = archive.getinfo(MANIFEST_NAME)
    except KeyError as error:
        raise BackupRefused(Refusal.NOT_A_BACKUP) from error
    _require_plain(entry)
    with archive.open(entry) as opened:
        data = opened.read(LARGEST_MANIFEST + 1)
    if len(data) > LARGEST_MANIFEST:
        raise BackupRefused(Refusal.TOO_LARGE, "its list of files has no end")
    return read(data)


def copied(source: IO[bytes], target: IO[bytes], *, watch: Watch, limit: int = -1) -> StoredFile:
    """Copy and hash. With a limit, stop one byte after it: more was promised less."""
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if 0 <= limit < size:
            raise BackupRefused(Refusal.BROKEN, "a file is larger than its list says")
        digest.update(chunk)
        target.write(chunk)
        watch(len(chunk))
    return StoredFile(size, digest.hexdigest())


def _agreeing_entries(archive: zipfile.ZipFile, manifest: Manifest) -> dict[str, zipfile.ZipInfo]:
    """The archive's entries, which must be the manifest's files, each once, and plain."""
    names = [entry.filename for entry in archive.infolist()]
    if len(names) != len(set(names)):
        raise BackupRefused(Refusal.UNSAFE, "it has two files of one name")
    if set(names) != {MANIFEST_NAME, *manifest.files}:
        raise BackupRefused(Refusal.BROKEN, "its files are not those of its list")
    for entry in archive.infolist():
        _require_plain(entry)
    for name, file in manifest.files.items():
        if archive.getinfo(name).file_size != file.size:
            raise BackupRefused(Refusal.BROKEN, f"{name} has another size than its list says")
    return {entry.filename: entry for entry in archive.infolist()}


def _require_plain(entry: zipfile.ZipInfo) -> None:
    """No link, no device, no encryption, no method that hides how large it becomes."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG} or entry.is_dir():
        raise BackupRefused(Refusal.UNSAFE, f"{entry.filename[:100]!r} is no plain file")
    if entry.flag_bits & ENCRYPTED or entry.compress_type not in UNDERSTOOD:
        raise BackupRefused(Refusal.BROKEN, f"{entry.filename[:100]!r} is packed in another way")
    grows = entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)
    if grows and entry.file_size > RATIO_COUNTS_FROM:
        raise BackupRefused(Refusal.TOO_LARGE, f"{entry.filename[:100]!r} would grow out of bounds")


def _require_space(folder: Path, manifest: Manifest) -> None:
    free = shutil.disk_usage(folder).free
    if manifest.total_size > free:
        raise BackupRefused(
            Refusal.TOO_LARGE, f"it needs {manifest.total_size:,} bytes and {free:,} are free"
        )


def _unpack_one(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    place: Path,
    file: StoredFile,
    *,
    watch: Watch,
) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as opened, place.open("xb") as target:
        found = copied(opened, target, watch=watch, limit=file.size)
        target.flush()
        os.fsync(target.fileno())
    place.chmod(0o640)
    if found != file:
        raise BackupRefused(
            Refusal.BROKEN, f"{entry.filename} is not what it was when it was packed"
        )
