"""Threads of the whole paper, a page at a time."""

from datetime import datetime

from django.db.models import Q

from standfirst.discussion.models import Thread
from standfirst.discussion.queries.access import read_by_anybody
from standfirst.lib.keyset import Cursor, encode_cursor

THREADS_PER_PAGE = 50
# Somebody wrote there whose words nobody reads: that is no discussion to tell of.
EMPTY_ELSEWHERE = ~Q(place="") & Q(comment_count=0)


def newest_threads(*, after: Cursor | None, now: datetime) -> tuple[list[Thread], str]:
    """Give a page of what anybody may read, the newest first, and the cursor of the next, or ""."""
    rows = Thread.objects.filter(read_by_anybody(now)).exclude(EMPTY_ELSEWHERE)
    if after is not None and len(after) == 1 and isinstance(after[0], int):
        rows = rows.filter(pk__lt=after[0])
    found = list(rows.order_by("-pk")[: THREADS_PER_PAGE + 1])
    shown = found[:THREADS_PER_PAGE]
    return shown, encode_cursor(shown[-1].pk) if len(found) > len(shown) else ""
