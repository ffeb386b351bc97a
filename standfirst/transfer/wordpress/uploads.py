"""A copy of wp-content/uploads, and finding in it what a post means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

_UPLOADS = re.compile(r"/(?:uploads|files)/(?:sites/\d+/)?(.+)$")
_BY_MONTH = re.compile(r"/(\d{4}/\d{2}/[^/]+)$")
# WordPress's resized copies: photo-300x200.jpg, photo-scaled.jpg, photo-e1355925145123.jpg.
_RESIZED = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.[A-Za-z0-9]+$)")


def upload_path(address: str) -> str:
    """Give the path below the uploads folder that an address means; "" if it means none."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    match = _UPLOADS.search(path) or _BY_MONTH.search(path)
    return match.group(1) if match else ""


def spellings(path: str) -> Iterator[str]:
    """Give a path, and the original's it may be a resized copy of."""
    yield path
    original = _RESIZED.sub("", path)
    if original != path:
        yield original
    stem, dot, ending = original.rpartition(".")
    if dot:
        yield f"{stem}-scaled.{ending}"


class Uploads:
    """The operator's copy of the old paper's files. Never leads out of its folder."""

    def __init__(self, folder: Path) -> None:
        self._root = next(
            (
                found.resolve()
                for found in (folder / "wp-content" / "uploads", folder / "uploads", folder)
                if found.is_dir()
            ),
            folder.resolve(),
        )

    def find(self, path: str) -> Path | None:
        """Find the largest copy of a file there is."""
        for spelling in spellings(path):
            found = self._inside(spelling)
            if found is not None:
                return found
        return None

    def _inside(self, path: str) -> Path | None:
        parts = PurePosixPath(path.lstrip("/")).parts
        if not parts or ".." in parts or "\0" in path:
            return None
        try:
            found = self._root.joinpath(*parts).resolve()
            is_ours = found.is_relative_to(self._root) and found.is_file()
        except OSError:
            # A name longer than the file system's is a name that is not there.
            return None
        return found if is_ours else None
