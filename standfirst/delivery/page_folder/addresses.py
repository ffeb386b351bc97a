"""Where the page of an address lies in the folder."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import urlencode

LONGEST_PART = 200
LONGEST_PATH = 1000
FILES = "files"
QUERIED = "queried"
# A part that begins with a dot, an empty part, a backslash or a control character: none of ours.
_ODD = re.compile(r"/\.|//|\\|[\x00-\x1f\x7f]")


def canonical(path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """Write a decoded path and the parameters that belong to it in the one way that counts."""
    parameters = urlencode(sorted(query))
    return f"{path}?{parameters}" if parameters else path


def place_of(address: str) -> PurePosixPath | None:
    """Give where a canonical address lies, seen from the folder; None for one that is never kept.

    Without parameters the place can be told from the path by any web server.
    """
    path, _, query = address.partition("?")
    if not _is_plain(path):
        return None
    if query:
        digest = hashlib.sha256(address.encode()).hexdigest()
        return PurePosixPath(QUERIED, digest[:2], digest[2:])
    name = f"{path}index.html" if path.endswith("/") else path
    return PurePosixPath(FILES, name.removeprefix("/"))


def _is_plain(path: str) -> bool:
    if not path.startswith("/") or _ODD.search(path) or len(path) > LONGEST_PATH:
        return False
    try:
        parts = path.encode().split(b"/")
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return all(len(part) <= LONGEST_PART for part in parts)
