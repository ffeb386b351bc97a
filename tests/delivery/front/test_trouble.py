"""An app that is away, slow or has too much to do: what readers and editors see."""

import base64
import hashlib
import re
import threading

import pytest

from standfirst.delivery.front import trouble as troubles
from standfirst.delivery.front.trouble import POLICY, Trouble
from tests.cli.processes import free_port, until
from tests.delivery.front.baked import PAGE, bake
from tests.delivery.front.fake_app import FakeApp, Says
from tests.delivery.front.fronts import running_front
from tests.delivery.front.test_freshness import at_once

pytestmark = pytest.mark.any_engine
ALL = [each for each in vars(troubles).values() if isinstance(each, Trouble)]


@pytest.mark.parametrize("trouble", ALL, ids=lambda each: str(each.status))
def test_the_page_needs_nothing_from_anywhere(trouble):
    text = troubles.page(trouble)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in POLICY
    assert "{" not in re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL)
    assert not re.search(r"<script|src=|href=|url\(|style=", text)
    assert str(trouble.status) in text


@pytest.mark.browser
def test_the_page_is_in_dress_and_accessible(page, assert_accessible, browser_problems, tmp_path):
    with running_front(tmp_path, f"127.0.0.1:{free_port()}") as front:
        page.goto(f"http://127.0.0.1:{front.port}/anything/")
        assert page.locator("h1").inner_text() == "This page cannot be made just now"
        # The style was allowed.
        assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "544px"
        assert_accessible(page)
    # The status itself is all that the console says; a style that is not allowed would be more.
    assert len(browser_problems) == 1
    assert "status of 502" in browser_problems.pop()


def test_an_app_that_is_away_is_told_and_comes_back(tmp_path):
    port = free_port()
    with running_front(tmp_path, f"127.0.0.1:{port}") as front:
        bake(front.pages, "files/river/index.html", age=3600)
        answer = front.ask("/account/", headers={"Accept": "text/html,*/*"})
        assert answer.status == 502
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        plain = front.ask(
            "/api/v1/x", method="POST", body=b"{}", headers={"Accept": "application/json"}
        )
        assert (plain.status, plain.headers["content-type"]) == (502, "text/plain; charset=utf-8")
        assert b"<" not in plain.body
        # What is stored can be read all the while.
        assert front.ask("/river/").body == PAGE
        app = FakeApp(port)
        assert front.ask("/account/").body == b"made by the app"
        app.close()
        assert front.ask("/account/").status == 502
        app = FakeApp(port)
        assert front.ask("/account/").body == b"made by the app"
        app.close()


def test_an_app_behind_a_unix_socket(tmp_path):
    # A path is all that differs; that it is used shows in what is missing.
    with running_front(tmp_path, f"unix:{tmp_path}/app.sock") as front:
        assert front.ask("/x/").status == 502
        assert "app.sock" in front.log.read_text()


def test_an_app_that_is_too_slow_is_told(tmp_path):
    app = FakeApp()
    done = threading.Event()
    app.answer = lambda asked: done.wait(30) and Says()
    with running_front(tmp_path, f"127.0.0.1:{app.port}", "--answer-seconds", "0.5") as front:
        assert front.ask("/slow/").status == 504
        done.set()
        assert front.ask("/slow/").status == 200
    app.close()


@pytest.fixture
def besieged(tmp_path):
    """Give a front whose app is so slow that all slots are taken and the queue is full."""
    app = FakeApp()
    go_on = threading.Event()

    def answer(asked):
        if asked.target.startswith("/slow/"):
            go_on.wait(60)
        return Says()

    app.answer = answer
    # 8 slots, two of them for staff; 64 may wait.
    with running_front(tmp_path, f"127.0.0.1:{app.port}", "--app-workers", "1") as front:
        bake(front.pages, "files/river/index.html")
        yield front, app, go_on
        go_on.set()
    app.close()


def test_under_siege_readers_are_told_and_staff_can_publish(besieged):
    front, app, go_on = besieged
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(front.ask("/slow/", timeout=60)))
        for _ in range(120)
    ]
    for thread in threads:
        thread.start()
    until(lambda: len(app.asked) == 6, what="six in hand")
    # Nobody waits long: most hear at once or after two seconds that it is too much.
    until(lambda: len(answers) >= 114, seconds=30, what="the others' answers")
    assert {answer.status for answer in answers} == {503}
    assert {answer.headers["retry-after"] for answer in answers} == {"2"}
    assert len(app.asked) == 6
    # Staff, and whoever watches the paper, get through; stored pages are as ever.
    assert front.ask("/admin/pages/", method="POST", body=b"publish").status == 200
    assert front.ask("/x/", headers={"Cookie": "a=b; sessionid=editor"}).status == 200
    assert front.ask("/readyz").status == 200
    assert front.ask("/river/").body == PAGE
    assert front.ask("/x/").status == 503
    go_on.set()
    for thread in threads:
        thread.join(60)
    # And it recovers.
    assert front.ask("/x/").status == 200


def test_the_control_below_the_limit_nobody_is_sent_away(besieged):
    front, _app, go_on = besieged
    threading.Timer(0.3, go_on.set).start()
    assert {answer.status for answer in at_once(60, lambda: front.ask("/slow/"))} == {200}


def test_a_stored_page_does_not_wait_for_a_busy_app(besieged):
    front, app, go_on = besieged
    threads = [
        threading.Thread(target=front.ask, args=("/slow/",), kwargs={"timeout": 60})
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    until(lambda: len(app.asked) == 6, what="a busy app")
    for _ in range(20):
        assert front.ask("/river/").body == PAGE
    assert not go_on.is_set()
    go_on.set()
    for thread in threads:
        thread.join(60)


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr"])
def test_the_front_speaks_the_papers_language(monkeypatch, language):
    monkeypatch.setattr(troubles, "_speech", troubles.Speech(language))
    direction = "rtl" if language == "ar" else "ltr"
    for trouble in ALL:
        text = troubles.page(trouble)
        assert f'<html lang="{language}" dir="{direction}">' in text
        assert trouble.title not in text
        assert trouble.sentence not in text


def test_a_language_that_nobody_translated_is_english_in_its_own_direction():
    farsi, austrian = troubles.Speech("fa"), troubles.Speech("de-at")
    assert (farsi.direction, farsi.words(ALL[0].title)) == ("rtl", ALL[0].title)
    assert austrian.words(ALL[0].title) != ALL[0].title
