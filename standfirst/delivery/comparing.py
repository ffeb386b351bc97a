"""Comparing finished pages with what would be rendered now, and mending those that are wrong.

Keys say when a page is out of date. A key that was forgotten, a signal that got lost or a file that was
torn says nothing: this finds it.
"""

import gzip
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import brotli
import structlog
import zstandard
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpResponse
from django.urls import resolve

from standfirst.delivery.baking import is_keepable, rendering_beside, request_for
from standfirst.delivery.keeping import Shelf, own_shelf
from standfirst.delivery.page_folder import KeptPage
from standfirst.delivery.page_folder.files import put
from standfirst.delivery.queries import is_news_of, keys_stale_since

log = structlog.get_logger("standfirst.delivery")

AT_ONCE = 500
MOST_NAMED = 20
# In the worker, which has other things to do: it goes on an hour later where it stopped.
SECONDS_AN_HOUR = 10.0
# By then the worker would have been here twice.
OVERDUE_SECONDS = 7200.0
# Whoever follows the log has dropped or baked anew by then what a row of it made stale.
LATE_AFTER = timedelta(seconds=70)
PLACE = ".compared"
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".br": brotli.decompress,
    ".zst": zstandard.decompress,
}


class Finding(StrEnum):
    """What is the case with one page, in the words that follow its number."""

    RIGHT = "right"
    WAITING = "going to be made anew anyway"
    WRONG = "wrong, and made anew when asked for"
    GONE = "no page any more, and dropped"
    FAILED = "not comparable, as it could not be rendered"


MENDED = (Finding.WRONG, Finding.GONE)


@dataclass
class Comparison:
    """What was found: how many of each, and some of the addresses that were not right."""

    counts: Counter[Finding] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)

    def note(self, finding: Finding, address: str) -> None:
        """Count a page, and name it if something is wrong with it."""
        self.counts[finding] += 1
        if finding in (*MENDED, Finding.FAILED):
            log.warning("page_was_wrong", address=address, finding=finding.value)
            if len(self.named) < MOST_NAMED:
                self.named.append(address)

    @property
    def mended(self) -> int:
        """How many pages were wrong and are mended."""
        return sum(self.counts[finding] for finding in MENDED)

    def __str__(self) -> str:
        if not self.counts:
            return "no finished pages are kept here"
        pages = f"{self.counts.total()} finished pages compared"
        found = [f"{self.counts[each]} {each.value}" for each in Finding if self.counts[each]]
        named = f": {' '.join(self.named)}" if self.named else ""
        return f"{pages}; {'; '.join(found)}{named}"


def compare_pages(*, now: datetime) -> Comparison:
    """Compare this machine's finished pages for some seconds, beginning where the last time ended."""
    shelf, comparison = own_shelf(), Comparison()
    if shelf is None:
        return comparison
    place, deadline = shelf.folder.root / PLACE, time.monotonic() + SECONDS_AN_HOUR
    after = place.read_text(encoding="utf-8") if place.is_file() else ""
    for address in addresses_from(shelf, after):
        comparison.note(finding_of(shelf, address, now), address)
        after = address
        if time.monotonic() > deadline:
            break
    else:
        after = ""
    moment = time.time_ns()
    put(place, after.encode(), (moment, moment))
    log.info("pages_compared", found=str(comparison))
    return comparison


def is_overdue(shelf: Shelf, *, now: datetime) -> bool:
    """Say whether no worker compares these pages: it runs elsewhere, or another node's took the turn.

    A folder that was never compared is given its time from the first question on.
    """
    place = shelf.folder.root / PLACE
    try:
        return now.timestamp() - place.stat().st_mtime > OVERDUE_SECONDS
    except FileNotFoundError:
        place.touch()
        return False


def compare_all_pages(*, now: datetime) -> Comparison:
    """Compare all finished pages of this machine, however long it takes."""
    shelf, comparison = own_shelf(), Comparison()
    if shelf is not None:
        for address in addresses_from(shelf, ""):
            comparison.note(finding_of(shelf, address, now), address)
    return comparison


def addresses_from(shelf: Shelf, after: str) -> Iterator[str]:
    """Give the addresses behind one, in their order. Memory does not grow with their number."""
    while addresses := shelf.index.addresses(after, AT_ONCE):
        yield from addresses
        after = addresses[-1]


def finding_of(shelf: Shelf, address: str, now: datetime) -> Finding:
    """Compare one page with what is rendered now, and drop it if it is wrong.

    A page that is known to be stale is left to whoever follows the log, but not for longer than that
    takes. Nothing is held against a page that changed while it was compared.
    """
    page = shelf.folder.find(address)
    if page is None:
        return Finding.WAITING
    known = _known(page, now)
    finding = known or _compared(page)
    if finding in MENDED:
        again = shelf.folder.find(address)
        if again is None or again.baked_at != page.baked_at:
            return Finding.WAITING
        if known is None and _known(again, now) is not None:
            return Finding.WAITING
        shelf.drop([address])
    return finding


def _known(page: KeptPage, now: datetime) -> Finding | None:
    """Say what the log knows of a page: nothing, that it is stale, or that it was forgotten as such."""
    bake = page.bake
    if bake.until is not None and bake.until <= now.timestamp():
        return Finding.WAITING
    # Written before the render began, a row may be in it: on PostgreSQL the log's position says so
    # for as long as an older transaction is open.
    begun_at = datetime.fromtimestamp(bake.begun_at, UTC)
    if is_news_of(bake.position, bake.hard, since=begun_at, until=now - LATE_AFTER):
        return Finding.WRONG
    if keys_stale_since(bake.position, (*bake.hard, *bake.soft)):
        return Finding.WAITING
    return None


def _compared(page: KeptPage) -> Finding:
    try:
        fresh = fresh_body(page.bake.address)
    except Exception:  # one page that cannot be rendered must not keep the others from being seen
        log.warning("page_not_rendered", address=page.bake.address, exc_info=True)
        return Finding.FAILED
    if fresh is None:
        return Finding.GONE
    try:
        is_same = all(copy == fresh for copy in copies_of(page))
    except FileNotFoundError:
        return Finding.WAITING
    return Finding.RIGHT if is_same else Finding.WRONG


def fresh_body(address: str) -> bytes | None:
    """Render the page of an address as for a reader, and keep it nowhere; None if there is none to keep."""
    path, _, query = address.partition("?")
    request = request_for(path, query)
    # Wagtail asks it whether somebody has typed a page's password.
    request.session = SessionBase()
    try:
        match = request.resolver_match = resolve(request.path_info)
        with rendering_beside():
            response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return None
    is_baked = hasattr(response, "baked_keys") and is_keepable(response)
    return response.content if is_baked and isinstance(response, HttpResponse) else None


def copies_of(page: KeptPage) -> Iterator[bytes]:
    """Give what each file of a page says, the compressed ones too: these are what readers get."""
    body = page.place
    yield read_unnoticed(body)
    for ending, decode in DECODERS.items():
        copy = body.with_name(body.name + ending)
        if copy.is_file() and copy.stat().st_mtime_ns == body.stat().st_mtime_ns:
            try:
                yield decode(read_unnoticed(copy))
            except (OSError, EOFError, ValueError, brotli.error, zstandard.ZstdError):
                yield b""


def read_unnoticed(file: Path) -> bytes:
    """Read a file and leave its access time, which says when somebody last asked for the page."""
    with file.open("rb") as opened:
        before = os.fstat(opened.fileno())
        content = opened.read()
        with suppress(OSError):
            os.utime(opened.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns))
    return content
