"""Unkeyed inputs of attacks.md: nothing about a request but its target matters for a stored page."""

import gzip
import os

import brotli
import pytest

from tests.delivery.front.baked import PAGE, bake, drop

pytestmark = pytest.mark.any_engine
NAME = "files/river/gate/index.html"

HEADERS = {
    **{
        name: {name: "evil.test"}
        for name in (
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Scheme",
            "X-Forwarded-Server",
            "X-Host",
            "Forwarded",
            "X-HTTP-Method",
            "X-HTTP-Method-Override",
            "HX-Request",
            "HX-Boosted",
            "HX-Target",
            "HX-Current-URL",
            "Authorization",
            "Accept",
            "Accept-Language",
            "Origin",
            "Referer",
            "User-Agent",
            "X-Standfirst-Page",
            "X-Standfirst-Front",
        )
    },
    "X-Original-URL": {"X-Original-URL": "/account/"},
    "X-Rewrite-URL": {"X-Rewrite-URL": "/account/"},
    "Host of nobody": {"Host": "evil.test"},
    "Host with port": {"Host": "paper.example:9999"},
    "Host in capitals": {"Host": "PAPER.EXAMPLE"},
    "no sound Host": {"Host": "a b/c"},
    "session": {"Cookie": "sessionid=abc"},
    "identity": {"Cookie": "person=abc; here=1"},
    "malformed cookie": {"Cookie": ';;=, a="b; person'},
    "range": {"Range": "bytes=0-3"},
    "if-range": {"Range": "bytes=0-3", "If-Range": '"x"'},
    "unknown coding": {"Accept-Encoding": "snappy"},
    "refused coding": {"Accept-Encoding": "br;q=0, gzip;q=0"},
    "cache control": {"Cache-Control": "no-cache", "Pragma": "no-cache"},
}


@pytest.fixture
def etag(front):
    return bake(front.pages, NAME)


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_everybody_gets_the_same_bytes(front, app, etag, headers):
    plain = front.ask("/river/gate/")
    answer = front.ask("/river/gate/", headers=headers)
    assert (answer.status, answer.body) == (200, PAGE)
    different = {"date"}
    assert {k: v for k, v in answer.headers.items() if k not in different} == {
        k: v for k, v in plain.headers.items() if k not in different
    }
    assert answer.headers["etag"] == etag
    assert app.targets() == []


def test_the_control_the_app_would_have_seen_them(front, app):
    front.ask("/account/", headers={"Cookie": "sessionid=abc", "Accept-Language": "de"})
    assert app.asked[0].header("cookie") == ["sessionid=abc"]
    assert app.asked[0].header("accept-language") == ["de"]


def test_a_body_in_a_get_changes_nothing(front, app, etag):
    assert front.ask("/river/gate/", body=b"_method=DELETE").body == PAGE
    assert app.targets() == []


def test_an_absolute_target_is_its_path(front, app, etag):
    request = b"GET http://evil.test/river/gate/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"
    assert front.ask_raw(request).body == PAGE
    assert app.targets() == []


def test_each_coding_is_itself(front, etag):
    tags = set()
    for coding, undo in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = front.ask("/river/gate/", headers={"Accept-Encoding": coding})
        assert answer.headers["content-encoding"] == coding
        assert answer.headers["content-length"] == str(len(answer.body))
        assert undo(answer.body) == PAGE
        tags.add(answer.headers["etag"])
    assert tags == {f'{etag[:-1]}-br"', f'{etag[:-1]}-gzip"'}


def test_who_has_the_page_is_told_so(front, etag):
    full = front.ask("/river/gate/")
    for condition in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"x", W/{etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": full.headers["last-modified"]},
    ):
        answer = front.ask("/river/gate/", headers=condition)
        assert (answer.status, answer.body) == (304, b"")
        for name in ("etag", "vary", "cache-control", "last-modified", "content-security-policy"):
            assert answer.headers[name] == full.headers[name]
    # The tag of another coding is not the bytes that this client would get.
    other = front.ask("/river/gate/", headers={"If-None-Match": etag, "Accept-Encoding": "br"})
    assert other.status == 200


def test_a_head_is_the_page_without_it(front, etag):
    for coding in ("identity", "br", "gzip"):
        headers = {"Accept-Encoding": coding}
        full = front.ask("/river/gate/", headers=headers)
        bare = front.ask("/river/gate/", method="HEAD", headers=headers)
        assert bare.body == b""
        assert {k: v for k, v in bare.headers.items() if k != "date"} == {
            k: v for k, v in full.headers.items() if k != "date"
        }


def test_every_answer_has_the_security_headers(front, etag):
    for answer in (
        front.ask("/river/gate/"),
        front.ask("/river/gate/", headers={"If-None-Match": "*"}),
    ):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"]
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-cache"


