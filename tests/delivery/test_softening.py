"""A number or a list on a page may be a minute old, whoever serves the page, and no older."""

import os
import sqlite3
import time

import pytest
from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.following import Follower
from standfirst.lib.clock import now as clock
from tests.delivery.conftest import age, await_settled

pytestmark = pytest.mark.django_db(transaction=True)
GATE = "/river/gate/"


@pytest.fixture
def baked():
    return []


@pytest.fixture
def at(monkeypatch):
    """Move the follower's clock: `at(70)` is seventy seconds after the test began."""
    begun = time.time()

    def move(seconds):
        for module in ("following", "softening"):
            name = f"standfirst.delivery.{module}.unix_time"
            monkeypatch.setattr(name, lambda: begun + seconds, raising=False)

    move(0)
    return move


@pytest.fixture
def follower(shelf, baked):
    return Follower(name="here", shelf=shelf, bake=baked.append)


def tell(key="latest"):
    with transaction.atomic():
        mark_stale(key, now=clock())
    await_settled(key)


def unread(shelf, path=GATE, *, seconds):
    """Let it be so long since anybody read a page."""
    body = shelf.folder.find(path).place
    moment = time.time_ns() - seconds * 10**9
    os.utime(body, ns=(moment, body.stat().st_mtime_ns))


def kept(shelf):
    return sorted(page.bake.address for page in shelf.folder.pages())


def fails(*arguments, **named):
    raise sqlite3.OperationalError("database is locked")


class TestAThingThatFewPagesShow:
    def test_the_page_stays_as_long_as_it_may(self, follower, shelf, paper, baked, at):
        paper.get()
        tell()
        follower.look()
        at(69)
        follower.look()
        assert (kept(shelf), baked) == ([GATE], [])

    def test_then_one_that_is_read_is_baked_anew(self, follower, shelf, paper, baked, at):
        paper.get()
        tell()
        follower.look()
        at(71)
        follower.look()
        assert (kept(shelf), baked) == ([GATE], [GATE])

    def test_and_one_that_nobody_reads_is_dropped(self, follower, shelf, paper, baked, at):
        paper.get()
        tell()
        follower.look()
        unread(shelf, seconds=200)
        at(71)
        follower.look()
        assert (kept(shelf), baked) == ([], [])

    def test_one_that_was_baked_anew_meanwhile_stays(self, follower, shelf, paper, baked, at):
        paper.get()
        age(shelf, 65)
        tell()
        follower.look()
        paper.get()
        unread(shelf, seconds=200)
        at(71)
        follower.look()
        assert (kept(shelf), baked) == ([GATE], [])

    def test_a_change_after_that_is_not_forgotten(self, follower, shelf, paper, baked, at):
        paper.get()
        tell()
        follower.look()
        shelf.drop([GATE])
        paper.get()
        tell()
        follower.look()
        at(71)
        follower.look()
        assert baked == [GATE]

    def test_nor_when_the_index_was_busy(self, follower, shelf, paper, baked, at, monkeypatch):
        paper.get()
        tell()
        follower.look()
        unread(shelf, seconds=200)
        at(71)
        with monkeypatch.context() as patched:
            patched.setattr(shelf.index, "forget", fails)
            with pytest.raises(sqlite3.OperationalError):
                follower.look()
        at(73)
        follower.look()
        assert (kept(shelf), baked) == ([], [])

    def test_nor_by_whoever_follows_next(self, follower, shelf, paper, baked, at):
        paper.get()
        tell()
        follower.look()
        at(71)
        Follower(name="here", shelf=shelf, bake=baked.append).look()
        assert baked == [GATE]

    def test_the_control_what_did_not_change_stays(self, follower, shelf, paper, baked, at):
        paper.get()
        tell("something-else")
        unread(shelf, seconds=9000)
        for seconds in (0, 71, 4000):
            at(seconds)
            follower.look()
        assert (kept(shelf), baked) == ([GATE], [])


class TestAThingThatVeryManyPagesShow:
    @pytest.fixture
    def pages(self, monkeypatch, paper, shelf):
        """Give six pages, old enough, of which the last two were not read for two hours."""
        monkeypatch.setattr("standfirst.delivery.softening.FEW", 3)
        pages = [f"/river/{number}/" for number in range(6)]
        for path in pages:
            paper.get(path)
            age(shelf, 90, path)
            unread(shelf, path, seconds=100)
        for path in pages[4:]:
            unread(shelf, path, seconds=7200)
        return pages

    def test_one_a_second_is_baked_and_what_nobody_reads_is_dropped(
        self, follower, shelf, pages, baked, at
    ):
        tell()
        counts = []
        for second in range(10):
            at(second)
            follower.look()
            follower.look()
            counts.append(len(baked))
        assert counts[:5] == [1, 2, 3, 4, 4]
        assert baked == pages[:4]
        assert kept(shelf) == pages[:4]

    def test_those_that_were_renewed_meanwhile_are_left_alone(
        self, follower, shelf, paper, pages, baked, at
    ):
        tell()
        for path in pages:
            paper.get(path)
        for second in range(10):
            at(second)
            follower.look()
        assert (kept(shelf), baked) == (pages, [])

    def test_a_change_meanwhile_has_them_walked_through_again(
        self, follower, shelf, pages, baked, at
    ):
        tell()
        for second in range(3):
            at(second)
            follower.look()
        tell()
        for second in range(3, 20):
            at(second)
            follower.look()
        assert baked == [*pages[:4], *pages[:4]], "the bakes of this test change nothing"
        assert follower.softening.walks == {}
        assert follower.softening.again == set()
