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


def end_with_parent(parent: int) -> None:
    """From now on this process ends, at once and without a goodbye, when its parent has ended.

    To be called before anything else in a child; ``parent`` is who started it, by number.
    """
    if not _asked_the_kernel():
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    # The parent may have died before anything was asked for.
    if os.getppid() != parent:
        os._exit(1)


def _asked_the_kernel() -> bool:
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    return bool(library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os._exit(1)
