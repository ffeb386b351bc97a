"""Following the stale log for this machine's page folder, in a thread of a process that loads Django."""

import socket
import threading
from pathlib import Path

from django.conf import settings

from standfirst.cli.page_release import remove_old_pages
from standfirst.delivery.asking import App
from standfirst.delivery.following import Follower
from standfirst.delivery.keeping import own_shelf

LONGEST_NAME = 100


def start_follower(app: Path) -> Follower:
    """Begin to follow; ``app`` is the socket by which stale pages are asked for anew.

    Raises RuntimeError where no pages are kept.
    """
    shelf = own_shelf()
    if shelf is None:
        raise RuntimeError("STANDFIRST_PAGES names no folder to keep true.")
    asked = App(app, settings.STANDFIRST_FRONT_TOKEN, settings.STANDFIRST_BASE_URL)
    follower = Follower(name=node_name(shelf.folder.root), shelf=shelf, bake=asked.bake)
    threading.Thread(target=follower.run, name="follower", daemon=True).start()
    threading.Thread(target=remove_old_pages, args=(shelf.folder.root,), daemon=True).start()
    return follower


def node_name(pages: Path) -> str:
    """Name this machine's folder: several nodes may stand on one machine."""
    return f"{socket.gethostname()}:{pages}"[-LONGEST_NAME:]
