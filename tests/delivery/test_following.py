"""What the log names is mended on this machine's own copies; a purge is confirmed."""

import os
import sqlite3
import time
from dataclasses import replace

import pytest
from django.db import transaction

from standfirst.delivery import purging
from standfirst.delivery.actions import mark_stale, purge, say_node_lives
from standfirst.delivery.following import Follower
from standfirst.delivery.models import Node, StaleKey
from standfirst.lib.clock import now as clock
from tests.delivery.conftest import await_settled

pytestmark = pytest.mark.django_db(transaction=True)
GATE = "/river/gate/"


@pytest.fixture
def baked():
    return []


@pytest.fixture
def follower(shelf, baked):
    return Follower(name="here", shelf=shelf, bake=baked.append)


def tell(action, *keys, now):
    with transaction.atomic():
        action(*keys, now=now)


def unasked(shelf, path=GATE, seconds=4000):
    """Let it be a while since anybody asked for a kept page."""
    body = shelf.folder.find(path).place
    os.utime(body, ns=(time.time_ns() - seconds * 10**9, body.stat().st_mtime_ns))


def test_a_stale_page_that_is_asked_for_is_baked_again(follower, paper, baked, now):
    paper.get()
    tell(mark_stale, "page:1", now=now)
    follower.look()
    follower.look()
    assert baked == [GATE], "once"


def test_a_page_that_changes_all_the_time_is_baked_twice_a_second(
    follower, paper, baked, now, monkeypatch
):
    paper.get()
    begun = at = time.time()
    monkeypatch.setattr("standfirst.delivery.following.unix_time", lambda: at)
    for tick in range(24):
        at = begun + tick / 10
        tell(mark_stale, "page:1", now=now)
        follower.look()
    assert baked == [GATE] * 5
    at = begun + 60
    follower.look_here()
    assert baked == [GATE] * 6, "the last change too, though nothing comes after it"
    at = begun + 61
    follower.look()
    assert baked == [GATE] * 6
    assert follower.waiting == {}


def test_a_resting_page_is_purged_at_once(follower, shelf, paper, baked, now):
    paper.get()
    tell(mark_stale, "page:1", now=now)
    follower.look()
    tell(mark_stale, "page:1", now=now)
    tell(purge, "page:1", now=now)
    follower.look()
    assert (baked, shelf.folder.find(GATE)) == ([GATE], None)
    assert follower.waiting == {}


def test_one_that_nobody_asks_for_is_dropped(follower, shelf, paper, baked, now):
    paper.get()
    unasked(shelf)
    tell(mark_stale, "page:1", now=now)
    follower.look()
    assert (baked, shelf.folder.find(GATE)) == ([], None)
    assert shelf.index.showing(["page:1"], is_hard=True) == set()


def test_what_shows_it_softly_stays_as_it_is(follower, shelf, paper, baked, now):
    paper.get()
    unasked(shelf)
    tell(mark_stale, "latest", "page:2", now=now)
    follower.look()
    assert (baked, shelf.folder.find(GATE) is None) == ([], False)


def test_only_news_is_followed(shelf, paper, baked, now):
    tell(mark_stale, "page:1", now=now)
    await_settled("page:1")
    paper.get()
    Follower(name="here", shelf=shelf, bake=baked.append).look()
    assert baked == []


@pytest.mark.parametrize("key", ["page:1", "latest"])
def test_what_was_purged_is_gone_though_it_is_asked_for(follower, shelf, paper, baked, now, key):
    paper.get()
    tell(purge, key, now=now)
    follower.look()
    assert (baked, shelf.folder.find(GATE)) == ([], None)


@pytest.mark.parametrize("action", [mark_stale, purge])
def test_what_could_not_be_done_is_done_at_the_next_look(
    follower, shelf, paper, baked, now, monkeypatch, action
):
    """The index was busy, or the disk full, in the moment in which the log was read."""
    paper.get()
    tell(action, "page:1", now=now)
    with monkeypatch.context() as patched:
        patched.setattr(shelf.index, "showing", fails)
        with pytest.raises(sqlite3.OperationalError):
            follower.look()
    assert (baked, shelf.folder.find(GATE) is None) == ([], False), "the control: nothing was done"
    follower.look()
    is_gone = shelf.folder.find(GATE) is None
    assert (baked, is_gone) == (([], True) if action is purge else ([GATE], False))
    follower.look()
    assert len(baked) <= 1


def fails(*arguments, **named):
    raise sqlite3.OperationalError("database is locked")


def test_a_node_says_that_it_has_passed_a_purge(follower, now):
    follower.look()
    assert Node.objects.get().last_purge == 0
    tell(purge, "page:1", now=now)
    follower.look()
    assert Node.objects.get().last_purge == StaleKey.objects.get().pk


def test_a_page_that_was_overtaken_is_baked_again(follower, shelf, paper, baked, now):
    paper.while_rendering = lambda: tell(mark_stale, "page:1", now=now)
    paper.get()
    follower.look()
    assert baked == [GATE]


