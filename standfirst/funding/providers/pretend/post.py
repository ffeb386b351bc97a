"""The pretend provider's events: written and signed as Stripe does."""

import json
from datetime import datetime

from standfirst.funding.providers.pretend.acts import Desk
from standfirst.funding.providers.pretend.shelf import Thing, make
from standfirst.funding.providers.signatures import signature_header


def note_event(desk: Desk, kind: str, about: Thing) -> Thing:
    """Make the event that tells of an object as it is now."""
    return make(
        desk.shelf,
        "event",
        now=desk.now,
        api_version=None,
        data={"object": json.loads(json.dumps(about))},
        pending_webhooks=1,
        request={"id": None, "idempotency_key": None},
        type=kind,
    )


def packed(event: Thing) -> bytes:
    """Give an event's raw bytes."""
    return json.dumps(event, indent=2).encode()


def signed(body: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """Give the headers that go with an event's raw bytes."""
    return {"Stripe-Signature": signature_header(body, secret=secret.encode(), at=at)}
