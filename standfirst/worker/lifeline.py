"""A child must not outlive its parent: two apps on one port, or a worker nobody stops.

Linux tells a process of its parent's death, `kill -9` included (prctl(2), PR_SET_PDEATHSIG);
elsewhere a thread looks twice a second whether the parent is still the same.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
LOOK_EVERY_SECONDS = 0.5
PARENT = "STANDFIRST_PARENT"


def end_with_parent() -> None:
    """From now on this process ends, at once and without a goodbye, when its parent has ended."""
    parent = os.getppid()
    if not _asked_the_kernel():
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    # The parent may have died before anything was asked for.
    if os.getppid() != parent or parent == 1 or _is_not_the_named_one(parent):
        os._exit(1)


def _is_not_the_named_one(parent: int) -> bool:
    """Whether whoever started us said who they are, and it is somebody else by now."""
    named = os.environ.pop(PARENT, "")
    return named not in ("", str(parent))


def _asked_the_kernel() -> bool:
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    return bool(library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os._exit(1)
