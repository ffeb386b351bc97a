"""Resized pictures: streamed from their files, never held in memory."""

import os
import stat
from pathlib import Path

from standfirst.delivery.front.conditions import http_date, is_unchanged
from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.reading import FOR_EVER, MEDIA_TYPES
from standfirst.delivery.front.rsgi import HTTPProtocol, RequestHeaders


def give_picture(
    protocol: HTTPProtocol, method: str, headers: RequestHeaders, file: Path, common: Headers
) -> bool:
    """Answer a GET or HEAD with a picture; False, and no answer, if there is none."""
    try:
        found = file.stat()
    except OSError:
        return False
    if not stat.S_ISREG(found.st_mode):
        return False
    # The name is random and never used again, so whoever has the file has the right one for ever.
    described: Headers = [
        ("etag", f'"{found.st_mtime_ns:x}-{found.st_size:x}"'),
        ("last-modified", http_date(found.st_mtime)),
        ("cache-control", FOR_EVER),
        *common,
    ]
    unchanged = is_unchanged(
        none_match=headers.get("if-none-match"),
        modified_since=headers.get("if-modified-since"),
        etag=described[0][1],
        modified=int(found.st_mtime),
    )
    if unchanged:
        protocol.response_empty(304, described)
        return True
    full = [
        *described,
        ("content-type", MEDIA_TYPES.get_type(file.name)),
        ("content-length", str(found.st_size)),
    ]
    if method == "HEAD":
        protocol.response_empty(200, full)
    else:
        protocol.response_file(200, full, os.fspath(file))
    return True
