"""What many ask for at once, when it has just been purged, is rendered once or twice and not for each."""

import os
import socket
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from standfirst.discussion.models import Thread
from tests.cli.processes import call, until
from tests.cli.sites import ask, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine, pytest.mark.slow]
AT_ONCE = 500
# Per node: one that was begun before the last purge, and one after it.
MOST_RENDERS = 2
PURGE = """
from django.db import transaction
from django.utils import timezone
from standfirst.delivery.actions import purge
with transaction.atomic():
    purge("page:{}", now=timezone.now())
"""


@contextmanager
def renders_of(page):
    """Count how often a page is kept anew: a render takes far longer than a look."""
    seen, ended = set(), threading.Event()

    def watch():
        while not ended.wait(0.001):
            try:
                seen.add(os.stat(page).st_mtime_ns)  # noqa: PTH116 (often)
            except FileNotFoundError:
                continue

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def all_at_once(port, path, number):
    """Have so many clients ask in the same moment; give the status line of each, and its body."""
    links = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(number)]
    for link in links:
        link.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode())
    for link in links:
        link.sendall(b"Connection: close\r\n\r\n")
    answers = []
    for link in links:
        with link, link.makefile("rb") as file:
            head, _, body = file.read().partition(b"\r\n\r\n")
            answers.append((head.partition(b"\r\n")[0], body))
    return answers


def test_five_hundred_have_it_rendered_once_or_twice(paper, own_site, tmp_path):
    path, purge = paper["article"], PURGE.format(Thread.objects.get().page_id)
    page = Path(own_site, "pages", "files", path.strip("/"), "index.html")
    with served(own_site, tmp_path / "log", STANDFIRST_APP_WORKERS="2") as (port, _):
        ask(port, path)
        until(page.exists, what="a finished page")
        call("manage", "shell", "-v", "0", "-c", purge, site=own_site)
        until(lambda: not page.exists(), what="a page that is gone")
        with renders_of(page) as renders:
            answers = all_at_once(port, path, AT_ONCE)
        with renders_of(page) as others:
            for _ in range(3):
                call("manage", "shell", "-v", "0", "-c", purge, site=own_site)
                until(lambda: not page.exists(), what="a page that is gone")
                ask(port, path)
                until(page.exists, what="a finished page")

    assert {status for status, _ in answers} == {b"HTTP/1.1 200 OK"}
    assert len({body for _, body in answers}) == 1
    assert 1 <= len(renders) <= MOST_RENDERS
    assert len(others) == 1 + 3, "the control: what was there, and each render after that"
