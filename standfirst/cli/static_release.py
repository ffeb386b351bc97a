"""Collecting static files, once for each release: hashed names, compressed copies."""

import hashlib
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from django.conf import STATICFILES_STORAGE_ALIAS, settings
from django.contrib.staticfiles import finders
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connections

STAMP = ".collected"


def static_is_current() -> bool:
    """Whether what was collected is what this release has."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == static_digest()


def begin_collecting() -> BaseProcess:
    """Collect all static files in a process of its own, so that this one does not grow by it.

    What compressing takes would stay with whoever does it, and be in every process forked later.
    """
    connections.close_all()
    process = get_context("fork").Process(target=collect_static)
    process.start()
    return process


def finish_collecting(process: BaseProcess) -> None:
    """Wait for it, and know its names. Raises RuntimeError if it failed; the process has said why."""
    process.join()
    if process.exitcode != 0:
        raise RuntimeError("Static files could not be prepared.")
    # Imports may have read those of before, or none: pages would then name the last release's files.
    # As ManifestFilesMixin has them; its types and Storage's do not go together.
    static_files: Any = storages[STATICFILES_STORAGE_ALIAS]
    static_files.hashed_files, static_files.manifest_hash = static_files.load_manifest()


def collect_static() -> None:
    """Collect all static files. Older hashed files stay, for pages that were made with them."""
    call_command("collectstatic", interactive=False, verbosity=0)
    (Path(settings.STATIC_ROOT) / STAMP).write_text(static_digest(), encoding="ascii")


def static_digest() -> str:
    """What the static files are, by name, size and time of change."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
