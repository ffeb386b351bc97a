"""The page folder begins empty with each release: what an older one rendered is shown no more."""

import hashlib
import secrets
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from standfirst.cli.static_release import static_digest
from standfirst.delivery.followed import asked_at
from standfirst.delivery.keeping import KEPT_SECONDS

PACKAGE = Path(__file__).parents[1]
PAGES = "pages"
STAMP = ".release"
OLD = "pages-old-"
BOOT = Path("/proc/sys/kernel/random/boot_id")


def prepare_pages(folder: Path) -> None:
    """Keep the pages of this release, since this start of the machine; begin anew otherwise.

    Pages are written without waiting for the disk, so those from before a power cut may be torn.
    The stale log goes back a week: what pages that nobody followed for so long missed is not in it.
    """
    is_known = time.time() - asked_at(folder) < KEPT_SECONDS
    if not is_known or not is_of_this_release(folder):
        if folder.exists():
            folder.rename(folder.with_name(f"{OLD}{secrets.token_hex(8)}"))
        folder.mkdir(parents=True)
        (folder / STAMP).write_text(release(), encoding="ascii")


def is_of_this_release(folder: Path) -> bool:
    """Whether pages were made by what would make them now."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == release()


def remove_old_pages(folder: Path) -> None:
    """Delete what `prepare_pages` put aside: a million files take a while, and nobody waits for it."""
    for old in folder.parent.glob(f"{OLD}*"):
        shutil.rmtree(old, ignore_errors=True)


def release() -> str:
    """What pages are made by: code, templates, static files, settings, and this start."""
    digest = hashlib.sha256(static_digest().encode())
    for file in sorted(PACKAGE.rglob("*.*")):
        if file.suffix in {".py", ".html", ".mo"}:
            stat = file.stat()
            digest.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    digest.update(repr((settings.SITE, settings.STANDFIRST_BASE_URL)).encode())
    digest.update(BOOT.read_bytes() if BOOT.exists() else b"")
    digest.update(database_file())
    return digest.hexdigest()


def database_file() -> bytes:
    """Name SQLite's file, not its content: one that was put in another's place is another."""
    if connection.vendor != "sqlite":
        return b""
    return str(Path(connection.settings_dict["NAME"]).stat().st_ino).encode()


def forget_pages(folder: Path) -> None:
    """Have the next start begin anew, since the database is not what the pages were made from."""
    (folder / STAMP).unlink(missing_ok=True)
