"""Which file belongs to an address: pure arithmetic on names, no look at the disk.

The page folder has `files/<path>` for pages without parameters and `queried/…` for those with;
`…/` stands for `…/index.html`. What could name anything else is never looked up.
"""

import re

INDEX = "index.html"
LONGEST_PART = 200
LONGEST_PATH = 1000
SIDECARS = (".gz", ".br", ".zst", ".meta")
STATIC = "/static/"

_UNSTORED = re.compile("[\x00-\x1f\x7f-\x9f\\\\\N{REPLACEMENT CHARACTER}]|//|/\\.")
_QUERIED = re.compile(r"queried/[0-9a-f]{2}/[0-9a-f]{62}")
_PICTURE = re.compile(r"/media/(images/[0-9a-f]{32}\.(?:avif|gif|jpe?g|png|webp))")


def page_name(path: str) -> str | None:
    """Give the file, relative to the page folder, of a decoded path; None if it never has one."""
    if not _is_plain(path):
        return None
    if path.endswith("/"):
        return f"files{path}{INDEX}"
    # `/river/index.html` and `/river/index.html.gz` are files of `/river/`, no addresses.
    if path.endswith((f"/{INDEX}", *SIDECARS)):
        return None
    return f"files{path}"


def is_page_name(name: str) -> bool:
    """Whether the app, naming a file relative to the page folder, names a page and no other."""
    if name.startswith("files/"):
        return _is_plain(name.removeprefix("files")) and not name.endswith(("/", *SIDECARS))
    return _QUERIED.fullmatch(name) is not None


def static_name(path: str) -> str | None:
    """Give the file, relative to the folder of static files, of a path below `/static/`."""
    if not path.startswith(STATIC) or not _is_plain(path) or path.endswith(("/", ".gz", ".br")):
        return None
    return path.removeprefix(STATIC)


def picture_name(path: str) -> str | None:
    """Give the file, relative to the media folder, of a resized picture's path."""
    found = _PICTURE.fullmatch(path)
    return found[1] if found else None


def _is_plain(path: str) -> bool:
    if not path.startswith("/") or _UNSTORED.search(path):
        return False
    encoded = path.encode()
    return len(encoded) <= LONGEST_PATH and all(
        len(part) <= LONGEST_PART for part in encoded.split(b"/")
    )
