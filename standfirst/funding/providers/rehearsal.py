"""The pretend provider: the program plays the other side, through the door a real one uses.

It keeps its own table, signs its events, and is asked for the truth like any other. It refuses to
work wherever a live payment key is set.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from standfirst.funding.models import (
    BookingKind,
    CheckoutState,
    RehearsalCheckout,
    RehearsalEvent,
)
from standfirst.funding.providers.interface import (
    Checkout,
    CheckoutRequest,
    EventRefusal,
    EventRefused,
    IncomingEvent,
    ProviderRefused,
    ProviderUnreachable,
    RefundRequest,
)
from standfirst.funding.providers.signatures import check_signature, signature_header
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.funding.rules.truths import Booking, RefundTruth, Truth, TruthState
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret

NAME = "rehearsal"
ACCOUNT = "rehearsal"
SIGNATURE = "Rehearsal-Signature"
SALT = "standfirst.funding.rehearsal"

KINDS: Mapping[str, str] = {
    CheckoutState.PROCESSING: "checkout.processing",
    CheckoutState.PAID: "checkout.paid",
    CheckoutState.REFUSED: "checkout.refused",
    CheckoutState.ABANDONED: "checkout.abandoned",
}


class RehearsalProvider:
    """Behaves as a provider does, without money."""

    name = NAME
    account = ACCOUNT
    is_rehearsed = True
    pages = ""

    def begin(self, request: CheckoutRequest, *, now: datetime) -> Checkout:
        """Open a checkout on our own page that plays the provider's part."""
        if not is_rehearsing_allowed():
            raise ProviderUnreachable("Rehearsing is off where a live payment key is set.")
        row, _ = RehearsalCheckout.objects.get_or_create(
            key=request.key,
            defaults={
                "ref": new_secret(),
                "payment_ref": new_secret(),
                "description": request.description,
                "amount": request.amount.minor,
                "currency": request.amount.currency,
                "return_path": request.return_path,
                "begun_at": now,
                "changed_at": now,
            },
        )
        return Checkout(ref=row.ref, url=reverse("funding:rehearsal", args=(row.ref,)))

    def verify_event(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> IncomingEvent:
        """Read an event that this site's own secret signed."""
        if not is_rehearsing_allowed():
            raise EventRefused(EventRefusal.SWITCHED_OFF)
        header = headers.get(SIGNATURE, "")
        check_signature(body, header, secrets=signing_secrets(), now=now)
        told = _read(body)
        if told["live"] is not False:
            raise EventRefused(EventRefusal.OTHER_MODE)
        if told["account"] != ACCOUNT:
            raise EventRefused(EventRefusal.OTHER_ACCOUNT)
        return IncomingEvent(
            event_id=told["id"],
            kind=told["kind"],
            object_ref=told["checkout"],
            is_used=told["kind"] in KINDS.values(),
            headers={SIGNATURE: header},
        )

    def fetch(self, ref: str) -> Truth | None:
        """Say what the pretended checkout's row says."""
        row = RehearsalCheckout.objects.filter(ref=ref).first()
        if row is None:
            return None
        return Truth(
            ref=row.ref,
            key=row.key,
            state=TruthState(row.state),
            amount=row.money,
            account=ACCOUNT,
            is_rehearsed=True,
            payment_ref=row.payment_ref,
            changed_at=row.changed_at,
            bookings=(_booking(row),) if row.state == CheckoutState.PAID else (),
        )

    def refund(self, request: RefundRequest) -> RefundTruth:
        """Refuse: the pretend provider gives nothing back yet."""
        raise ProviderRefused("The pretend provider gives nothing back.")

    def list_bookings(self, *, since: datetime, until: datetime) -> Iterator[Booking]:
        """Give what the pretend provider booked: each paid checkout, less its fee."""
        rows = RehearsalCheckout.objects.filter(
            state=CheckoutState.PAID, changed_at__gte=since, changed_at__lt=until
        )
        return (_booking(row) for row in rows.order_by("pk").iterator())


def _booking(row: RehearsalCheckout) -> Booking:
    """Book a paid checkout as a provider would: this one takes 2.9 % and 30."""
    fee = row.money.minor * 29 // 1000 + 30
    return Booking(
        ref=f"txn_{row.payment_ref}",
        kind=BookingKind.CHARGE,
        gross=row.money,
        fee=Money(fee, row.currency),
        net=Money(row.amount - fee, row.currency),
        source_ref=row.payment_ref,
        booked_at=row.changed_at,
    )


def signed_event(event: RehearsalEvent, *, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Write an event as the pretend provider sends it: raw bytes and headers."""
    told = {
        "id": event.event_id,
        "kind": KINDS[event.becomes],
        "checkout": event.checkout.ref,
        "account": ACCOUNT,
        "live": False,
    }
    body = json.dumps(told, separators=(",", ":")).encode()
    return body, {SIGNATURE: signature_header(body, secret=signing_secrets()[0], at=now)}


def signing_secrets() -> Sequence[bytes]:
    """Give the secret in use, then those being replaced, drawn from the site's secret keys."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(
        salted_hmac(SALT, "events", secret=key, algorithm="sha256").digest() for key in keys
    )


def _read(body: bytes) -> dict[str, Any]:
    """Read an event's JSON strictly: known fields of the right type, each once."""
    try:
        told = json.loads(body.decode("utf-8"), object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise EventRefused(EventRefusal.UNREADABLE) from error
    texts = ("id", "kind", "checkout", "account")
    is_readable = (
        isinstance(told, dict)
        and all(isinstance(told.get(name), str) and 0 < len(told[name]) <= 100 for name in texts)
        and all("\x00" not in told[name] for name in texts)
        and isinstance(told.get("live"), bool)
    )
    if not is_readable:
        raise EventRefused(EventRefusal.UNREADABLE)
    return dict(told)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("A name stands twice.")
    return told
