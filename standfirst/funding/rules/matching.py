"""When a gift is doubled, and why a promise to double gifts is refused."""

from datetime import datetime, timedelta
from enum import StrEnum

from standfirst.funding.models import Gift, GiftKind, Payment

# What was given in time may still be on its way: debits and transfers take weeks.
LATE_MONEY = timedelta(days=30)


class MatchRefusal(StrEnum):
    """Why a promise to match gifts, or what was paid of it, is not recorded."""

    NOTHING = "nothing"
    OTHER_CURRENCY = "other currency"
    BACKWARDS = "ends before it begins"
    IN_THE_PAST = "has ended already"
    ANOTHER_THEN = "another one at that time"
    MORE_THAN_DUE = "more than is due"
    REHEARSING_IS_OFF = "rehearsing is off"


class MatchRefused(Exception):
    """What cannot be recorded; says why."""

    def __init__(self, refusal: MatchRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def given_at(gift: Gift, payment: Payment) -> datetime:
    """Say when a payment counts as given: when its giver did it, however long the money took to arrive.

    What is given more than once was promised long ago: each of its payments counts by itself.
    """
    if gift.kind != GiftKind.ONCE or gift.promised_at is None:
        return payment.paid_at
    return min(gift.promised_at, payment.paid_at)


def share_of(*, kept: int, room: int) -> int:
    """Give how much of a payment is matched, in minor units: what is kept of it, as far as there is room."""
    return max(0, min(kept, room))
