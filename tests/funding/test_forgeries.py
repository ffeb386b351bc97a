"""The providers' door: a forgery changes nothing and is logged."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from standfirst.funding.models import (
    Entry,
    Finding,
    GiftState,
    Payment,
    ProviderEvent,
)
from standfirst.funding.providers.rehearsal import (
    SIGNATURE,
)
from standfirst.lib.clock import now as clock
from tests.funding.door import DOOR, digest_all, packed, sent, signed, told

pytestmark = pytest.mark.django_db


def assert_nothing_changed(gift):
    gift.refresh_from_db()
    assert gift.state == GiftState.PROMISED
    assert not ProviderEvent.objects.exists()
    assert not Payment.objects.exists()
    assert not Entry.objects.exists()


def test_a_good_event_is_stored_before_it_is_answered(client, gift, paid_checkout):
    body = packed(told(paid_checkout))
    response = sent(client, body, signed(body))
    assert (response.status_code, response.content) == (200, b"stored\n")
    event = ProviderEvent.objects.get()
    assert (bytes(event.body), event.finding) == (body, Finding.WAITING)
    assert list(event.headers) == [SIGNATURE]
    gift.refresh_from_db()
    assert gift.state == GiftState.PROMISED, "the worker does the rest"


def re_encoded(checkout):
    good = packed(told(checkout))
    return good.replace(b": ", b":"), signed(good)


def other_order(checkout):
    message = told(checkout)
    return packed(dict(reversed(message.items()))), signed(packed(message))


def escaped(checkout):
    good = packed(told(checkout))
    return good.replace(b"paid", b"p\\u0061id"), signed(good)


def of_another_body(checkout):
    return packed(told(checkout)), signed(packed(told(checkout, id="evt_2")))


def with_signature(text):
    return lambda checkout: (packed(told(checkout)), text)


def with_time(text):
    def forge(checkout):
        body = packed(told(checkout))
        return body, signed(body).replace(signed(body).split(",")[0], text)

    return forge


def at(seconds):
    def forge(checkout):
        body = packed(told(checkout))
        return body, signed(body, at=clock() + timedelta(seconds=seconds))

    return forge


def saying(**changed):
    def forge(checkout):
        body = packed(told(checkout, **changed))
        return body, signed(body)

    return forge


def raw(body):
    return lambda checkout: (body(checkout) if callable(body) else body, None)


def self_signed(body):
    def forge(checkout):
        made = body(checkout) if callable(body) else body
        return made, signed(made)

    return forge


def with_old_scheme(checkout):
    body = packed(told(checkout))
    return body, signed(body).replace("v1=", "v0=")


def with_wrong_secret(checkout):
    body = packed(told(checkout))
    return body, signed(body, secret=b"somebody else's endpoint")


def twice_a_name(checkout):
    return packed(told(checkout)).replace(b'"live"', b'"kind": "checkout.refused", "live"')


FORGERIES = {
    "no signature": (lambda checkout: (packed(told(checkout)), None), 400),
    "empty signature": (with_signature(""), 400),
    "garbage": (with_signature("garbage"), 400),
    "not ASCII": (with_signature("t=1,v1=\u00e9\u00e9"), 400),
    "wrong secret": (with_wrong_secret, 400),
    "signature of another body": (of_another_body, 400),
    "white space changed": (re_encoded, 400),
    "order changed": (other_order, 400),
    "letters escaped": (escaped, 400),
    "only an old scheme": (with_old_scheme, 400),
    "301 s old": (at(-302), 400),
    "301 s ahead": (at(302), 400),
    "time missing": (with_time(""), 400),
    "time negative": (with_time("t=-5"), 400),
    "time as text": (with_time("t=now"), 400),
    "time in other figures": (with_time("t=١٢٣"), 400),
    "a live event": (saying(live=True), 400),
    "another account": (saying(account="acct_other"), 400),
    "a name twice": (self_signed(twice_a_name), 400),
    "1 MB": (self_signed(b" " * 1_000_000), 413),
    "10 MB": (self_signed(b" " * 10_000_000), 413),
    "10,000 deep": (self_signed(b"[" * 10_000 + b"]" * 10_000), 400),
    "not UTF-8": (self_signed(b"\xff\xfe{}"), 400),
    "not JSON": (self_signed(b"kind=paid"), 400),
    "a BOM": (self_signed(lambda checkout: b"\xef\xbb\xbf" + packed(told(checkout))), 400),
    "a list": (self_signed(b"[]"), 400),
    "a field missing": (self_signed(b'{"id": "evt_1"}'), 400),
    "a field of another type": (saying(id=7), 400),
    "an empty field": (saying(id=""), 400),
    "an overlong field": (saying(id="x" * 101), 400),
    "a NUL": (saying(id="evt\x00"), 400),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_changes_nothing_and_is_logged(client, gift, paid_checkout, forgery):
    forge, status = FORGERIES[forgery]
    body, signature = forge(paid_checkout)
    with capture_logs() as logs:
        assert sent(client, body, signature).status_code == status
    digest_all()
    assert_nothing_changed(gift)
    assert [line for line in logs if line["event"] == "event_refused"]


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_post_is_answered(client, method):
    assert getattr(client, method)(DOOR).status_code == 405


def test_other_content_types_and_providers_are_refused(client, gift, paid_checkout):
    body = packed(told(paid_checkout))
    form = client.post(
        DOOR, data=body, content_type="text/plain", headers={SIGNATURE: signed(body)}
    )
    assert form.status_code == 415
    assert (
        client.post("/support/events/stripe/", b"{}", content_type="application/json").status_code
        == 404
    )
    assert_nothing_changed(gift)


def test_the_door_takes_what_no_browser_sends(client, gift, paid_checkout):
    """No Origin, no Sec-Fetch-Site, or another's: a signature stands in their place."""
    body = packed(told(paid_checkout))
    response = client.post(
        DOOR,
        data=body,
        content_type="application/json",
        headers={
            SIGNATURE: signed(body),
            "sec-fetch-site": "cross-site",
            "origin": "https://pay.test",
        },
    )
    assert response.status_code == 200
