"""A site with Stripe's test mode, at an address of this machine; and events as Stripe writes them."""

import json

from standfirst.funding.actions.events import digest_event
from standfirst.funding.models import Entry, GiftState, Payment, ProviderEvent
from standfirst.funding.providers import registry
from standfirst.funding.providers.rehearsal import RehearsalProvider
from standfirst.funding.providers.signatures import signature_header
from standfirst.funding.providers.stripe.adapter import StripeProvider
from standfirst.funding.providers.stripe.keys import StripeKeys
from standfirst.lib.clock import now as clock
from tests.funding.makers import NOW
from tests.funding.stripe.pretend import ACCOUNT, KEY

SECRET, OLD_SECRET = "whsec_in_use", "whsec_being_replaced"
DOOR = "/support/events/stripe-test/"
SITE = "https://paper.test"


def a_provider(address, *, key=KEY, account=ACCOUNT, secrets=(SECRET,)):
    keys = StripeKeys(
        secret_key=key, account=account, webhook_secrets=secrets, base_address=address
    )
    return StripeProvider(keys, site=SITE)


def use(monkeypatch, provider):
    providers = {provider.name: provider, "rehearsal": RehearsalProvider()}
    monkeypatch.setattr(registry, "PROVIDERS", providers)
    return provider


def told(about, /, **changed):
    """An event about an object of that name, as Stripe's API writes one."""
    return {
        "id": "evt_1",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(NOW.timestamp()),
        "data": {"object": {"id": about, "object": "checkout.session", "amount_total": 2500}},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": "checkout.session.completed",
    } | changed


def packed(message):
    return json.dumps(message, indent=2).encode()


def signed(body, *, at=None, secret=SECRET):
    return signature_header(body, secret=secret.encode(), at=at or clock())


def sent(client, body, signature=None, *, door=DOOR, content_type="application/json"):
    headers = {"Stripe-Signature": signature} if signature is not None else {}
    return client.post(door, data=body, content_type=content_type, headers=headers)


def send(client, about, **changed):
    body = packed(told(about, **changed))
    assert sent(client, body, signed(body)).status_code == 200
    return ProviderEvent.objects.get(event_id=changed.get("id", "evt_1"))


def assert_nothing_moved(gift):
    gift.refresh_from_db()
    assert gift.state == GiftState.PROMISED
    assert not Payment.objects.exists()
    assert not Entry.objects.exists()


def digest_all():
    for event in ProviderEvent.objects.filter(done_at__isnull=True):
        digest_event(event, NOW)
