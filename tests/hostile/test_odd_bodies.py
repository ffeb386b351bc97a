"""Bodies, types, headers and cookies that no browser sends: refused or ignored, never an error."""

from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_started
from django.db import close_old_connections

from standfirst.config.wsgi import application
from tests.hostile.conftest import answer_to, errors, guest_client
from tests.hostile.test_odd_requests import BIG

FORMS = (
    *("/river/gate/comments/", "/comments/{comment}/reply/", "/comments/{comment}/vote/"),
    *("/comments/{comment}/report/", "/subscriptions/", "/support/river/", "/account/login/"),
    *("/account/signup/", "/account/password/reset/"),
)
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="text"%s\r\n\r\nwords\r\n--x--\r\n'
ODD_BODIES = {
    "invalid UTF-8": (URLENCODED, b"text=%ff%fe&name=\xff\xfe&email=%80&vote=%c0%af"),
    "surrogates": (URLENCODED, b"text=%ed%a0%80&name=%ed%b0%80"),
    "NUL": (URLENCODED, b"text=a%00b&name=%00&email=%00&vote=%00&seen=%00&question=%00&thread=%00"),
    "names of fields": (URLENCODED, b"%00=1&%ff=2&=3&&&;=&text"),
    "a thousand and one fields": (URLENCODED, b"a=1&" * 10_001),
    "repeated": (URLENCODED, b"text=one&text=two&name=a&name=b&vote=up&vote=down"),
    "UTF-16": (f"{URLENCODED}; charset=utf-16", b"text=hello"),
    "UTF-7": (f"{URLENCODED}; charset=utf-7", b"text=+ADw-script+AD4-"),
    "a charset that is none": (f"{URLENCODED}; charset=nonsense", b"text=hello"),
    "JSON": ("application/json", b'{"text": "hello", "name": null}'),
    "broken JSON": ("application/json", b'{"text": '),
    "XML": ("text/xml", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///'>]><x>&y;"),
    "plain": ("text/plain", b"text=hello"),
    "no type": ("", b"text=hello"),
    "a type that is none": ("\xff/\xff; ;;=;charset", b"text=hello"),
    "multipart without boundary": ("multipart/form-data", b"--x\r\n"),
    "multipart with an empty boundary": ("multipart/form-data; boundary=", b"--\r\n"),
    "multipart with a wild boundary": ("multipart/form-data; boundary=\xff\xfe", b"--x\r\n"),
    "multipart with a boundary of 300": (f"multipart/form-data; boundary={'b' * 300}", b"--\r\n"),
    "multipart that ends early": (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="text'),
    "multipart without headers": (MULTIPART, b"--x\r\n\r\nwords\r\n--x--"),
    "multipart, a file for a text": (MULTIPART, PART % b'; filename="a.txt"'),
    "multipart, a path for a file": (MULTIPART, PART % b'; filename="../../etc/passwd\x00.txt"'),
    "multipart, base64 that is none": (
        MULTIPART,
        PART % b"\r\nContent-Transfer-Encoding: base64",
    ),
    "multipart, another charset": (f"{MULTIPART}; charset=utf-16", PART % b""),
    "multipart, name in a charset": (MULTIPART, PART % b"; filename*=zlib'en'%41"),
    "multipart, a very long header": (MULTIPART, PART % (b"; x=" + b"y" * 70_000)),
}
NO_CHARSETS = ("zlib", "rot13", "idna", "undefined", "punycode", "utf-16", "\xff", "x" * 5000, "")
REFERERS = (
    *("http://[", "http://[::1", "https://paper.test:99999/", "//[", "http://[v1.x]/", "\xff\xfe"),
    *("http://x/?order=%ff&after=%00", "javascript:alert(1)", "data:,", "x" * 9000, "[" * 500),
    *("http://ａ／b@c", "http://a%00b/"),
    "http://127.0.0.1:8000/river/gate/comments/?order=%00&after=" + BIG,
    "http://127.0.0.1:8000/river/gate/comments/?" + "order=newest&" * 2000,
)
HEADERS = {
    "User-Agent": ("", "\xff\xfe", "<script>alert(1)</script>", "() { :; }; echo", "x" * 9000),
    "Accept-Language": ("*", ";;;q=", "x" * 9000, "en;q=9999999999", "\xff", "../../x"),
    "Accept-Encoding": ("*;q=0", "identity;q=0", "br;q=x", "\xff", ""),
    "Cookie": ("=", ";;;", "\xff=\xff", "sessionid", "person=", "a=" + "x" * 9000, 'x="\\'),
    "Range": ("bytes=-0", "bytes=a-b", "bytes=9-1", "bytes=0-" + BIG, "lines=1", "bytes=0-0,-1"),
    "If-None-Match": ("*", '"', "W/", "x" * 9000, '"\xff"', ",,,"),
    "If-Modified-Since": ("yesterday", "Sat, 31 Feb 99999 00:00:00 GMT", "0", "-1"),
    "Content-Type": ("text/plain; charset=nonsense", "x; charset=utf-16", ";", "\xff"),
    "X-Forwarded-For": ("", ",,,", "[::1", "\xff", "1.2.3.4:x", "::ffff:999.1.1.1", "1," * 5000),
    "X-Forwarded-Host": ("evil.test", "[", "\xff"),
    "HX-Request": ("true", "TRUE", "\xff"),
    "HX-Target": ("<img src=x>", "#" * 9000),
    "HX-Current-URL": ("http://[", "\xff"),
    "HX-Prompt": ("\xff",),
    "Expect": ("100-continue", "nonsense"),
    "X-HTTP-Method-Override": ("DELETE", "PUT"),
}
FORGED_HOSTS = (
    "evil.test",
    "127.0.0.1:8000@evil.test",
    "[",
    "127.0.0.1:x",
    "a b",
    "\xff",
    "x" * 300,
)


@pytest.mark.parametrize("kind", ODD_BODIES)
def test_no_body_brings_a_server_error(scene, client_of, anybody, kind):
    content_type, body = ODD_BODIES[kind]
    member = guest_client(client_of, scene.author)
    attempts = [
        (
            address,
            answer_to(
                client,
                "POST",
                address.format(comment=scene.comment.pk),
                data=body,
                content_type=content_type,
            ),
        )
        for address in FORMS
        for client in (anybody, member)
    ]
    assert not errors(attempts)


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_brings_a_server_error(scene, client_of, anybody, name):
    member = guest_client(client_of, scene.stranger)
    attempts = [
        (f"{address} {value[:40]!r}", answer_to(client, "GET", address, headers={name: value}))
        for value in HEADERS[name]
        for address in ("/", "/river/gate/comments/?mine", "/search/?q=%C3%A9", "/static/x", "/no/")
        for client in (anybody, member)
    ]
    assert not errors(attempts)


@pytest.mark.parametrize("referer", REFERERS)
def test_no_referer_brings_a_server_error(scene, client_of, referer):
    voter = guest_client(client_of, scene.stranger)
    address = f"/comments/{scene.comment.pk}/vote/"
    answer = answer_to(
        voter,
        "POST",
        address,
        data="vote=up",
        content_type=URLENCODED,
        headers={"Referer": referer},
    )
    assert answer.status_code == 303, getattr(answer, "exc_info", None)
    assert answer["Location"].startswith("/river/gate/comments/?")
    assert "\n" not in answer["Location"]
    for page in ("/no/", "/river/gate/comments/", "/account/login/"):
        read = answer_to(voter, "GET", page, headers={"Referer": referer})
        assert read.status_code in {200, 404}
        assert referer[:200] not in read.content.decode()


@pytest.mark.parametrize("host", FORGED_HOSTS)
def test_a_forged_host_is_refused(scene, anybody, host):
    for address in ("/account/login/", "/river/gate/comments/", "/no/", "/healthz"):
        answer = answer_to(anybody, "GET", address, headers={"Host": host})
        assert answer.status_code < 500, (address, getattr(answer, "exc_info", None))
        assert "evil.test" not in answer.content.decode()
        assert "evil.test" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "value", ["a" * 20 + "\x00", '"aaaaaaaaaa\\000"', "é" * 20, "x" * 5000, "0"]
)
@pytest.mark.parametrize("name", ["sessionid", "person", "here", "csrftoken", "messages"])
def test_no_cookie_brings_a_server_error(scene, anybody, name, value):
    attempts = []
    for address in ("/", "/river/gate/comments/?mine", "/account/", "/admin/", "/account/login/"):
        header = f"{name}={value}".encode().decode("latin-1")
        attempts.append((address, answer_to(anybody, "GET", address, headers={"Cookie": header})))
    assert not errors(attempts)


def test_a_session_that_cannot_be_read_is_no_session(scene, anybody):
    store = SessionStore()
    store.create()
    store.model.objects.filter(session_key=store.session_key).update(session_data="not:signed")
    anybody.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    assert answer_to(anybody, "GET", "/account/").status_code == 302


@pytest.mark.parametrize("charset", NO_CHARSETS)
def test_a_charset_that_is_no_text_is_not_believed(scene, charset):
    """Through the door itself: Django reads the charset while it makes the request."""
    for kind, body in ((URLENCODED, b"text=%C3%A9&name=x"), (MULTIPART, PART % b""), ("x/y", b"")):
        for method, address in (("GET", "/search/?q=%C3%A9"), ("POST", "/river/gate/comments/")):
            status, _headers, page = at_the_door(
                method, address, content_type=f"{kind}; charset={charset}", body=body
            )
            assert status < 500
            assert method == "POST" or 'value="é"' in page


def at_the_door(method, address, *, content_type, body=b""):
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "REMOTE_ADDR": "192.0.2.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    told = []
    # The connection stays open, and with it the test's transaction, as Django's own test client does.
    request_started.disconnect(close_old_connections)
    parts = application(environ, lambda status, headers: told.append((status, headers)))
    request_started.connect(close_old_connections)
    page = b"".join(parts).decode()
    status, headers = told[0]
    return int(status.split()[0]), dict(headers), page
