"""How old a stored page may get before the app is asked, and what is shown when it does not say."""

import os
import threading
import time

import pytest

from tests.cli.processes import until
from tests.delivery.front.baked import PAGE, bake
from tests.delivery.front.fake_app import Says

pytestmark = pytest.mark.any_engine
NAME = "files/meter/index.html"
# The front looks once a second.
LOOKED_AT_AGAIN = 1.1
NEW = PAGE + b"<p>Now at 3,300 $.</p>"


@pytest.fixture
def stored(front):
    """Give a function that bakes the page as it would be after so many seconds."""
    return lambda **about: bake(front.pages, NAME, **about)


def renews(front, body=NEW):
    """Answer as an app that bakes the page anew."""

    def answer(asked):
        bake(front.pages, NAME, body)
        return Says.page(NAME)

    return answer


def test_a_young_page_needs_no_app(front, app, stored):
    stored(age=50, soft_seconds=60)
    assert front.ask("/meter/").body == PAGE
    assert app.targets() == []


def test_a_page_that_grows_old_is_shown_while_the_app_is_asked_once(front, app, stored):
    stored(age=65, soft_seconds=60)
    app.answer = renews(front)
    assert front.ask("/meter/").body == PAGE
    until(lambda: front.ask("/meter/").body == NEW, what="the new page")
    assert app.targets() == ["/meter/"]
    asked = app.asked[0]
    assert asked.header("host") == ["paper.example"]
    assert asked.header("cookie") == []


def test_an_old_page_is_asked_about_first(front, app, stored):
    stored(age=75, soft_seconds=60)
    app.answer = renews(front)
    assert front.ask("/meter/", headers={"Cookie": "sessionid=x"}).body == NEW
    assert app.targets() == ["/meter/"]
    assert app.asked[0].header("cookie") == []


def test_what_the_app_confirms_is_right_again(front, app, stored):
    stored(age=3600, soft_seconds=60)
    app.answer = lambda asked: Says.page(NAME)
    for _ in range(5):
        assert front.ask("/meter/").body == PAGE
    assert app.targets() == ["/meter/"]


class TestPagesThatAreFollowed:
    """What is wrong on them is gone; at most a number is old, which need not be waited for."""

    @pytest.fixture
    def slow(self, app):
        """Have the app take its time, until the test lets it go on."""
        go_on = threading.Event()
        app.answer = lambda asked: go_on.wait(30) and Says.page(NAME)
        yield go_on
        go_on.set()

    @pytest.fixture
    def followed(self, front):
        (front.pages / ".followed").write_text("1")
        time.sleep(LOOKED_AT_AGAIN)
        yield
        (front.pages / ".followed").unlink()
        time.sleep(LOOKED_AT_AGAIN)

    def test_an_old_one_is_shown_while_the_app_is_asked(self, front, app, stored, followed, slow):
        stored(age=90000, soft_seconds=60)
        for _ in range(3):
            assert front.ask("/meter/", timeout=1).body == PAGE
        until(lambda: app.targets() == ["/meter/"], what="a question")

    def test_the_app_is_asked_about_one_at_a_time(self, front, app, stored, followed, slow):
        names = [f"old/{number}" for number in range(5)]
        for name in names:
            bake(front.pages, f"files/{name}/index.html", age=90000)
            assert front.ask(f"/{name}/", timeout=1).body == PAGE
        until(app.targets, what="a question")
        time.sleep(0.3)
        assert app.targets() == ["/old/0/"]

    def test_the_control_one_that_nobody_follows_is_asked_about_first(
        self, front, app, stored, followed
    ):
        long_ago = time.time() - 60
        os.utime(front.pages / ".followed", (long_ago, long_ago))
        time.sleep(LOOKED_AT_AGAIN)
        stored(age=90000, soft_seconds=60)
        app.answer = renews(front)
        assert front.ask("/meter/").body == NEW


def test_fifty_at_once_ask_once_about_an_old_page(front, app, stored):
    stored(age=3600, soft_seconds=60)
    bakes = renews(front)

    def slowly(asked):
        time.sleep(0.5)
        return bakes(asked)

    app.answer = slowly
    assert set(at_once(50, lambda: front.ask("/meter/").body)) == {NEW}
    assert app.targets() == ["/meter/"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_app_that_fails_leaves_the_old_page(front, app, stored, status):
    stored(age=3600, soft_seconds=60)
    app.answer = lambda asked: Says(status=status)
    answer = front.ask("/meter/")
    assert (answer.status, answer.body) == (200, PAGE)
    # And is not asked again by each reader.
    front.ask("/meter/")
    assert app.targets() == ["/meter/"]


def test_the_control_without_a_stored_page_the_failure_is_told(front, app):
    app.answer = lambda asked: Says(status=500, body=b"broken")
    answer = front.ask("/never-baked/")
    assert (answer.status, answer.body) == (500, b"broken")


def test_an_app_that_hangs_leaves_the_old_page_after_two_seconds(front, app):
    name = "files/hanging/index.html"
    bake(front.pages, name, age=3600, soft_seconds=60)
    go_on = threading.Event()
    app.answer = lambda asked: go_on.wait(30) and Says.page(name)
    started = time.monotonic()
    assert front.ask("/hanging/").body == PAGE
    assert 1.5 < time.monotonic() - started < 15
    go_on.set()


def test_an_app_that_says_it_is_no_page_any_more_answers_for_itself(front, app, stored):
    stored(age=3600, soft_seconds=60)
    app.answer = lambda asked: Says(status=404, body=b"gone")
    answer = front.ask("/meter/")
    assert (answer.status, answer.body) == (404, b"gone")


def at_once(count, what):
    """Do something in so many threads at the same moment and give what each got."""
    found, start = [], threading.Barrier(count)

    def each():
        start.wait(30)
        found.append(what())

    threads = [threading.Thread(target=each) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found
