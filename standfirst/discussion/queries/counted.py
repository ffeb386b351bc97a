"""How many comments stand under many pages: asked by every list of teasers, so remembered shortly."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db.models import Q
from django.http import HttpRequest

from standfirst.delivery.public import public_pages_at
from standfirst.delivery.queries import log_position, was_purged_since
from standfirst.discussion.models import Thread
from standfirst.discussion.queries.aliases import is_elsewhere, pages_meant
from standfirst.lib.canonical import canonical, place_of
from standfirst.lib.secret import new_secret

MOST_PAGES = 50
# As old as a number may be on another's page, and younger.
KEPT_SECONDS = 30
# What was made private or removed is forgotten within this time.
LOOK_SECONDS = 0.5
_LOOKED, _POSITION, _EPOCH = "counts:looked", "counts:position", "counts:epoch"


@dataclass(frozen=True)
class Count:
    """How many comments can be read under a page. ``thread`` None: there is no discussion."""

    page: str
    thread: int | None
    comment_count: int
    until: datetime | None = None


def counts_at(request: HttpRequest, pages: Iterable[str], *, now: datetime) -> Mapping[str, Count]:
    """Give the counts by path, or by address for a page elsewhere; what is not public has none.

    Each page is remembered by itself for half a minute in this process, so that what is kept does not
    grow with the ways in which pages can be put together; of what was purged nothing is. Constant in the
    number of pages: four queries where one of them is not remembered, none where all are, and twice a
    second those that look for purges.
    """
    wanted = sorted({normal_page(page) for page in pages})
    memory = caches["memory"]
    epoch = _epoch(memory)
    known: dict[str, Count] = {}
    for page in wanted:
        count = memory.get(_key(epoch, page))
        if count is not None:
            known[page] = count
    missing = [page for page in wanted if page not in known]
    if missing:
        fresh = _asked(request, missing, now)
        for page in missing:
            memory.set(_key(epoch, page), fresh[page], _seconds_of(fresh[page], now))
        known |= fresh
    return {page: known[page] for page in wanted}


def normal_page(page: str) -> str:
    """Write a page in the one way in which it is asked for: `/river/gate/`, or its canonical address."""
    if is_elsewhere(page):
        return canonical(page) or page
    inner = "/".join(part for part in page.partition("?")[0].partition("#")[0].split("/") if part)
    return f"/{inner}/" if inner else "/"


def _epoch(memory: BaseCache) -> str:
    """Give what keys begin with: something new after every purge, so that all before it is forgotten.

    It is asked for before the counts are, so that a count from before a purge never passes for a newer.
    """
    epoch: str | None = memory.get(_EPOCH)
    if epoch is not None and memory.get(_LOOKED) is not None:
        return epoch
    # The position first: a purge that is committed in between is found twice, not never.
    before, until = memory.get(_POSITION), log_position()
    if epoch is None or before is None or was_purged_since(before):
        epoch = new_secret()
        memory.set(_EPOCH, epoch, None)
    memory.set(_POSITION, until, None)
    memory.set(_LOOKED, "looked", LOOK_SECONDS)
    return epoch


def _asked(request: HttpRequest, wanted: list[str], now: datetime) -> dict[str, Count]:
    meant = pages_meant(wanted)
    there = {page: place_of(at) for page, at in meant.items() if is_elsewhere(at)}
    paths = {page: normal_page(at) for page, at in meant.items() if at and page not in there}
    pages = public_pages_at(request, set(paths.values()), now)
    rows = Thread.objects.filter(
        Q(page__in=list(pages.values())) | Q(place__in=[place for place in there.values() if place])
    ).exclude(mode=Thread.Mode.OFF)
    threads: dict[int | str | None, tuple[int | None, int, datetime | None]] = {
        page_id or place: (pk, count, until)
        for page_id, place, pk, count, until in rows.values_list(
            "page_id", "place", "pk", "comment_count", "page__expire_at"
        )
    }
    found = {}
    for page in wanted:
        spot = there.get(page) or pages.get(paths.get(page, ""))
        found[page] = Count(page, *threads.get(spot, (None, 0, None)))
    return found


def _seconds_of(count: Count, now: datetime) -> float:
    """Give how long a count is remembered: not beyond the end of its page."""
    if count.until is None:
        return KEPT_SECONDS
    return min(KEPT_SECONDS, (count.until - now) / timedelta(seconds=1))


def _key(epoch: str, page: str) -> str:
    return f"count:{epoch}:{hashlib.sha256(page.encode('utf-8', 'replace')).hexdigest()}"
