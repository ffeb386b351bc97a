"""Requests that no browser sends: each is answered, none with a server error."""

import base64

import pytest

from standfirst.lib.keyset import encode_cursor
from tests.hostile.conftest import answer_to, errors, guest_client

ODD_METHODS = ("HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "POST", "PROPFIND", "GET")
NUL = "%00"
BIG = "9" * 400
CURSORS = {
    "the first year": encode_cursor("0001-01-01T00:00:00+14:00", 1),
    "the last year": encode_cursor("9999-12-31T23:59:59-14:00", 1),
    "a time without zone": encode_cursor("2026-01-01T00:00:00", 1),
    "63 bits": encode_cursor(2**63 - 1, 2**63 - 1),
    "63 bits below": encode_cursor(-(2**63) + 1, -(2**63) + 1),
    "after the last year": encode_cursor(253_402_300_800_000_000, 1),
    "NUL in it": encode_cursor("\0", "\0"),
    "one number": encode_cursor(2**63 - 1),
    "three numbers": encode_cursor(1, 2, 3),
    "a number and words": encode_cursor(1, "x"),
    "deep": base64.urlsafe_b64encode(b"[" * 250).decode(),
    "a float": base64.urlsafe_b64encode(b"[1e999,1]").decode(),
    "a truth": base64.urlsafe_b64encode(b"[true,false]").decode(),
    "many figures": base64.urlsafe_b64encode(b"[" + b"9" * 280 + b"]").decode(),
}
ODD_VALUES = {
    "NUL": NUL,
    "NUL inside": f"a{NUL}b",
    "invalid UTF-8": "%ff%fe%80",
    "a surrogate in UTF-8": "%ed%a0%80",
    "overlong UTF-8": "%c0%af",
    "a bare percent": "%",
    "nothing": "",
    "zero": "0",
    "negative": "-1",
    "beyond 63 bits": "9223372036854775808",
    "beyond everything": BIG,
    "beyond Python's digits": "9" * 5000,
    "a fraction": "1.5",
    "not a number": "NaN",
    "figures of another script": "%D9%A3",
    "a superscript": "%C2%B2",
    "8 kB": "x" * 8192,
    "a list": "%5B%5D",
    "dots": "../../../../etc/passwd",
    "encoded dots": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "a template": "%7B%7B7*7%7D%7D%7B%25%20x%20%25%7D",
    "a percent format": "%25s%25(x)s%25n",
    "SQL": "'%20OR%201=1;--",
    "a line end": "a%0d%0aSet-Cookie:%20x=1",
}
PARAMETERS = {
    "/": ("p", "page_id", "m"),
    "/river/": ("before",),
    "/river/gate/comments/": ("order", "after", "at"),
    "/comments/{comment}/replies/": ("after",),
    "/search/": ("q", "page"),
    "/ledger/river/": ("after",),
    "/support/river/thanks/": ("after",),
    "/sitemap-pages.xml": ("p",),
    "/account/login/": ("next",),
    "/admin/login/": ("next",),
}
PATHS = (
    *("/{}", "/{}/", "/river/{}/", "/{}/comments/", "/river/{}/comments/", "/comments/{}/"),
    *("/comments/{}/vote/", "/subscriptions/{}/", "/subscriptions/{}/end/", "/support/{}/"),
    *("/support/gift/{}/", "/support/gift/{}/status/", "/support/rehearsal/{}/"),
    *("/support/{}/thanks/", "/support/gift/{}/shown/", "/support/gift/{}/receipt.pdf"),
    "/support/gift/{}/transfer.svg",
    *("/support/events/{}/", "/ledger/{}/", "/ledger/{}/entries.csv", "/rules/{}/"),
    *(
        "/ledger/{}/entries.json",
        "/palette-{}.css",
        "/media/{}",
        "/media/images/{}",
        "/documents/{}/x.pdf",
    ),
    *("/documents/1/{}", "/feeds/sections/{}.xml", "/feeds/topics/{}.xml"),
    *("/sitemap-{}.xml", "/account/invitation/{}/", "/account/confirm-email/{}/"),
    *("/account/password/reset/key/{}-x/", "/admin/{}/", "/admin/desk/{}/", "/static/{}"),
    *("/_util/authenticate_with_password/{}/{}/", "/topics/{}/", "/authors/{}/"),
)


@pytest.mark.parametrize("method", ODD_METHODS)
def test_every_address_answers_every_method(addresses, scene, client_of, anybody, method):
    member = guest_client(client_of, scene.author)
    attempts = [
        (f"{method} {address}", answer_to(client, method, address))
        for address in addresses
        for client in (anybody, member)
    ]
    assert not errors(attempts)


def test_staff_pages_answer_every_method(addresses, client_of, owner):
    client = guest_client(client_of, owner)
    attempts = [
        (f"{method} {address}", answer_to(client, method, address))
        for address in addresses
        for method in ODD_METHODS
        if address.startswith(("/admin/", "/account/"))
    ]
    assert not errors(attempts)


@pytest.mark.parametrize("address", PARAMETERS)
def test_no_query_brings_a_server_error(scene, anybody, address):
    place = address.format(comment=scene.comment.pk)
    attempts = [
        (f"{place}?{name}={kind}", answer_to(anybody, "GET", f"{place}?{name}={value}"))
        for name in PARAMETERS[address]
        for kind, value in ODD_VALUES.items()
    ]
    assert not errors(attempts)


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS)
def test_no_cursor_brings_a_server_error(scene, anybody, cursor):
    pk = scene.comment.pk
    places = (
        "/river/?before=",
        *(f"/river/gate/comments/?order={order}&after=" for order in ("newest", "oldest", "voted")),
        f"/river/gate/comments/?at={pk}&after=",
        f"/comments/{pk}/replies/?after=",
        "/ledger/?after=",
        "/ledger/river/?after=",
    )
    attempts = [(place, answer_to(anybody, "GET", place + cursor)) for place in places]
    assert not errors(attempts)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_brings_a_server_error(scene, anybody, path):
    attempts = [
        (f"{path} with {kind}", answer_to(anybody, "GET", path.format(value, value)))
        for kind, value in ODD_VALUES.items()
    ]
    assert not errors(attempts)
