"""Where a redirect may lead: a path of this site, nowhere else."""

from urllib.parse import unquote, urlsplit

LONGEST_TARGET = 2000


def local_path(candidate: str, default: str) -> str:
    """Give the candidate if it is a plain path on this site, else the default.

    Browsers take backslashes for slashes, drop tabs and newlines, and read ``//host`` as another
    site, also after one round of decoding; anything near that is refused.
    """
    if not candidate or len(candidate) > LONGEST_TARGET:
        return default
    seen = candidate
    for _ in range(3):
        if not _is_plain_path(seen):
            return default
        seen = unquote(seen)
    return candidate if _is_plain_path(seen) else default


def _is_plain_path(text: str) -> bool:
    if not text.startswith("/") or text.startswith("//") or "\\" in text:
        return False
    if any(ord(char) <= 0x20 or 0x7F <= ord(char) <= 0xA0 for char in text):
        return False
    if "/../" in text or "//" in text.partition("?")[0] or any(char in text for char in "／．＼"):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
