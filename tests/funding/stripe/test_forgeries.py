"""Stripe's door: a forgery changes nothing and is logged."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from standfirst.funding.models import Finding, GiftState, Payment, ProviderEvent
from standfirst.lib.clock import now as clock
from tests.funding.stripe.scene import (
    DOOR,
    OLD_SECRET,
    SECRET,
    a_provider,
    assert_nothing_moved,
    digest_all,
    packed,
    send,
    sent,
    signed,
    told,
    use,
)

pytestmark = pytest.mark.django_db


def changed_after(change, message=None):
    """Sign one body, send another."""

    def forge(ref):
        body = packed(told(ref))
        return change(body), signed(body)

    return forge


def with_signature(text):
    return lambda ref: (packed(told(ref)), text)


def with_time(text):
    def forge(ref):
        body = packed(told(ref))
        return body, signed(body).replace(signed(body).split(",")[0], text)

    return forge


def at(seconds):
    def forge(ref):
        body = packed(told(ref))
        return body, signed(body, at=clock() + timedelta(seconds=seconds))

    return forge


def saying(**changed):
    return self_signed(lambda ref: packed(told(ref, **changed)))


def self_signed(body, secret=SECRET):
    def forge(ref):
        made = body(ref) if callable(body) else body
        return made, signed(made, secret=secret)

    return forge


def good(ref):
    return packed(told(ref))


def twice_a_name(ref):
    return good(ref).replace(b'"livemode": false', b'"livemode": true, "livemode": false')


def nested_deep(ref):
    return good(ref).replace(b'"request": {', b'"request": {"x":' + b"[" * 40 + b"]" * 40 + b", ")


FORGERIES = {
    "no signature": (with_signature(None), 400),
    "empty signature": (with_signature(""), 400),
    "garbage": (with_signature("garbage"), 400),
    "not ASCII": (with_signature("t=1,v1=é"), 400),
    "another endpoint's secret": (self_signed(good, secret="whsec_of_another"), 400),
    "the old secret after it was replaced": (self_signed(good, secret=OLD_SECRET), 400),
    "signature of another body": (
        changed_after(lambda body: body.replace(b"evt_1", b"evt_2")),
        400,
    ),
    "white space changed": (changed_after(lambda body: body.replace(b": ", b":")), 400),
    "order changed": (
        lambda ref: (packed(dict(reversed(told(ref).items()))), signed(good(ref))),
        400,
    ),
    "letters escaped": (changed_after(lambda body: body.replace(b"evt", b"e\\u0076t")), 400),
    "only an old scheme": (
        lambda ref: (good(ref), signed(good(ref)).replace("v1=", "v0=")),
        400,
    ),
    "330 s old": (at(-330), 400),
    "330 s ahead": (at(330), 400),
    "time missing": (with_time(""), 400),
    "time negative": (with_time("t=-5"), 400),
    "time as text": (with_time("t=now"), 400),
    "time in other figures": (with_time("t=١٢٣"), 400),
    "a live event": (saying(livemode=True), 400),
    "no mode": (saying(livemode=None), 400),
    "another account": (saying(account="acct_other"), 400),
    "a name twice": (self_signed(twice_a_name), 400),
    "a name twice inside": (
        self_signed(
            lambda ref: good(ref).replace(b'"amount_total"', b'"id": "cs_x", "amount_total"')
        ),
        400,
    ),
    "not a number": (self_signed(lambda ref: good(ref).replace(b"2500", b"NaN")), 400),
    "1 MB": (self_signed(b" " * 1_000_000), 413),
    "10 MB": (self_signed(b" " * 10_000_000), 413),
    "40 deep": (self_signed(nested_deep), 400),
    "10,000 deep": (self_signed(b"[" * 10_000 + b"]" * 10_000), 400),
    "not UTF-8": (self_signed(b"\xff\xfe{}"), 400),
    "not JSON": (self_signed(b"type=paid"), 400),
    "a BOM": (self_signed(lambda ref: b"\xef\xbb\xbf" + good(ref)), 400),
    "a list": (self_signed(b"[]"), 400),
    "no event": (saying(object="charge"), 400),
    "a field missing": (self_signed(b'{"id": "evt_1", "object": "event"}'), 400),
    "a field of another type": (saying(id=7), 400),
    "an empty field": (saying(id=""), 400),
    "an overlong field": (saying(id="x" * 201), 400),
    "a NUL": (saying(id="evt\x00"), 400),
    "half a letter": (saying(id="evt_\ud800"), 400),
    "no object": (saying(data={}), 400),
    "an object without a name": (saying(data={"object": {"id": None}}), 400),
    "an address as a name": (saying(data={"object": {"id": "cs_/../../v1/account"}}), 400),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_changes_nothing_and_is_logged(client, gift, paid, forgery):
    forge, status = FORGERIES[forgery]
    body, signature = forge(paid)
    with capture_logs() as logs:
        assert sent(client, body, signature).status_code == status
    digest_all()
    assert not ProviderEvent.objects.exists()
    assert_nothing_moved(gift)
    assert [line for line in logs if line["event"] == "event_refused"]


def test_the_same_without_the_forgery_is_stored_and_then_paid(client, gift, paid):
    """The control: what the forgeries begin with is good."""
    event = send(client, paid)
    assert (event.finding, event.kind) == (Finding.WAITING, "checkout.session.completed")
    assert dict(event.headers)["Stripe-Version"] == "2026-10-28.endive"
    gift.refresh_from_db()
    assert gift.state == GiftState.PROMISED, "stored, and nothing else, before it is answered"
    digest_all()
    gift.refresh_from_db()
    assert gift.state == GiftState.PAID


def test_a_replay_acts_once(client, gift, paid):
    body = good(paid)
    signature = signed(body)
    for _ in range(3):
        assert sent(client, body, signature).status_code == 200
        digest_all()
    assert ProviderEvent.objects.count() == Payment.objects.count() == 1


def test_an_old_secret_is_good_while_it_is_replaced(client, gift, paid, address, monkeypatch):
    use(monkeypatch, a_provider(address, secrets=(SECRET, OLD_SECRET)))
    body = good(paid)
    assert sent(client, body, signed(body, secret=OLD_SECRET)).status_code == 200


def test_an_unknown_kind_is_stored_without_effect(client, gift, paid):
    event = send(client, "cus_1", type="customer.created")
    assert (event.finding, event.due_at, event.object_ref) == (Finding.NOT_OURS, None, "")


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_post_is_answered(client, provider, method):
    assert getattr(client, method)(DOOR).status_code == 405


def test_other_content_types_and_doors_are_refused(client, gift, paid):
    body = good(paid)
    assert sent(client, body, signed(body), content_type="text/plain").status_code == 415
    assert sent(client, body, signed(body), door="/support/events/stripe/").status_code == 404
    assert_nothing_moved(gift)