def test_a_changed_page_is_seen_at_once(front, app, etag):
    assert front.ask("/river/gate/", headers={"Accept-Encoding": "br"}).status == 200
    for version in range(5):
        body = PAGE + b"%d" % version
        # The same size and, to the second, the same time.
        fresh = bake(front.pages, NAME, body)
        answer = front.ask("/river/gate/", headers={"Accept-Encoding": "br"})
        assert brotli.decompress(answer.body) == body
        assert answer.headers["etag"] == f'{fresh[:-1]}-br"'
    assert app.targets() == []


def test_a_dropped_page_is_the_apps_to_answer(front, app, etag):
    assert front.ask("/river/gate/").body == PAGE
    drop(front.pages, NAME)
    assert front.ask("/river/gate/").body == b"made by the app"
    assert app.targets() == ["/river/gate/"]


def test_files_of_another_bake_are_not_used(front, app, etag):
    body = front.pages / NAME
    beside = front.pages / f"{NAME}.br"
    os.utime(beside, ns=(0, body.stat().st_mtime_ns + 1))
    answer = front.ask("/river/gate/", headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    meta = front.pages / f"{NAME}.meta"
    os.utime(meta, ns=(0, body.stat().st_mtime_ns + 1))
    bake(front.pages, "files/other/index.html")  # drives nothing out; the file itself is re-read
    os.utime(body, ns=(0, body.stat().st_mtime_ns + 2))
    assert front.ask("/river/gate/").body == b"made by the app"


@pytest.mark.parametrize(
    "meta", [b"", b"[]", b"{", b'{"type": "text/html"}', b'{"soft_seconds": 1}', b"\xff"]
)
def test_a_page_that_says_nothing_sound_of_itself_is_not_given(front, etag, meta):
    file = front.pages / f"{NAME}.meta"
    mtime = file.stat().st_mtime_ns
    file.write_bytes(meta)
    for changed in (file, front.pages / NAME):
        os.utime(changed, ns=(mtime + 5, mtime + 5))
    assert front.ask("/river/gate/").body == b"made by the app"


def test_reading_is_noted_and_leaves_the_time_of_change_alone(front, etag):
    file = front.pages / NAME
    mtime = file.stat().st_mtime_ns
    os.utime(file, ns=(1_000_000_000, mtime))
    front.ask("/river/gate/")
    front.ask("/river/gate/")
    found = file.stat()
    assert found.st_atime > 1_700_000_000
    assert found.st_mtime_ns == mtime
    os.utime(file, ns=(found.st_atime_ns - 30_000_000_000, mtime))
    noted = file.stat().st_atime_ns
    front.ask("/river/gate/")
    assert file.stat().st_atime_ns == noted, "noted more than once a minute"


def test_another_type_is_said_as_it_was_baked(front):
    bake(
        front.pages,
        "files/feeds/paper.xml",
        b"<feed/>" * 50,
        meta={"type": "application/atom+xml; charset=utf-8"},
    )
    answer = front.ask("/feeds/paper.xml")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"


ODD = {
    "no slash": "/river/gate",
    "other case": "/River/gate/",
    "two slashes": "/river//gate/",
    "two slashes first": "//river/gate/",
    "dot": "/river/./gate/",
    "dots": "/river/../river/gate/",
    "encoded dots": "/river/%2e%2e/river/gate/",
    "NUL": "/river/gate/%00",
    "NUL suffix": "/river/gate/%00.css",
    "backslash": "/river\\gate/",
    "encoded backslash": "/river%5cgate/",
    "not UTF-8": "/river/gat%e9/",
    "overlong": "/river/" + "x" * 300 + "/",
    "overlong coding": "/river/%c0%af/",
    "trailing dot": "/river/gate/.",
    "trailing space": "/river/gate/%20",
    "doubly encoded": "/river%252fgate/",
    "the file": "/river/gate/index.html",
    "its coding": "/river/gate/index.html.br",
    "its meta": "/river/gate/index.html.meta",
    "the folder": "/files/river/gate/",
    "an unknown parameter": "/river/gate/?utm_source=x",
    "a semicolon": "/river/gate/;x.css",
    "a name appended": "/river/gate/x.css",
    "robots appended": "/river/gate/robots.txt",
}


@pytest.mark.parametrize("target", ODD.values(), ids=ODD)
def test_an_odd_target_is_no_stored_page(front, app, etag, target):
    answer = front.ask_raw(f"GET {target} HTTP/1.1\r\nHost: paper.example\r\n\r\n".encode())
    assert answer.body == b"made by the app"
    assert len(app.asked) == 1


def test_the_control_the_plain_target_is(front, app, etag):
    request = b"GET /river/gate/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"
    assert front.ask_raw(request).body == PAGE
