"""The list of attacks.md, "Who is asking": what a client claims changes nothing."""

import pytest
from django.test import RequestFactory

from standfirst.delivery.addresses import client_address

pytestmark = pytest.mark.any_engine

PEER = "198.51.100.7"
PROXY = "10.0.0.1"
CLAIMS = {
    "single": {"X-Forwarded-For": "203.0.113.9"},
    "list": {"X-Forwarded-For": "203.0.113.9, 10.0.0.1"},
    "IPv6": {"X-Forwarded-For": "2001:db8::9"},
    "with port": {"X-Forwarded-For": "203.0.113.9:4711"},
    "garbage": {"X-Forwarded-For": "<script>, , ;"},
    "private claimed": {"X-Forwarded-For": "127.0.0.1"},
    "obs-folded": {"X-Forwarded-For": "203.0.113.9,\t 10.0.0.1"},
    **{
        name: {name: "203.0.113.9"}
        for name in (
            "X-Real-IP",
            "Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "X-Cluster-Client-IP",
        )
    },
    "Forwarded": {"Forwarded": "for=203.0.113.9"},
    "Forwarded quoted": {"Forwarded": 'for="[2001:db8::9]:4711"'},
    "Forwarded obfuscated": {"Forwarded": "for=_hidden"},
}


def asked_by(peer, headers):
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize("headers", CLAIMS.values(), ids=CLAIMS)
def test_an_untrusted_peer_is_itself_whatever_it_claims(headers, settings):
    settings.STANDFIRST_TRUSTED_PROXIES = ("10.0.0.0/8",)
    assert asked_by(PEER, headers) == PEER


@pytest.mark.parametrize(
    ("header", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.3, 10.0.0.2", "203.0.113.9"),
        ("192.0.2.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8::9", "2001:db8::9"),
        ("203.0.113.9, garbage", PROXY),
        ("", PROXY),
    ],
)
def test_trusted_proxies_are_passed_over_from_the_right(header, client, settings):
    settings.STANDFIRST_TRUSTED_PROXIES = ("10.0.0.0/8",)
    assert asked_by(PROXY, {"X-Forwarded-For": header}) == client


def test_the_control_without_trust_the_proxy_is_the_client(settings):
    settings.STANDFIRST_TRUSTED_PROXIES = ()
    assert asked_by(PROXY, {"X-Forwarded-For": "203.0.113.9"}) == PROXY


@pytest.mark.parametrize(
    ("header", "client"),
    [
        (PEER, PEER),
        ("203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ("192.0.2.1, 203.0.113.9, 10.0.0.2, 10.0.0.1", "203.0.113.9"),
        ("203.0.113.9, garbage, 10.0.0.1", PROXY),
        ("203.0.113.9, 198.51.100.7", PEER),
        (PROXY, PROXY),
        ("", ""),
        ("garbage", ""),
    ],
)
def test_the_front_says_last_whom_it_saw_itself(header, client, settings):
    """A paper behind a web server and the front has as many readers as it has, not one."""
    settings.STANDFIRST_TRUSTED_PROXIES = ("10.0.0.0/8",)
    settings.STANDFIRST_FRONT_TOKEN = "the-front"
    said = {"X-Forwarded-For": header, "X-Standfirst-Front": "the-front"}
    assert asked_by("", said) == client


def test_a_mapped_address_is_the_same_client():
    assert asked_by("::ffff:198.51.100.7", {}) == PEER


def test_a_server_that_says_nothing_gives_nothing():
    assert asked_by("", {}) == ""
