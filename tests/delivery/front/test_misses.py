"""Targets that no file is known for: the app says what they are."""

import threading

import pytest

from tests.cli.processes import until
from tests.delivery.front.baked import PAGE, bake, drop
from tests.delivery.front.fake_app import Says
from tests.delivery.front.test_freshness import at_once

pytestmark = pytest.mark.any_engine
QUERIED = "queried/ab/" + "0" * 62


def test_a_hundred_at_once_are_one_question(front, app):
    enough = threading.Event()

    def answer(asked):
        enough.wait(30)
        bake(front.pages, "files/purged/index.html")
        return Says.page("files/purged/index.html")

    app.answer = answer
    threading.Timer(1.5, enough.set).start()
    assert set(at_once(100, lambda: front.ask("/purged/", timeout=60).body)) == {PAGE}
    assert app.targets() == ["/purged/"]
    assert front.ask("/purged/").body == PAGE
    assert len(app.asked) == 1


def test_the_control_what_is_no_page_is_asked_by_each(front, app):
    bodies = at_once(20, lambda: front.ask("/account/", headers={"Cookie": "a=b"}).body)
    assert bodies == [b"made by the app"] * 20
    assert len(app.asked) == 20


def test_each_gets_the_answer_that_is_theirs(front, app):
    app.answer = lambda asked: Says(body=asked.header("cookie")[0].encode())
    names = iter(range(1000))
    lock = threading.Lock()

    def ask():
        with lock:
            cookie = f"person={next(names)}"
        return front.ask("/mine/", headers={"Cookie": cookie}).body == cookie.encode()

    assert all(at_once(30, ask))


def test_a_reader_with_a_hosts_name_of_their_own_leads_nobody_astray(front, app):
    go_on = threading.Event()

    def answer(asked):
        if asked.header("host") == ["evil.test"]:
            go_on.wait(30)
            return Says(status=400, body=b"bad host")
        bake(front.pages, "files/led/index.html")
        return Says.page("files/led/index.html")

    app.answer = answer
    bad = threading.Thread(
        target=front.ask, args=("/led/",), kwargs={"headers": {"Host": "evil.test"}}
    )
    bad.start()
    until(lambda: app.asked, what="the stranger's question")
    assert front.ask("/led/").body == PAGE
    go_on.set()
    bad.join()


def test_a_target_with_parameters_is_remembered_as_the_page_it_is(front, app):
    bake(front.pages, QUERIED)
    app.answer = lambda asked: Says.page(QUERIED)
    for _ in range(3):
        assert front.ask("/search/?page=2&utm_source=x").body == PAGE
    assert app.targets() == ["/search/?page=2&utm_source=x"]
    # Another order is another target, for the app to tell.
    front.ask("/search/?utm_source=x&page=2")
    assert len(app.asked) == 2
    drop(front.pages, QUERIED)
    app.answer = lambda asked: Says()
    assert front.ask("/search/?page=2&utm_source=x").body == b"made by the app"


def test_an_encoded_question_mark_is_part_of_the_path(front, app):
    bake(front.pages, QUERIED)
    app.answer = lambda asked: Says.page(QUERIED) if "?" in asked.target else Says()
    assert front.ask("/search/?page=2").body == PAGE
    assert front.ask("/search/%3Fpage=2").body == b"made by the app"


DECEPTIONS = [
    "/account/x.css",
    "/account/;x.css",
    "/account/%2fx.css",
    "/account/%3bx.css",
    "/account/%00.css",
    "/account/?x.css",
    "/account/%23x.css",
    "/account/..%2fstatic/x.css",
    "/account//x.css",
    "/account/x.js",
    "/account/robots.txt",
    "/account/%252fx.css",
    "/account/%5cx.css",
    "/Account/",
    "/account/%20",
    "/static/..%2faccount/",
    "/account/",
    "/river/comments/?mine",
]


@pytest.mark.parametrize("target", DECEPTIONS)
def test_no_private_page_is_stored_or_given_to_another(front, app, target):
    app.answer = lambda asked: Says(
        body=b"private: " + asked.header("cookie")[0].encode(),
        headers=[("Content-Type", "text/css"), ("Cache-Control", "public, max-age=9999")],
    )
    before = everything_in(front.site)
    assert front.ask(target, headers={"Cookie": "sessionid=victim"}).body.endswith(b"victim")
    assert front.ask(target, headers={"Cookie": "sessionid=other"}).body.endswith(b"other")
    assert front.ask(target, method="HEAD", headers={"Cookie": "sessionid=third"}).body == b""
    assert len(app.asked) == 3
    assert everything_in(front.site) == before


def test_the_control_a_page_that_the_app_has_stored_is_given_to_all(front, app):
    bake(front.pages, "files/account/x.css/index.html")
    assert front.ask("/account/x.css/", headers={"Cookie": "sessionid=victim"}).body == PAGE
    assert app.targets() == []
    drop(front.pages, "files/account/x.css/index.html")


@pytest.mark.parametrize(
    "name",
    ["../standfirst.toml", "files/../../db.sqlite3", "/etc/passwd", "files/x.meta", "static/x"],
)
def test_a_file_that_is_no_page_is_never_given(front, app, name):
    app.answer = lambda asked: Says.page(name)
    answer = front.ask("/wrong/")
    assert answer.status == 502
    assert b"x-standfirst" not in str(answer.headers).encode()


def test_a_page_that_is_not_there_is_a_fault_and_told_so(front, app):
    app.answer = lambda asked: Says.page("files/not/there/index.html")
    assert front.ask("/not/there/").status == 502
    assert "there is no such page" in front.log.read_text()


def test_a_write_is_never_answered_by_a_page(front, app):
    bake(front.pages, "files/form/index.html")
    app.answer = lambda asked: Says.page("files/form/index.html")
    assert front.ask("/form/", method="POST", body=b"a=b").status == 502


def test_what_the_app_says_to_the_front_never_reaches_a_client(front, app):
    bake(front.pages, QUERIED)
    app.answer = lambda asked: Says.page(QUERIED)
    for method in ("GET", "HEAD"):
        answer = front.ask("/search/?page=7", method=method)
        assert not [name for name in answer.headers if name.startswith("x-standfirst")]


def everything_in(folder):
    return {str(path) for path in folder.rglob("*")}
