"""What is handed to the app and back, over real sockets."""

import http.client
import os
import socket
import threading
import time

import pytest

from tests.cli.processes import until
from tests.delivery.front.fake_app import FakeApp, Says
from tests.delivery.front.fronts import TOKEN, running_front

pytestmark = pytest.mark.any_engine
LARGE = os.urandom(3_000_000)


def test_a_form_arrives_as_it_was_sent(front, app):
    answer = front.ask(
        "/river/comments/?reply=3",
        method="POST",
        body=b"text=hello",
        headers={"Content-Type": "application/x-www-form-urlencoded", "Cookie": "person=x"},
    )
    assert answer.body == b"made by the app"
    (asked,) = app.asked
    assert (asked.method, asked.target, asked.body) == (
        "POST",
        "/river/comments/?reply=3",
        b"text=hello",
    )
    assert asked.header("content-type") == ["application/x-www-form-urlencoded"]
    assert asked.header("x-standfirst-front") == [TOKEN]
    assert asked.header("x-forwarded-for") == ["127.0.0.1"]
    assert asked.header("user-agent") == []


@pytest.mark.parametrize(
    "name",
    [
        "X-Standfirst-Front",
        "x-standfirst-page",
        "X-STANDFIRST-ANYTHING",
        "X_Standfirst_Front",
        "X_Forwarded_For",
    ],
)
def test_nobody_can_speak_as_the_front(front, app, name):
    front.ask("/x/", headers={name: "forged", "X-Forwarded-For": "6.6.6.6"})
    (asked,) = app.asked
    assert "forged" not in str(asked.headers)
    assert asked.header("x-standfirst-front") == [TOKEN]
    assert asked.header("x-forwarded-for") == ["127.0.0.1"]


def test_a_trusted_proxy_says_whom_it_speaks_for(tmp_path):
    app = FakeApp()
    with running_front(
        tmp_path, f"127.0.0.1:{app.port}", "--trusted-proxy", "127.0.0.0/8"
    ) as front:
        front.ask("/x/", headers={"X-Forwarded-For": "198.51.100.7"})
    assert app.asked[0].header("x-forwarded-for") == ["198.51.100.7, 127.0.0.1"]
    app.close()


@pytest.mark.parametrize("length", [0, 1, 16 * 1024, 16 * 1024 + 1, 3_000_000])
def test_uploads_arrive_whole(front, app, length):
    assert front.ask("/upload/", method="POST", body=LARGE[:length]).status == 200
    assert app.asked[0].body == LARGE[:length]


