"""What a provider sends, made by hand, so that every part of it can be wrong."""

import json

from standfirst.funding.actions.events import digest_event
from standfirst.funding.models import ProviderEvent
from standfirst.funding.providers.rehearsal import ACCOUNT, SIGNATURE, signing_secrets
from standfirst.funding.providers.signatures import signature_header
from standfirst.lib.clock import now as clock
from tests.funding.makers import NOW

DOOR = "/support/events/rehearsal/"


def told(about, /, **changed):
    return {
        "id": "evt_1",
        "kind": "checkout.paid",
        "checkout": about.ref,
        "account": ACCOUNT,
        "live": False,
    } | changed


def packed(message):
    return json.dumps(message).encode()


def signed(body, *, at=None, secret=None):
    return signature_header(body, secret=secret or signing_secrets()[0], at=at or clock())


def sent(client, body, signature=None, **extra):
    headers = {SIGNATURE: signature} if signature is not None else {}
    return client.post(DOOR, data=body, content_type="application/json", headers=headers, **extra)


def digest_all():
    for event in ProviderEvent.objects.all():
        digest_event(event, NOW)
