"""Following the stale log for this machine's page folder, in a thread of a process that loads Django."""

import socket
import sqlite3
import threading
import time
from pathlib import Path

import structlog
from django.conf import settings
from django.db import Error, connection

from standfirst.cli.page_release import remove_old_pages
from standfirst.cli.shared_settings import settings_mark
from standfirst.delivery.asking import App
from standfirst.delivery.comparing import compare_pages, is_overdue
from standfirst.delivery.following import Bake, Follower
from standfirst.delivery.keeping import Shelf, own_shelf
from standfirst.delivery.tidying import keep_within
from standfirst.lib import clock

log = structlog.get_logger("standfirst.delivery")

LONGEST_NAME = 100
TIDY_EVERY_SECONDS = 60.0


def start_follower(app: Path) -> Follower:
    """Begin to follow; ``app`` is the socket by which stale pages are asked for anew.

    Raises RuntimeError where no pages are kept.
    """
    shelf = own_shelf()
    if shelf is None:
        raise RuntimeError("STANDFIRST_PAGES names no folder to keep true.")
    asked = App(app, settings.STANDFIRST_FRONT_TOKEN, settings.STANDFIRST_BASE_URL)
    follower = follower_of(shelf, asked.bake)
    threading.Thread(target=follower.run, name="follower", daemon=True).start()
    threading.Thread(target=tidy, args=(shelf,), name="tidying", daemon=True).start()
    return follower


def catch_up(pages: Path) -> None:
    """Drop from a folder what went stale while nobody followed, before its pages are shown."""
    shelf = Shelf(pages)
    follower_of(shelf, _bakes_nothing).catch_up()
    shelf.index.close()


def follower_of(shelf: Shelf, bake: Bake) -> Follower:
    """Make the one who follows the log for a folder, by the name and settings of this machine."""
    name = node_name(shelf.folder.root)
    return Follower(name=name, shelf=shelf, bake=bake, settings_mark=settings_mark())


def _bakes_nothing(address: str) -> None:
    """Nobody renders pages yet."""


def tidy(shelf: Shelf) -> None:
    """Delete an older release's pages, then keep this one's within their quota, and true."""
    remove_old_pages(shelf.folder.root)
    while True:
        tidy_once(shelf)
        time.sleep(TIDY_EVERY_SECONDS)


def tidy_once(shelf: Shelf) -> None:
    """Keep pages within their quota, and compare them where no worker does: it sees its own node's alone."""
    try:
        keep_within(shelf, settings.STANDFIRST_PAGES_BYTES)
        if is_overdue(shelf, now=clock.now()):
            compare_pages(now=clock.now())
    except (Error, sqlite3.Error, OSError) as error:
        log.warning("tidying_trouble", error=str(error))
    finally:
        # Of no use for an hour.
        connection.close()


def node_name(pages: Path) -> str:
    """Name this machine's folder: several nodes may stand on one machine."""
    return f"{socket.gethostname()}:{pages}"[-LONGEST_NAME:]
