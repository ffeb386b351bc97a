"""From files to memory: a page with its codings, a static file with those beside it."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whitenoise.media_types import MediaTypes

from standfirst.delivery.cdn.headers import headers_for_cdn, no_life_at_cdn
from standfirst.delivery.front.conditions import http_date
from standfirst.delivery.front.kept import Headers, Kept, State, Variant
from standfirst.delivery.front.negotiation import IDENTITY, SUFFIXES

MEDIA_TYPES = MediaTypes()
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"
# A page is asked about each time it is shown; the answer is mostly 304.
NO_CACHE = "no-cache"


def state_of(found: os.stat_result) -> State:
    """Give what tells one content of a file from another."""
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_page(folder: Path, name: str, common: Headers, cdn: str = "") -> Kept | None:
    """Read a page; None if there is none, or if what lies beside it belongs to another bake.

    A bake's files carry one time of change; the page itself is renamed into place last.
    """
    file = str(folder / name)
    found = _regular(file)
    if found is None:
        return None
    meta = _json(read_whole(f"{file}.meta", found.st_mtime_ns))
    if meta is None or not isinstance(meta.get("soft_seconds"), (int, float)):
        return None
    digest = meta.get("digest")
    if not isinstance(digest, str):
        identity = read_whole(file, found.st_mtime_ns)
        if identity is None:
            return None
        digest = hashlib.sha256(identity).hexdigest()[:32]
    soft_seconds = float(meta["soft_seconds"])
    headers = [("content-type", str(meta["type"])), ("cache-control", NO_CACHE), *common]
    headers += _for_cdn(cdn, meta, found.st_mtime)
    return Kept(
        file,
        state_of(found),
        _variants(file, found, digest, headers, is_page=True),
        soft_seconds=soft_seconds,
        fresh_until=found.st_mtime + soft_seconds,
    )


def read_static(folder: Path, name: str, common: Headers) -> Kept | None:
    """Read a static file; None if there is none. A name with its content's hash is for ever."""
    file = str(folder / name)
    found = _regular(file)
    if found is None:
        return None
    content_type = MEDIA_TYPES.get_type(name)
    if content_type.startswith("text/"):
        content_type = f"{content_type}; charset=utf-8"
    life = FOR_EVER if HASHED.search(name) else FOR_A_MINUTE
    tag = f"{found.st_mtime_ns:x}-{found.st_size:x}"
    headers = [("content-type", content_type), ("cache-control", life), *common]
    return Kept(
        file,
        state_of(found),
        _variants(file, found, tag, headers, is_page=False),
    )


def read_whole(file: str, mtime_ns: int | None) -> bytes | None:
    """Read a file if it is (still) the one that was changed at this time."""
    try:
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 (a string is what there is)
            if mtime_ns not in (None, os.fstat(stream.fileno()).st_mtime_ns):
                return None
            return stream.readall()
    except OSError:
        return None


def note_read(file: str, at: float) -> None:
    """Set the time of the last reading; others learn from it what is asked for.

    By descriptor, so that a page renamed into place meanwhile keeps its own time of change.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return
    try:
        os.utime(descriptor, ns=(int(at * 1e9), os.fstat(descriptor).st_mtime_ns))
    except OSError:
        pass  # a read-only folder: nobody learns, and reading goes on
    finally:
        os.close(descriptor)


def _for_cdn(cdn: str, meta: Mapping[str, Any], baked_at: float) -> Headers:
    if not isinstance(meta.get("hard"), list):
        return no_life_at_cdn(cdn)
    until = meta.get("until")
    ends_in = None if until is None else float(until) - baked_at
    return headers_for_cdn(cdn, hard=meta["hard"], soft=meta.get("soft", ()), ends_in=ends_in)


def _regular(file: str) -> os.stat_result | None:
    try:
        found = os.stat(file)  # noqa: PTH116 (a string is what there is)
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _json(content: bytes | None) -> Mapping[str, Any] | None:
    try:
        parsed = json.loads(content or b"")
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) and isinstance(parsed.get("type"), str) else None


def _variants(
    file: str, found: os.stat_result, tag: str, headers: Headers, *, is_page: bool
) -> dict[str, Variant]:
    modified = found.st_mtime_ns // 1_000_000_000
    common = [("vary", "Accept-Encoding"), ("last-modified", http_date(modified)), *headers]
    made = {}
    for coding, suffix in ((IDENTITY, ""), *SUFFIXES.items()):
        beside = _regular(file + suffix) if suffix else found
        if beside is None or (is_page and beside.st_mtime_ns != found.st_mtime_ns):
            continue
        etag = f'"{tag}-{coding}"' if suffix else f'"{tag}"'
        described: Headers = [("etag", etag), *common]
        full = [*described, ("content-encoding", coding)] if suffix else described
        made[coding] = Variant(
            file + suffix,
            beside.st_size,
            etag,
            modified,
            headers=full,
            head_headers=[*full, ("content-length", str(beside.st_size))],
            unchanged_headers=[each for each in described if each[0] != "content-type"],
        )
    return made
