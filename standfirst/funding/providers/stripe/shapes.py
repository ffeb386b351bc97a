"""Stripe's objects, as plain mappings, read into truths and bookings. Asks nobody."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from standfirst.funding.models import BookingKind, DisputeState
from standfirst.funding.providers.interface import ProviderRefused
from standfirst.funding.providers.stripe.money import from_provider
from standfirst.funding.rules.truths import (
    Booking,
    DisputeTruth,
    RefundTruth,
    RefundTruthState,
    TruthState,
)

Shape = Mapping[str, Any]

# Our names in Stripe's metadata.
GIFT_KEY, REFUND_KEY = "standfirst_gift", "standfirst_refund"

# https://docs.stripe.com/reports/reporting-categories; whatever else there is, is OTHER.
BOOKING_KINDS: Mapping[str, BookingKind] = {
    "charge": BookingKind.CHARGE,
    "refund": BookingKind.REFUND,
    "refund_failure": BookingKind.REFUND_FAILURE,
    "dispute": BookingKind.DISPUTE,
    "dispute_reversal": BookingKind.DISPUTE_REVERSAL,
    "fee": BookingKind.FEE,
    "network_cost": BookingKind.FEE,
    "tax": BookingKind.FEE,
    "payout": BookingKind.PAYOUT,
    "payout_reversal": BookingKind.PAYOUT_FAILURE,
}
REFUND_STATES: Mapping[str, RefundTruthState] = {
    "pending": RefundTruthState.PENDING,
    "requires_action": RefundTruthState.PENDING,
    "succeeded": RefundTruthState.DONE,
    "failed": RefundTruthState.FAILED,
    "canceled": RefundTruthState.FAILED,
}
DISPUTE_STATES: Mapping[str, DisputeState] = {
    "warning_needs_response": DisputeState.INQUIRY,
    "warning_under_review": DisputeState.INQUIRY,
    # An inquiry that ended, or a dispute that the payer's bank let go: no money was kept.
    "warning_closed": DisputeState.WON,
    "prevented": DisputeState.WON,
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}


def state_of(session: Shape, payment: Shape | None) -> TruthState:
    """Say where a checkout is, from its session and its payment intent if it has one."""
    status = payment["status"] if payment is not None else ""
    if status == "succeeded" or session["payment_status"] == "paid":
        return TruthState.PAID
    if session["status"] == "open":
        return TruthState.OPEN
    if session["status"] == "expired":
        return TruthState.ABANDONED
    # Completed, but unpaid: a debit or transfer on its way, or one that came back.
    is_over = status in {"requires_payment_method", "canceled"}
    return TruthState.REFUSED if is_over else TruthState.PROCESSING


def refund_truth(refund: Shape) -> RefundTruth:
    """Read one refund."""
    return RefundTruth(
        ref=refund["id"],
        key=(refund.get("metadata") or {}).get(REFUND_KEY, ""),
        amount=from_provider(refund["amount"], refund["currency"]),
        state=_known(REFUND_STATES, refund["status"] or "pending", "refund"),
        made_at=time_of(refund["created"]),
    )


def dispute_truth(dispute: Shape) -> DisputeTruth:
    """Read one dispute."""
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return DisputeTruth(
        ref=dispute["id"],
        amount=from_provider(dispute["amount"], dispute["currency"]),
        state=_known(DISPUTE_STATES, dispute["status"], "dispute"),
        reason=dispute["reason"],
        opened_at=time_of(dispute["created"]),
        answer_by=time_of(due) if due else None,
    )


def booking(line: Shape, source: Shape | None) -> Booking:
    """Read one balance transaction; ``source`` is what it is about, where that is known."""
    currency = line["currency"]
    if line["amount"] != line["net"] + line["fee"]:
        raise ProviderRefused(f"{line['id']} does not add up.")
    return Booking(
        ref=line["id"],
        kind=BOOKING_KINDS.get(line["reporting_category"], BookingKind.OTHER),
        gross=from_provider(line["amount"], currency),
        fee=from_provider(line["fee"], currency),
        net=from_provider(line["net"], currency),
        source_ref=_source_ref(line, source),
        booked_at=time_of(line["created"]),
        original=_original(line, source),
    )


def bookings_of(sources: Iterable[Shape]) -> list[Booking]:
    """Read all lines of charges, refunds and disputes, each of which carries its own, in full."""
    found = {}
    for source in sources:
        single = [source.get("balance_transaction"), source.get("failure_balance_transaction")]
        lines = [line for line in single if line is not None]
        for line in [*lines, *(source.get("balance_transactions") or ())]:
            found[line["id"]] = booking(line, source)
    return list(found.values())


def time_of(seconds: int) -> datetime:
    """Read a time, which Stripe tells in whole seconds."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def name_of(thing: Any) -> str:
    """Give the name of an object that is there in full, or as its name alone, or not at all."""
    if thing is None:
        return ""
    return thing if isinstance(thing, str) else str(thing["id"])


def _source_ref(line: Shape, source: Shape | None) -> str:
    """Name what a line is about; a charge by its payment, which is what we keep of it."""
    if source is not None and source.get("object") == "charge":
        return name_of(source.get("payment_intent")) or str(source["id"])
    return name_of(source if source is not None else line.get("source"))


def _original(line: Shape, source: Shape | None) -> Any:
    """Give what moved in the payer's currency, where the books are kept in another."""
    told = source.get("currency") if source is not None else None
    if source is None or told is None or told == line["currency"]:
        return None
    amount = from_provider(source["amount"], told)
    return -amount if line["amount"] < 0 else amount


def _known(table: Mapping[str, Any], word: str, what: str) -> Any:
    if word not in table:
        raise ProviderRefused(f"A {what} is {word!r}, which this version does not know.")
    return table[word]
