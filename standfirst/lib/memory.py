"""Memory of this process."""

import ctypes
import gc


def give_back() -> None:
    """Give back to the system what this process took and does not use any more, where it can.

    Python leaves that to the C library, which keeps most of it; glibc has a call for it.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