def test_a_page_is_dropped_at_its_end(follower, shelf, paper):
    paper.get()
    page = shelf.folder.find(GATE)
    shelf.keep(replace(page.bake, until=1.0), b"first")
    follower.look()
    assert shelf.folder.find(GATE) is None


def test_of_a_crowd_the_last_asked_for_are_baked_and_the_rest_dropped(
    follower, shelf, paper, baked, now, monkeypatch
):
    monkeypatch.setattr("standfirst.delivery.following.MOST_AT_ONCE", 2)
    for number in range(4):
        paper.get(f"/river/{number}/")
        unasked(shelf, f"/river/{number}/", seconds=100 * number)
    tell(mark_stale, "page:1", now=now)
    follower.look()
    assert baked == ["/river/0/", "/river/1/"]
    assert [page.bake.address for page in shelf.folder.pages()] != []
    assert {page.bake.address for page in shelf.folder.pages()} == set(baked)


def test_a_purge_waits_for_living_nodes_alone(monkeypatch, now):
    monkeypatch.setattr(purging, "WAIT_SECONDS", 0.05)
    say_node_lives(name="here", last_purge=7, now=clock())
    say_node_lives(name="late", last_purge=6, now=clock())
    Node.objects.create(name="dead", seen_at=now, last_purge=0)
    assert purging.await_purge(7) == ["late"]
    assert purging.await_purge(6) == []


def test_what_a_node_has_passed_never_goes_back():
    say_node_lives(name="here", last_purge=7, now=clock())
    say_node_lives(name="here", last_purge=0, now=clock())
    assert Node.objects.get().last_purge == 7


def test_a_purge_waits_for_no_other_page(shelf, paper, now):
    """A long row of stale pages is baked; the purge that comes meanwhile is confirmed in between."""
    confirmed = []

    def bake(address):
        confirmed.append(Node.objects.get().last_purge)
        if len(confirmed) == 1:
            tell(purge, "page:9", now=now)

    follower = Follower(name="here", shelf=shelf, bake=bake)
    for number in range(3):
        paper.get(f"/river/{number}/")
    tell(mark_stale, "page:1", now=now)
    follower.look()
    assert confirmed == [0, *[StaleKey.objects.get(is_purge=True).pk] * 2]


class TestGoingOn:
    """What went stale while nobody followed is news to whoever follows next."""

    def test_where_one_ended_the_next_goes_on(self, shelf, paper, baked, now):
        paper.get()
        Follower(name="here", shelf=shelf, bake=baked.append).look()
        tell(mark_stale, "page:1", now=now)
        await_settled("page:1")
        Follower(name="here", shelf=shelf, bake=baked.append).look()
        assert baked == [GATE]
        Follower(name="here", shelf=shelf, bake=baked.append).look()
        assert baked == [GATE], "the control: once"

    @pytest.mark.parametrize("action", [mark_stale, purge])
    def test_nobody_is_shown_it_before_anybody_can_bake(self, shelf, paper, baked, now, action):
        paper.get()
        paper.hard = ["page:2"]
        paper.get("/river/weir/")
        Follower(name="here", shelf=shelf, bake=baked.append).look()
        tell(action, "page:1", now=now)
        Follower(name="here", shelf=shelf, bake=baked.append).catch_up()
        assert (baked, shelf.folder.find(GATE)) == ([], None)
        assert shelf.folder.find("/river/weir/") is not None, "the control"

    def test_one_that_dies_over_its_work_leaves_it_to_the_next(self, shelf, paper, baked, now):
        def fail(address):
            raise OSError("the app is away")

        paper.get()
        first = Follower(name="here", shelf=shelf, bake=fail)
        tell(mark_stale, "page:1", now=now)
        with pytest.raises(OSError, match="away"):
            first.look()
        Follower(name="here", shelf=shelf, bake=baked.append).look()
        assert baked == [GATE]


def test_a_page_that_cannot_be_baked_is_tried_again_behind_the_others(shelf, paper, now):
    tried = []

    def bake(address):
        tried.append(address)
        if len(tried) == 1:
            raise OSError("the app is away")

    follower = Follower(name="here", shelf=shelf, bake=bake)
    for number in range(2):
        paper.get(f"/river/{number}/")
    tell(mark_stale, "page:1", now=now)
    with pytest.raises(OSError, match="away"):
        follower.look()
    follower.look()
    assert tried[0] == tried[2] != tried[1]
    assert follower.waiting == {}


@pytest.mark.postgres_only
def test_pages_of_another_database_are_dropped(shelf, paper, baked, now):
    """A restored database counts its transactions anew: what these pages missed cannot be known."""
    paper.get()
    first = Follower(name="here", shelf=shelf, bake=baked.append)
    assert shelf.folder.find(GATE) is not None, "the control"
    shelf.trail.note(first.log.position + 10**9)
    later = Follower(name="here", shelf=shelf, bake=baked.append)
    assert shelf.folder.find(GATE) is None
    paper.get()
    tell(mark_stale, "page:1", now=now)
    later.look()
    assert baked == [GATE], "and it follows"
