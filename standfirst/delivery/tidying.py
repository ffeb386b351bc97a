"""Keeping the page folder within its quota: what nobody has read for longest goes first."""

import structlog

from standfirst.delivery.keeping import Shelf

log = structlog.get_logger("standfirst.delivery")

# Room is made for a while, not for the next page alone: looking for it reads every page's times.
FILLED_AFTERWARDS = 0.9
AT_ONCE = 500


def keep_within(shelf: Shelf, most: int) -> int:
    """Drop pages if they take more than ``most`` bytes, until they take nine tenths; give how many.

    Memory does not grow with the number of pages.
    """
    size = shelf.index.size()
    excess = size - int(most * FILLED_AFTERWARDS)
    if size <= most:
        return 0
    note_when_asked(shelf)
    dropped = 0
    while excess > 0 and (unread := shelf.index.longest_unread(AT_ONCE)):
        going = []
        for address, bytes_ in unread:
            if excess <= 0:
                break
            going.append(address)
            excess -= bytes_
        shelf.drop(going)
        dropped += len(going)
    log.info("quota", pages_dropped=dropped, quota=most)
    return dropped


def note_when_asked(shelf: Shelf) -> None:
    """Bring the times at which pages were read into the index, some at a time."""
    last = ""
    while addresses := shelf.index.addresses(last, AT_ONCE):
        shelf.index.note_asked({address: when_asked(shelf, address) for address in addresses})
        last = addresses[-1]


def when_asked(shelf: Shelf, address: str) -> float:
    """When a page was last read (Unix seconds); one whose file is gone is the oldest of all."""
    place = shelf.folder.place(address)
    try:
        return place.stat().st_atime if place else 0.0
    except OSError:
        return 0.0
