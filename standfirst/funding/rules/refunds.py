"""What may be given back, by whom, and along which ways refunds and disputes move."""

from collections.abc import Mapping
from enum import StrEnum

from standfirst.funding.models import DisputeState, Payment, RefundState
from standfirst.lib.money import Money, is_whole, whole_units

# Above this one person does not decide alone: units of the currency, by whether only whole ones are used.
LARGEST_ALONE = {False: 200, True: 20_000}

# The drawn graphs. A bank can turn down a refund after it was said to be done.
REFUND_WAYS: Mapping[RefundState, frozenset[RefundState]] = {
    RefundState.PROPOSED: frozenset({RefundState.ASKED, RefundState.DECLINED}),
    RefundState.ASKED: frozenset({RefundState.PENDING, RefundState.DONE, RefundState.FAILED}),
    RefundState.PENDING: frozenset({RefundState.DONE, RefundState.FAILED}),
    RefundState.DONE: frozenset({RefundState.FAILED}),
    RefundState.FAILED: frozenset(),
    RefundState.DECLINED: frozenset(),
}
# A bank may give in after it had decided against us.
DISPUTE_WAYS: Mapping[DisputeState, frozenset[DisputeState]] = {
    DisputeState.INQUIRY: frozenset({DisputeState.OPEN, DisputeState.WON, DisputeState.LOST}),
    DisputeState.OPEN: frozenset({DisputeState.WON, DisputeState.LOST}),
    DisputeState.LOST: frozenset({DisputeState.WON}),
    DisputeState.WON: frozenset(),
}


class RefundRefusal(StrEnum):
    """Why nothing is given back."""

    NOTHING = "nothing"
    MORE_THAN_LEFT = "more than is left"
    OTHER_CURRENCY = "other currency"
    NOT_WAITING = "not waiting"
    SAME_PERSON = "same person"


class RefundRefused(Exception):
    """A refund that is not made; says why."""

    def __init__(self, refusal: RefundRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def refusal_to_refund(payment: Payment, amount: Money, left: Money) -> RefundRefusal | None:
    """Say why this much of a payment cannot be given back, or None. ``left`` is what nobody claimed yet."""
    if amount.currency != payment.currency:
        return RefundRefusal.OTHER_CURRENCY
    if amount.minor <= 0:
        return RefundRefusal.NOTHING
    return RefundRefusal.MORE_THAN_LEFT if amount > left else None


def needs_second_person(amount: Money) -> bool:
    """Say whether a second person has to agree before this much is given back."""
    currency = amount.currency
    return amount > whole_units(LARGEST_ALONE[is_whole(currency)], currency)


def may_refund_move(state: str, to: str) -> bool:
    """Say whether a refund may go from one state to another."""
    return RefundState(to) in REFUND_WAYS[RefundState(state)]


def may_dispute_move(state: str, to: str) -> bool:
    """Say whether a dispute may go from one state to another."""
    return DisputeState(to) in DISPUTE_WAYS[DisputeState(state)]
