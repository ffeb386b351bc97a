"""A page is rendered once and kept while it is true; what may not be kept is not."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.http import Http404, HttpResponse, HttpResponseNotFound

from standfirst.delivery import baking
from standfirst.delivery.actions import mark_stale, purge
from standfirst.delivery.keeping import links_in
from standfirst.delivery.recording import declare_until
from tests.delivery.conftest import TOKEN

pytestmark = pytest.mark.django_db


def age(shelf, seconds, path="/river/gate/"):
    """Make a kept page older than it is."""
    page = shelf.folder.find(path)
    shelf.folder.keep(page.bake, page.place.read_bytes())
    moment = time.time_ns() - int(seconds * 10**9)
    for file in page.place.parent.iterdir():
        os.utime(file, ns=(moment, moment))


def stale(*keys, now):
    with transaction.atomic():
        mark_stale(*keys, now=now)


def test_a_page_is_rendered_once(shelf, paper):
    assert paper.get().content == b"first"
    assert paper.get().content == b"first"
    assert paper.get("/river/gate/?utm_source=x").content == b"first"
    assert paper.renders.total() == 1


def test_without_a_folder_it_is_rendered_each_time(paper):
    paper.get()
    paper.get()
    assert paper.renders.total() == 2


def test_a_hard_key_makes_it_stale_at_once(shelf, paper, now):
    paper.get()
    paper.words = "second"
    stale("page:1", now=now)
    assert paper.get().content == b"second"


def test_another_key_does_not(shelf, paper, now):
    paper.get()
    stale("page:2", "site", now=now)
    paper.get()
    assert paper.renders.total() == 1


def test_a_soft_key_makes_it_stale_when_it_is_a_minute_old(shelf, paper, now):
    paper.get()
    paper.words = "second"
    stale("latest", now=now)
    assert paper.get().content == b"first"
    age(shelf, 61)
    assert paper.get().content == b"second"


def test_an_old_page_of_which_nothing_changed_is_still_true(shelf, paper):
    paper.get()
    age(shelf, 100_000)
    paper.get()
    assert paper.renders.total() == 1


@pytest.mark.parametrize("key", ["page:1", "latest"])
def test_what_changes_while_it_is_rendered_leaves_it_stale(shelf, paper, now, key):
    """A write between the render's first query and its end must not be covered up by the render."""
    paper.while_rendering = lambda: stale(key, now=now)
    paper.get()
    paper.while_rendering = lambda: None
    paper.words = "second"
    age(shelf, 61)
    assert paper.get().content == b"second"


def test_the_control_a_position_noted_after_the_render_covers_the_change_up(
    shelf, paper, now, monkeypatch
):
    rendered = []
    real = baking.recorded

    def late(oven):
        rendered.append(real(oven))
        return rendered[-1]

    real_position = baking.log_position
    positions = iter(lambda: real_position() + (10 if not rendered else 0), None)
    monkeypatch.setattr(baking, "recorded", late)
    monkeypatch.setattr(baking, "log_position", lambda: next(positions))
    paper.while_rendering = lambda: stale("page:1", now=now)
    paper.get()
    paper.while_rendering = lambda: None
    paper.words = "second"
    assert paper.get().content == b"first", "the fault that the rule prevents"


def test_a_page_that_was_overtaken_is_marked_to_be_baked_again(shelf, paper, now):
    paper.while_rendering = lambda: stale("page:1", now=now)
    paper.get()
    assert shelf.folder.find("/river/gate/") is not None
    assert shelf.index.take_marked() == ["/river/gate/"]
    assert shelf.index.take_marked() == []


def test_a_page_of_which_something_was_purged_meanwhile_is_not_kept(shelf, paper, now):
    def take_back():
        with transaction.atomic():
            purge("page:1", now=now)

    paper.while_rendering = take_back
    paper.get()
    assert shelf.folder.find("/river/gate/") is None


