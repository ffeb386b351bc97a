"""What a provider says, and whether it is about the gift that it says it is about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from standfirst.funding.models import BookingKind, DisputeState, Finding, Gift, GiftState
from standfirst.lib.money import Money


class TruthState(StrEnum):
    """What a provider says of a checkout when asked."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    REFUSED = "refused"
    ABANDONED = "abandoned"


class RefundTruthState(StrEnum):
    """What a provider says of a refund."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Booking:
    """One line of the provider's own books (a balance transaction), amounts as it says them.

    ``gross`` = ``net`` + ``fee``, in the currency of the balance; what came in is positive. ``original`` is
    what moved in the payer's currency where that is another, with the same sign as ``gross``.
    ``source_ref`` names the payment, refund, dispute or payout that it is about.
    """

    ref: str
    kind: BookingKind
    gross: Money
    fee: Money
    net: Money
    source_ref: str
    booked_at: datetime
    original: Money | None = None


@dataclass(frozen=True)
class RefundTruth:
    """What the provider says of one refund. ``key`` is ours if we asked for it, else empty."""

    ref: str
    key: str
    amount: Money
    state: RefundTruthState
    made_at: datetime


@dataclass(frozen=True)
class DisputeTruth:
    """What the provider says of one dispute."""

    ref: str
    amount: Money
    state: DisputeState
    reason: str
    opened_at: datetime
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Truth:
    """What the provider says of one checkout and its payment, asked now.

    ``key`` is the reference that we gave it. Refunds, disputes and bookings are all that there are of its
    payment, in whatever order: whoever follows this needs no event before it and none after it.
    """

    ref: str
    key: str
    state: TruthState
    amount: Money
    account: str
    is_rehearsed: bool
    payment_ref: str
    changed_at: datetime
    refunds: tuple[RefundTruth, ...] = ()
    disputes: tuple[DisputeTruth, ...] = ()
    bookings: tuple[Booking, ...] = ()


def mismatch_of(gift: Gift | None, truth: Truth, *, account: str) -> Finding | None:
    """Say what does not fit between a gift and its provider's word, or None if all does."""
    if gift is None or gift.state == GiftState.DRAFT:
        return Finding.UNKNOWN_GIFT
    checks = (
        (gift.campaign.is_rehearsed != truth.is_rehearsed, Finding.OTHER_MODE),
        (truth.account != account, Finding.OTHER_ACCOUNT),
        (truth.key != gift.reference, Finding.OTHER_CHECKOUT),
        (gift.provider_ref not in ("", truth.ref), Finding.OTHER_CHECKOUT),
        (truth.amount.currency != gift.currency, Finding.OTHER_CURRENCY),
        (truth.amount.minor != gift.amount, Finding.OTHER_AMOUNT),
    )
    return next((finding for is_so, finding in checks if is_so), None)
