"""The names by which a page is purged at a CDN: one for each key that it shows.

A key that a page shows softly has another tag than the same key shown hard: one gift must not make
the CDN fetch a hundred thousand pages at once.
"""

import hashlib
import re
from collections.abc import Iterable

# On every page: purged when a release changes them all.
EVERYTHING = "paper"
# Tags are words: parted by blanks or commas, and the same in upper and lower case at Cloudflare.
_WORD = re.compile(r"[a-z0-9][a-z0-9:._-]{0,59}")


def hard_tags(keys: Iterable[str]) -> list[str]:
    """Give the tags of keys that a page is, in order and each once."""
    return list(dict.fromkeys(map(_tag, keys)))


def soft_tags(keys: Iterable[str]) -> list[str]:
    """Give the tags of keys of which a page shows a number or a list."""
    return [f"soft.{tag}" for tag in hard_tags(keys)]


def _tag(key: str) -> str:
    if _WORD.fullmatch(key):
        return key
    return f"x.{hashlib.sha256(key.encode()).hexdigest()[:24]}"
