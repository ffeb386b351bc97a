"""Whether a client has the bytes already (RFC 9110, 13.1.2 and 13.1.3)."""

import re
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def is_unchanged(
    *, none_match: str | None, modified_since: str | None, etag: str, modified: int
) -> bool:
    """Answer for a GET or HEAD of something that exists.

    ``etag`` is quoted, ``modified`` in whole seconds since 1970. Tags are compared weakly; where
    there are tags the date is not asked, and a date that cannot be read is none.
    """
    if none_match is not None:
        return none_match.strip() == "*" or etag in _TAG.findall(none_match)
    if modified_since is None:
        return False
    seconds = _seconds(modified_since)
    return seconds is not None and modified <= seconds


def http_date(seconds: float) -> str:
    """Write a time as HTTP does."""
    return formatdate(int(seconds), usegmt=True)


def _seconds(date: str) -> float | None:
    try:
        parsed = parsedate_to_datetime(date)
        return parsed.replace(tzinfo=parsed.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None
