"""Pages in a page folder, written as the app's baking writes them."""

import gzip
import hashlib
import json
import os
import time
from pathlib import Path

import brotli

PAGE = b"<!doctype html><title>River</title>" + b"<p>The gate was closed at noon.</p>" * 40


def bake(pages, name, body=PAGE, *, age=0.0, soft_seconds=60, codings=("gz", "br"), meta=None):
    """Write one page's files, all of one time, the body renamed into place last; give its ETag."""
    file = Path(pages) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    mtime = time.time_ns() - int(age * 1e9)
    beside = {
        "meta": json.dumps(
            {"type": "text/html; charset=utf-8", "soft_seconds": soft_seconds, **(meta or {})}
        ).encode()
    }
    if "gz" in codings:
        beside["gz"] = gzip.compress(body)
    if "br" in codings:
        beside["br"] = brotli.compress(body)
    if "zst" in codings:
        beside["zst"] = b"(zstd) " + body[:20]
    for suffix in ("gz", "br", "zst", "meta"):
        side = Path(f"{file}.{suffix}")
        side.unlink(missing_ok=True)
        if suffix in beside:
            _write(side, beside[suffix], mtime)
    _write(file, body, mtime)
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def drop(pages, name):
    """Remove a page: the body first."""
    file = Path(pages) / name
    file.unlink()
    for suffix in ("gz", "br", "zst", "meta"):
        Path(f"{file}.{suffix}").unlink(missing_ok=True)


def _write(file, content, mtime):
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    os.utime(part, ns=(mtime, mtime))
    part.rename(file)
