"""The folder of finished pages as the app uses it: which address is kept, whether it is still true."""

import fcntl
import re
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import structlog
from django.conf import settings

from standfirst.delivery.followed import is_followed
from standfirst.delivery.page_folder import Bake, KeptPage, PageFolder, canonical
from standfirst.delivery.page_folder.files import size_of
from standfirst.delivery.page_folder.index import KeyIndex
from standfirst.delivery.page_folder.trail import Trail
from standfirst.delivery.queries import keys_stale_since, news_of

log = structlog.get_logger("standfirst.delivery")

LOCKS = 256
# Six days, one less than the stale log goes back: what an older page missed cannot be known.
KEPT_SECONDS = 6 * 86400.0
_LINK = re.compile(r'href="(/[^"#?]{0,1000})\?([^"#]{1,1000})')


@lru_cache(maxsize=4)
def shelf_at(root: Path) -> "Shelf":
    """Give the one shelf of a folder in this process."""
    return Shelf(root)


def own_shelf() -> "Shelf | None":
    """Give this machine's shelf, or None where pages are rendered for every request."""
    root = settings.STANDFIRST_PAGES
    return None if root is None else shelf_at(Path(root))


class Shelf:
    """A page folder with its index, and the questions that need the database."""

    def __init__(self, root: Path) -> None:
        self.folder = PageFolder(root)
        self.index = KeyIndex(root)
        self.trail = Trail(root)

    def find_true(self, address: str, now: float, since: float | None = None) -> KeptPage | None:
        """Give the kept page of an address if it may be shown as it is (times: Unix seconds).

        One query. A page of which only soft keys went stale may be as old as its view allows. One
        that was begun at ``since`` or later is new enough whatever came then: else nobody would
        ever be done waiting for a page that changes all the time.
        """
        page = self.folder.find(address)
        if page is None or (page.bake.until is not None and page.bake.until <= now):
            return None
        if now - page.baked_at > KEPT_SECONDS:
            return None
        if since is not None and page.bake.begun_at >= since:
            return page
        stale = keys_stale_since(page.bake.position, (*page.bake.hard, *page.bake.soft))
        if stale & set(page.bake.hard):
            return None
        if stale and now - page.baked_at > page.bake.soft_seconds:
            return None
        return page

    def is_followed(self, now: float) -> bool:
        """Whether somebody keeps these pages true: has asked the log within the last 15 seconds."""
        return is_followed(self.folder.root, now)

    def may_keep(self, address: str) -> bool:
        """Whether an address is one that the site itself links: a visitor can make up any number."""
        return "?" not in address or self.index.is_linked(address)

    def keep(self, bake: Bake, body: bytes, asked_at: float | None = None) -> KeptPage | None:
        """Keep a page, unless something that it shows was purged while it was rendered.

        A page that cannot be written (a full disk) is none: readers get what was rendered.
        """
        try:
            return self._keep(bake, body, asked_at)
        except (OSError, sqlite3.Error) as error:
            log.warning("page_not_kept", address=bake.address, error=str(error))
            self.folder.drop(bake.address)
            return None

    def _keep(self, bake: Bake, body: bytes, asked_at: float | None) -> KeptPage | None:
        """Keep a page, the index first, so that a follower cannot miss it.

        The log is asked again in the end, for what was committed before the files were there to be
        found: a page that was overtaken is still newer than the one before, so it stays, and is
        marked to be rendered again.
        """
        links = links_in(body) if "html" in bake.type else ()
        self.index.note(bake, links)
        page = self.folder.keep(bake, body, asked_at)
        news = news_of(bake.position, bake.hard)
        if page is None or any(row.is_purge for row in news):
            self.drop([bake.address])
            return None
        if not self.index.weigh(bake.address, size_of(page.place)):
            # Another dropped what was here before, and this with it, but its files came later.
            self.index.note(bake, links)
        if news:
            self.index.mark_again([bake.address])
        return page

    def drop(self, addresses: list[str]) -> None:
        """Take pages away, from the index first: what has files must be known there."""
        if not addresses:
            return
        self.index.forget(addresses)
        for address in addresses:
            self.folder.drop(address)

    @contextmanager
    def one_renderer(self, address: str) -> Iterator[None]:
        """Let one process at a time render an address; the others wait here."""
        locks = self.folder.root / "locks"
        locks.mkdir(parents=True, exist_ok=True)
        with (locks / str(zlib.crc32(address.encode()) % LOCKS)).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def links_in(body: bytes) -> set[str]:
    """Give the addresses with parameters that a page links on this site, canonical."""
    found = _LINK.findall(body.decode(errors="replace"))
    return {canonical(unquote(path), parse_qsl(unescape(query))) for path, query in found}


def address_of(path: str, query: Mapping[str, str], listed: tuple[str, ...]) -> str:
    """Give the canonical address of a request: its path and the listed parameters."""
    return canonical(path, [(name, query[name]) for name in listed if name in query])


def unix_time() -> float:
    """Give the present moment as files have it."""
    return time.time()
