"""A page folder of the test's own, and a view whose page shows what the test says."""

import os
import time
from collections import Counter

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.baking import baked
from standfirst.delivery.keeping import own_shelf, shelf_at
from standfirst.delivery.queries import keys_stale_since, log_position
from standfirst.delivery.recording import declare, declare_soft
from tests.cli.processes import until

TOKEN = "the-front-of-this-test"


@pytest.fixture
def shelf(settings, tmp_path):
    """Give the shelf that baked views use in this test."""
    settings.STANDFIRST_PAGES = tmp_path / "pages"
    settings.STANDFIRST_FRONT_TOKEN = TOKEN
    yield own_shelf()
    own_shelf().index.close()
    shelf_at.cache_clear()


def age(shelf, seconds, path="/river/gate/"):
    """Make a kept page older than it is."""
    page = shelf.folder.find(path)
    shelf.folder.keep(page.bake, page.place.read_bytes())
    moment = time.time_ns() - int(seconds * 10**9)
    for file in page.place.parent.iterdir():
        os.utime(file, ns=(moment, moment))


def asked(shelf, address, *, seconds_ago):
    """Have a kept page read so long ago."""
    place = shelf.folder.place(address)
    moment = time.time_ns() - int(seconds_ago * 10**9)
    os.utime(place, ns=(moment, place.stat().st_mtime_ns))


def stale(*keys, now):
    with transaction.atomic():
        mark_stale(*keys, now=now)


def await_settled(*keys):
    """Wait until what was marked stale is in the past of the log.

    On PostgreSQL that is once every transaction has ended that was open then, in whatever database
    of the server: other tests have some.
    """
    try:
        until(lambda: keys_stale_since(log_position(), keys) == set(), what="what is settled")
    except AssertionError as late:
        late.add_note(f"open on the server: {open_transactions()}")
        raise


def open_transactions():
    """Say which transactions hold back what is settled, the oldest first."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname, pid, state, xact_start, left(query, 300) FROM pg_stat_activity"
            " WHERE backend_xid IS NOT NULL OR backend_xmin IS NOT NULL ORDER BY xact_start"
        )
        return cursor.fetchall()


class Paper:
    """Pages that show ``words``, and how often each was rendered."""

    def __init__(self):
        self.words = "first"
        self.hard, self.soft, self.renders = ["page:1"], ["latest"], Counter()
        self.while_rendering = lambda: None
        self.answer = HttpResponse

    def get(self, path="/river/gate/", **headers):
        """Ask for a page as a visitor does, or as the front does with its header."""

        @baked(params=("order", "after"), soft_seconds=60)
        def view(request):
            self.renders[request.get_full_path()] += 1
            declare(*self.hard)
            declare_soft(*self.soft)
            words = self.words
            self.while_rendering()
            return self.answer(words)

        return view(RequestFactory().get(path, headers=headers))


@pytest.fixture
def paper():
    return Paper()
