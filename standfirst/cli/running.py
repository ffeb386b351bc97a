"""Whether a site is being served right now: a lock that its `standfirst run` holds."""

import fcntl
from pathlib import Path
from typing import IO

LOCK_FILE = "run.lock"


def hold_site(folder: Path) -> IO[bytes] | None:
    """Mark the site as running until this process ends; None if another holds it.

    The system drops the lock when the process dies, however it dies.
    """
    handle = (folder / LOCK_FILE).open("ab")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle


def is_running(folder: Path) -> bool:
    """Whether some `standfirst run` holds the site."""
    if not (folder / LOCK_FILE).exists():
        return False
    handle = hold_site(folder)
    if handle is None:
        return True
    handle.close()
    return False