def test_a_page_is_not_shown_after_its_end(shelf, paper):
    paper.while_rendering = lambda: declare_until(datetime.now(UTC) - timedelta(seconds=1))
    paper.get()
    paper.get()
    assert paper.renders.total() == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda words: HttpResponse(words, status=500),
        HttpResponseNotFound,
        lambda words: HttpResponse(words, headers={"Vary": "Cookie"}),
    ],
)
def test_only_a_page_is_kept(shelf, paper, answer):
    paper.answer = answer
    paper.get()
    assert list(shelf.folder.pages()) == []


def test_a_page_that_is_gone_is_dropped(shelf, paper, now):
    paper.get()

    def gone(words):
        raise Http404

    paper.answer = gone
    stale("page:1", now=now)
    with pytest.raises(Http404):
        paper.get()
    assert shelf.folder.find("/river/gate/") is None


def test_parameters_are_kept_where_the_site_links_them(shelf, paper):
    paper.get("/a/?order=newest")
    paper.get("/a/?order=newest")
    assert paper.renders["/a/?order=newest"] == 2, "anybody can make up an address"

    paper.words = '<a href="/a/?order=newest&amp;after=x">More</a> <a href="?order=oldest">'
    paper.get("/a/")
    paper.get("/a/?after=x&order=newest&utm_id=1")
    paper.get("/a/?order=newest&after=x")
    assert (
        paper.renders["/a/?after=x&order=newest"] + paper.renders["/a/?order=newest&after=x"] == 1
    )


def test_links_are_read_as_a_browser_reads_them():
    body = b'<a href="/caf%C3%A9/?b=2&amp;a=%26">x</a><a href="/plain/">y</a>'
    assert links_in(body) == {"/café/?a=%26&b=2"}


def test_the_front_is_told_where_the_page_lies(shelf, paper):
    fronts = {"X-Standfirst-Front": TOKEN}
    for _ in range(2):
        answer = paper.get(**fronts)
        assert answer.content == b""
        assert answer["X-Standfirst-Page"] == "files/river/gate/index.html"
    assert (shelf.folder.root / "files/river/gate/index.html").read_bytes() == b"first"


def test_whoever_only_says_that_they_are_the_front_is_not(shelf, paper):
    for claim in ("", "x", TOKEN[:-1]):
        answer = paper.get(**{"X-Standfirst-Front": claim, "X-Standfirst-Unasked": "1"})
        assert answer.content == b"first"
        assert "X-Standfirst-Page" not in answer


def test_a_page_baked_for_nobody_does_not_count_as_asked_for(shelf, paper, now):
    paper.get()
    age(shelf, 1000)
    asked = shelf.folder.find("/river/gate/").asked_at
    stale("page:1", now=now)
    paper.get(**{"X-Standfirst-Front": TOKEN, "X-Standfirst-Unasked": "1"})
    page = shelf.folder.find("/river/gate/")
    assert page.asked_at == pytest.approx(asked, abs=0.01)
    assert page.baked_at > asked + 900


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_cause_one_render(shelf, paper):
    paper.while_rendering = lambda: time.sleep(0.05)
    barrier = threading.Barrier(12)
    answers = []

    def ask():
        barrier.wait()
        answers.append(paper.get().content)
        shelf.index.close()
        connections.close_all()

    crowd = [threading.Thread(target=ask) for _ in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert answers == [b"first"] * 12
    assert paper.renders.total() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waited_takes_what_was_begun_after_they_came(shelf, paper, now):
    """Else, where something changes all the time, each of a crowd would render in its turn."""
    barrier = threading.Barrier(6)

    def change():
        time.sleep(0.02)
        stale("page:1", now=now)

    paper.while_rendering = change

    def ask():
        barrier.wait()
        paper.get()
        shelf.index.close()
        connections.close_all()

    crowd = [threading.Thread(target=ask) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert paper.renders.total() <= 2


def test_a_true_page_costs_two_queries(shelf, paper, django_assert_num_queries):
    paper.get()
    with django_assert_num_queries(2):
        paper.get()
    assert connection.in_atomic_block
