"""What a provider says, and whether it is about the gift that it says it is about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from standfirst.funding.models import Finding, Gift, GiftState
from standfirst.lib.money import Money


class TruthState(StrEnum):
    """What a provider says of a checkout when asked."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    REFUSED = "refused"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class Truth:
    """What the provider says of one checkout, asked now. ``key`` is the reference we gave it."""

    ref: str
    key: str
    state: TruthState
    amount: Money
    account: str
    is_rehearsed: bool
    payment_ref: str
    changed_at: datetime


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
