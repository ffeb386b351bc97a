from pathlib import Path

import pytest

from standfirst.delivery.front.forwarding import (
    RequestRefused,
    raw_target,
    request_headers,
    response_headers,
    settled_host,
)
from standfirst.delivery.front.settings import FrontSettings

pytestmark = pytest.mark.any_engine
SETTINGS = FrontSettings(
    pages=Path("pages"),
    static=Path("static"),
    media=Path("media"),
    app="127.0.0.1:1",
    host="paper.example",
    token="secret",
    trusted_proxies=("10.0.0.0/8", "2001:db8::/32"),
)


def forwarded(*headers, client="203.0.113.9"):
    return request_headers(list(headers), host="h", client=client, settings=SETTINGS)


DROPPED = {
    "connection": ("connection", "keep-alive"),
    "keep-alive": ("keep-alive", "timeout=5"),
    "te": ("te", "trailers"),
    "trailer": ("trailer", "x-a"),
    "transfer-encoding": ("transfer-encoding", "chunked"),
    "upgrade": ("upgrade", "websocket"),
    "proxy-authorization": ("proxy-authorization", "Basic eA=="),
    "proxy-connection": ("proxy-connection", "close"),
    "proxy": ("proxy", "http://evil.test"),
    "expect": ("expect", "100-continue"),
    "content-length": ("content-length", "3"),
    "second host": ("host", "evil.test"),
    "our token": ("x-standfirst-front", "forged"),
    "our page": ("x-standfirst-page", "files/index.html"),
    "with underscores": ("x_standfirst_front", "forged"),
    "half underscores": ("x-standfirst_front", "forged"),
    "address with underscores": ("x_forwarded_for", "127.0.0.1"),
    "forwarded": ("forwarded", "for=127.0.0.1"),
    "forwarded host": ("x-forwarded-host", "evil.test"),
    "forwarded proto": ("x-forwarded-proto", "http"),
}


@pytest.mark.parametrize("header", DROPPED.values(), ids=DROPPED)
def test_what_is_not_the_clients_to_say_is_dropped(header):
    assert forwarded(header) == forwarded()


def test_the_control_other_headers_go_on():
    kept = [("cookie", "a=b"), ("cookie", "c=d"), ("accept", "*/*"), ("x-requested-with", "x")]
    assert forwarded(*kept)[1:5] == kept


def test_what_connection_names_is_of_this_hop_only():
    assert forwarded(("connection", "close, X-Secret"), ("x-secret", "1")) == forwarded()


def test_connection_cannot_take_away_what_the_front_adds():
    names = [
        name for name, _ in forwarded(("connection", "x-forwarded-for, host, x-standfirst-front"))
    ]
    assert names == ["host", "x-forwarded-for", "x-standfirst-front"]


@pytest.mark.parametrize(
    ("peer", "came_by", "said"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["127.0.0.1"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7, 10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7", "10.0.0.2"], "198.51.100.7, 10.0.0.2, 10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7, 10.0.0.1"),
        ("2001:db8::1", ["198.51.100.7"], "198.51.100.7, 2001:db8::1"),
    ],
)
def test_only_a_trusted_proxy_says_whom_it_speaks_for(peer, came_by, said):
    headers = forwarded(*(("x-forwarded-for", each) for each in came_by), client=peer)
    assert [value for name, value in headers if name == "x-forwarded-for"] == [said]


def test_the_host_is_one():
    assert settled_host([("host", "a.example:80")], None, is_old=False, own="own") == "a.example:80"
    assert settled_host([("host", "[::1]:8000")], None, is_old=False, own="own") == "[::1]:8000"
    # An absolute target outdoes the header (RFC 9112, 3.2.2).
    assert settled_host([("host", "a")], "b", is_old=False, own="own") == "b"
    assert settled_host([], None, is_old=True, own="own") == "own"


@pytest.mark.parametrize(
    "hosts", [[], ["a", "b"], ["a", "a"], [""], ["a b"], ["a/b"], ["a@b"], ["a,b"]]
)
def test_anything_else_is_refused(hosts):
    with pytest.raises(RequestRefused):
        settled_host([("host", each) for each in hosts], None, is_old=False, own="own")


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        ("/", "", "/"),
        ("/river/", "a=1&b=%2f", "/river/?a=1&b=%2f"),
        ("/a b/ä?#%/", "", "/a%20b/%C3%A4%3F%23%25/"),
        ("/a/../b//./c", "", "/a/../b//./c"),
        ("/a\0\r\n\\", "", "/a%00%0D%0A%5C"),
        ("//evil.test/", "", "//evil.test/"),
    ],
)
def test_a_target_is_written_so_that_it_reads_as_it_was(path, query, target):
    assert raw_target(path, query) == target


def test_of_an_answer_the_client_gets_what_is_meant_for_it():
    said = [
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Connection", "close, X-Hop"),
        ("X-Hop", "1"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "3"),
        ("X-Standfirst-Page", "files/index.html"),
        ("Server", "app"),
        ("Date", "now"),
        ("X-Broken", "a\nb"),
        ("Content-Type", "text/html"),
    ]
    assert response_headers(said) == [
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("content-type", "text/html"),
    ]
