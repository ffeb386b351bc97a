"""How old a page may get, and whether somebody keeps a folder's pages true.

That is said by a file whose time is when the log was asked last. Plain Python: the app and the
front both look.
"""

from pathlib import Path

FILE = ".followed"
# As long as a purge waits for a node that says nothing (`standfirst.delivery.purging`).
FOLLOWED_WITHIN_SECONDS = 15.0
# A page that is older than its view allows is shown for so long while the app is asked about it.
GRACE_SECONDS = 10.0


def asked_at(root: Path) -> float:
    """Give when the log was asked last (Unix seconds); 0 for never."""
    try:
        return (root / FILE).stat().st_mtime
    except OSError:
        return 0.0


def is_followed(root: Path, now: float) -> bool:
    """Whether somebody has asked the log within the last 15 seconds (``now``: Unix seconds)."""
    return now - asked_at(root) < FOLLOWED_WITHIN_SECONDS
