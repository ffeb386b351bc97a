"""Asking Stripe: from any name of a payment to all that there is of it, as plain mappings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import stripe

from standfirst.funding.providers.stripe.client import is_missing
from standfirst.funding.providers.stripe.shapes import Shape, name_of

PAGE = 100
SESSION_PARTS = [
    "payment_intent",
    "payment_intent.latest_charge",
    "payment_intent.latest_charge.balance_transaction",
    "payment_intent.latest_charge.failure_balance_transaction",
]
REFUND_PARTS = ["data.balance_transaction", "data.failure_balance_transaction"]


@dataclass(frozen=True)
class Case:
    """A checkout session and everything of its payment, as Stripe tells it."""

    session: Shape
    payment: Shape | None
    charge: Shape | None
    refunds: tuple[Shape, ...]
    disputes: tuple[Shape, ...]


def find_case(client: stripe.StripeClient, ref: str) -> Case | None:
    """Find the checkout that a name belongs to; None if Stripe knows none. Raises StripeError."""
    try:
        session = _session(client, ref)
    except stripe.InvalidRequestError as error:
        if is_missing(error):
            return None
        raise
    if session is None:
        return None
    payment = session.get("payment_intent")
    charge = payment.get("latest_charge") if payment else None
    if payment is None or charge is None:
        return Case(session, payment, None, (), ())
    refunds = client.v1.refunds.list(
        {"payment_intent": payment["id"], "limit": PAGE, "expand": REFUND_PARTS}
    )
    disputes = client.v1.disputes.list({"payment_intent": payment["id"], "limit": PAGE})
    return Case(session, payment, charge, _all(refunds), _all(disputes))


def balance_lines(
    client: stripe.StripeClient, *, since: datetime, until: datetime
) -> Iterator[Shape]:
    """Give every balance transaction of a time, each with its source in full."""
    # Stripe counts in whole seconds: from the first one not before, to the last one before.
    lines = client.v1.balance_transactions.list(
        {
            "created": {"gte": ceil(since.timestamp()), "lt": ceil(until.timestamp())},
            "limit": PAGE,
            "expand": ["data.source"],
        }
    )
    for line in lines.auto_paging_iter():
        yield plain(line)


def plain(thing: Any) -> dict[str, Any]:
    """Give one of the library's objects as a plain mapping, all the way down."""
    return dict(thing.to_dict())


def _session(client: stripe.StripeClient, ref: str) -> Shape | None:
    if ref.startswith("cs_"):
        return plain(client.v1.checkout.sessions.retrieve(ref, {"expand": SESSION_PARTS}))
    payment_ref = _payment_ref(client, ref)
    if not payment_ref:
        return None
    found = client.v1.checkout.sessions.list({"payment_intent": payment_ref, "limit": 1}).data
    return _session(client, found[0].id) if found else None


def _payment_ref(client: stripe.StripeClient, ref: str) -> str:
    """Name the payment intent that a payment, charge, refund or dispute belongs to, or ""."""
    kind = ref.partition("_")[0]
    if kind == "pi":
        return ref
    if kind in {"ch", "py"}:
        return name_of(client.v1.charges.retrieve(ref).payment_intent)
    if kind in {"re", "pyr"}:
        return name_of(client.v1.refunds.retrieve(ref).payment_intent)
    if kind in {"dp", "du"}:
        return name_of(client.v1.disputes.retrieve(ref).payment_intent)
    return ""


def _all(listed: Any) -> tuple[Shape, ...]:
    return tuple(plain(one) for one in listed.auto_paging_iter())