def test_a_body_without_a_length_arrives_with_one(front, app):
    request = (
        b"POST /upload/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    )
    assert front.ask_raw(request).status == 200
    assert app.asked[0].body == b"hello world"
    assert app.asked[0].header("transfer-encoding") == []


def test_a_body_that_is_too_large_is_refused_before_the_app_is_asked(tmp_path):
    app = FakeApp()
    with running_front(tmp_path, f"127.0.0.1:{app.port}", "--body", "1") as front:
        ok = front.ask("/x/", method="POST", body=b"x" * 1024 * 1024)
        said = front.ask_raw(
            b"POST /x/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\nAccept: text/html\r\n\r\n"
        )
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        found = front.ask_raw(
            b"POST /x/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 17
        )
    assert (ok.status, said.status, found.status) == (200, 413, 413)
    assert b"This is too large" in said.body
    assert len(app.asked) == 1
    app.close()


def test_a_slow_sender_does_not_hold_the_app(front, app):
    """A body is received whole first: the app's one thread never waits for a client."""
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as link:
        link.sendall(b"POST /slow/ HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhal")
        assert front.ask("/other/").body == b"made by the app"
        assert app.targets() == ["/other/"]
        link.sendall(b"f-done.")
        until(lambda: app.targets() == ["/other/", "/slow/"], what="the slow body")


@pytest.mark.parametrize("length", [0, 10, 1024 * 1024, 1024 * 1024 + 1, 3_000_000])
def test_downloads_arrive_whole(front, app, length):
    app.answer = lambda asked: Says(body=LARGE[:length])
    answer = front.ask("/documents/1/")
    assert answer.body == LARGE[:length]
    assert answer.headers["content-length"] == str(length)


def test_what_has_no_length_is_given_as_it_comes(front, app):
    go_on = threading.Event()

    def pieces():
        yield b"first"
        go_on.wait(20)
        yield b"second"

    app.answer = lambda asked: Says(pieces=pieces)
    link = http.client.HTTPConnection("127.0.0.1", front.port, timeout=20)
    link.request("GET", "/export.csv")
    response = link.getresponse()
    assert response.read1(100) == b"first"
    go_on.set()
    assert response.read() == b"second"
    link.close()


@pytest.mark.parametrize("length", [100, 2_000_000])
def test_a_broken_answer_is_no_half_page(front, app, length):
    app.answer = lambda asked: Says(body=LARGE[:length], missing=10)
    answer = front.ask("/broken/", headers={"Accept": "text/html"})
    assert answer.status == 502
    assert b"cannot be made just now" in answer.body


@pytest.mark.parametrize("status", [201, 204, 301, 303, 304, 400, 403, 404, 429, 500, 503])
def test_what_the_app_says_is_what_the_client_hears(front, app, status):
    body = b"" if status in (204, 304) else b"so it is"
    headers = [("Location", "/x/"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Path=/")]
    app.answer = lambda asked: Says(status=status, body=body, headers=headers)
    answer = front.ask("/x/", method="POST", body=b"")
    assert (answer.status, answer.body) == (status, body)
    assert answer.headers["location"] == "/x/"
    cookies = [value for name, value in answer.all_headers if name.lower() == "set-cookie"]
    assert cookies == ["a=1", "b=2; Path=/"]


def test_a_head_of_what_is_no_page(front, app):
    app.answer = lambda asked: Says(body=b"0123456789")
    answer = front.ask("/x/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "10"
    assert app.asked[0].method == "HEAD"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_methods_go_to_the_app(front, app, method):
    assert front.ask("/x/", method=method, body=b"").status == 200
    assert app.asked[0].method == method


UNSOUND = {
    "two hosts": b"GET /x/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no host": b"GET /x/ HTTP/1.1\r\n\r\n",
    "no such host": b"GET /x/ HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "star": b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "two lengths": b"POST /x/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "signed length": b"POST /x/ HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
    "unknown transfer coding": b"POST /x/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "coding not last": b"POST /x/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "folded header": b"GET /x/ HTTP/1.1\r\nHost: a\r\nX-A: a\r\n b\r\n\r\n",
    "space before colon": b"GET /x/ HTTP/1.1\r\nHost: a\r\nX-A : a\r\n\r\n",
    "NUL in a header": b"GET /x/ HTTP/1.1\r\nHost: a\r\nX-A: a\0b\r\n\r\n",
    "space in the target": b"GET /x y HTTP/1.1\r\nHost: a\r\n\r\n",
    "another protocol": b"GET /x/ HTTP/3.1\r\nHost: a\r\n\r\n",
    "a bare line": b"hello\r\n\r\n",
}


@pytest.mark.parametrize("request_", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_request_never_reaches_the_app(front, app, request_):
    assert front.ask_raw(request_).status == 400
    assert app.asked == []


def test_a_length_beside_chunks_smuggles_nothing(front, app):
    smuggled = b"0\r\n\r\nGET /smuggled/ HTTP/1.1\r\nHost: a\r\n\r\n"
    request = b"POST /x/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n%s"
    front.ask_raw(request % (len(smuggled), smuggled))
    time.sleep(0.2)
    assert [asked.body for asked in app.asked if asked.target == "/x/"] in ([], [b""])
    # What follows the body is a request of its own to the front, and reaches the app as such.
    assert all(asked.header("x-standfirst-front") == [TOKEN] for asked in app.asked)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_methods_that_no_page_has_are_refused(front, app, method):
    target = "/x/" if method == "TRACE" else "a:80"
    request = f"{method} {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    assert front.ask_raw(request, method=method).status in (400, 405)
    assert app.asked == []


def test_a_kept_connection_serves_again_and_again(front, app):
    for _ in range(30):
        assert front.ask("/x/").status == 200
    assert len(app.asked) == 30
