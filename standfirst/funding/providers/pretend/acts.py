"""What payers, banks and a dashboard's user do at the pretend provider. Each keeps its books.

Fees are its own invention, as fees are: 2.9 % and 30 a payment, 1500 a dispute, in whole minor units.
"""

from dataclasses import dataclass
from typing import Any

from standfirst.funding.providers.pretend.shelf import Shelf, Thing, change, found, make

FEE_THOUSANDTHS, FEE_FIXED, DISPUTE_FEE = 29, 30, 1500
EVIDENCE_SECONDS = 10 * 24 * 3600


@dataclass(frozen=True)
class Desk:
    """The pretend provider at a moment: its shelf, its clock in seconds, the currency of its books.

    ``books`` empty: each payment is booked in its own currency.
    """

    shelf: Shelf
    now: int
    books: str = ""


def complete(desk: Desk, session: Thing, *, status: str = "processing") -> Thing:
    """The payer is done, the money is not here yet; give the payment intent."""
    payment = make(
        desk.shelf,
        "payment_intent",
        now=desk.now,
        amount=session["amount_total"],
        amount_received=0,
        currency=session["currency"],
        metadata=session["metadata"],
        status=status,
        latest_charge=None,
    )
    change(desk.shelf, session, status="complete", payment_intent=payment["id"])
    return payment


def pay(desk: Desk, session: Thing, *, is_booked: bool = True) -> Thing:
    """The money is here; give the charge."""
    ref = session["payment_intent"]
    payment = found(desk.shelf, ref) if ref else complete(desk, session)
    charge = make(
        desk.shelf,
        "charge",
        now=desk.now,
        amount=payment["amount"],
        amount_refunded=0,
        currency=payment["currency"],
        payment_intent=payment["id"],
        status="succeeded",
        balance_transaction=None,
        failure_balance_transaction=None,
    )
    change(
        desk.shelf,
        payment,
        status="succeeded",
        amount_received=payment["amount"],
        latest_charge=charge["id"],
    )
    change(desk.shelf, session, payment_status="paid")
    return book_charge(desk, charge) if is_booked else charge


def book_charge(desk: Desk, charge: Thing) -> Thing:
    """Put a charge into the books, less the fee."""
    fee = _in_books(desk, charge["amount"]) * FEE_THOUSANDTHS // 1000 + FEE_FIXED
    line = book(desk, "charge", charge, charge["amount"], fee=fee)
    return change(desk.shelf, charge, balance_transaction=line["id"])


def refuse(desk: Desk, session: Thing) -> Thing:
    """A delayed payment came back; give the payment intent."""
    payment = found(desk.shelf, session["payment_intent"])
    return change(desk.shelf, payment, status="requires_payment_method")


def expire(desk: Desk, session: Thing) -> Thing:
    """Nobody paid in time."""
    return change(desk.shelf, session, status="expired")


def refund(
    desk: Desk,
    charge: Thing,
    amount: int,
    *,
    metadata: Thing | None = None,
    status: str = "succeeded",
) -> Thing:
    """Give back a part of a charge, or all of it; give the refund."""
    change(desk.shelf, charge, amount_refunded=charge["amount_refunded"] + amount)
    made = make(
        desk.shelf,
        "refund",
        now=desk.now,
        amount=amount,
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        metadata=metadata or {},
        status=status,
        balance_transaction=None,
    )
    line = book(desk, "refund", made, -amount)
    return change(desk.shelf, made, balance_transaction=line["id"])


def fail_refund(desk: Desk, made: Thing) -> Thing:
    """The payer's bank sent it back."""
    charge = found(desk.shelf, made["charge"])
    change(desk.shelf, charge, amount_refunded=charge["amount_refunded"] - made["amount"])
    line = book(desk, "refund_failure", made, made["amount"])
    return change(desk.shelf, made, status="failed", failure_balance_transaction=line["id"])


def dispute(desk: Desk, charge: Thing, *, status: str = "needs_response") -> Thing:
    """The payer's bank disputes a charge, or only asks about it (``warning_needs_response``)."""
    made = make(
        desk.shelf,
        "dispute",
        now=desk.now,
        amount=charge["amount"],
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        reason="fraudulent",
        status=status,
        evidence_details={"due_by": desk.now + EVIDENCE_SECONDS, "has_evidence": False},
        balance_transactions=[],
    )
    if status.startswith("warning"):
        return made
    return _book_dispute(desk, made, "dispute", -charge["amount"], fee=DISPUTE_FEE)


def close_dispute(desk: Desk, made: Thing, *, is_won: bool) -> Thing:
    """The bank decided; what was kept comes back if it is won."""
    change(desk.shelf, made, status="won" if is_won else "lost")
    return _book_dispute(desk, made, "dispute_reversal", made["amount"]) if is_won else made


def pay_out(desk: Desk, amount: int, currency: str) -> Thing:
    """Send money to the bank; give the payout."""
    payout = make(
        desk.shelf, "payout", now=desk.now, amount=amount, currency=currency, status="paid"
    )
    line = book(desk, "payout", payout, -amount)
    return change(desk.shelf, payout, balance_transaction=line["id"])


def balance(desk: Desk, currency: str) -> int:
    """Say what lies there in a currency: the sum of the lines' nets."""
    lines = desk.shelf.listed("balance_transaction")
    return sum(line["net"] for line in lines if line["currency"] == currency)


def book(
    desk: Desk, category: str, source: Thing, amount: int, *, fee: int = 0, kind: str = ""
) -> Thing:
    """Write a line of the books."""
    gross = amount if category == "payout" else _in_books(desk, amount)
    is_converted = bool(desk.books) and desk.books != source["currency"]
    return make(
        desk.shelf,
        "balance_transaction",
        now=desk.now,
        amount=gross,
        fee=fee,
        net=gross - fee,
        currency=desk.books or source["currency"],
        source=source["id"],
        type=kind or category,
        reporting_category=category,
        status="pending",
        exchange_rate=0.9 if is_converted else None,
    )


def _book_dispute(desk: Desk, made: Thing, category: str, amount: int, **more: Any) -> Thing:
    line = book(desk, category, made, amount, kind="adjustment", **more)
    return change(desk.shelf, made, balance_transactions=[*made["balance_transactions"], line])


def _in_books(desk: Desk, amount: int) -> int:
    return amount * 9 // 10 if desk.books else amount
