"""What may be given, and along which ways a gift moves."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from standfirst.funding.models import Campaign, GiftState, GoalPolicy
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.lib.money import Money, is_whole, whole_units

# In units of the currency, by whether only whole ones are in use: such a unit is worth little.
SMALLEST = {False: 1, True: 100}
LARGEST = {False: 10_000, True: 1_000_000}
SUGGESTED = {False: (5, 10, 25, 50, 100), True: (500, 1000, 2500, 5000, 10_000)}

# Of one network (/24 or /48) so many forms are kept in the window, and so many reach the provider:
# a school or an office gets through, whoever tries stolen cards one after the other does not.
NETWORK_WINDOW = timedelta(minutes=10)
MOST_DRAFTS_FROM_NETWORK = 40
MOST_PROMISES_FROM_NETWORK = 10

# The drawn graph. A provider may say "paid" after it said no, and money that came is a fact.
WAYS: Mapping[GiftState, frozenset[GiftState]] = {
    GiftState.DRAFT: frozenset({GiftState.PROMISED}),
    GiftState.PROMISED: frozenset(
        {GiftState.PENDING, GiftState.PAID, GiftState.FAILED, GiftState.EXPIRED}
    ),
    GiftState.PENDING: frozenset({GiftState.PAID, GiftState.FAILED, GiftState.EXPIRED}),
    GiftState.FAILED: frozenset({GiftState.PENDING, GiftState.PAID}),
    GiftState.EXPIRED: frozenset({GiftState.PENDING, GiftState.PAID}),
    GiftState.PAID: frozenset(),
}


class GiftRefusal(StrEnum):
    """Why a gift cannot be begun."""

    CLOSED = "closed"
    DEADLINE_PASSED = "deadline passed"
    GOAL_REACHED = "goal reached"
    REHEARSING_IS_OFF = "rehearsing is off"
    NO_PROVIDER = "no provider"
    TOO_SMALL = "too small"
    TOO_LARGE = "too large"
    OTHER_CURRENCY = "other currency"
    FINISHED = "finished"
    NOT_BY_HAND = "not by hand"
    NETWORK_BUSY = "network busy"
    NOT_WAITING = "not waiting"
    SAME_PERSON = "same person"
    OTHER_PERSON = "other person"
    OTHER_AMOUNT = "other amount"


class GiftRefused(Exception):
    """A gift that cannot be begun; says why."""

    def __init__(self, refusal: GiftRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def may_move(state: str, to: str) -> bool:
    """Say whether a gift may go from one state to another."""
    return GiftState(to) in WAYS[GiftState(state)]


def smallest_gift(currency: str) -> Money:
    """Give the least that the page takes; below it fees eat the gift."""
    return whole_units(SMALLEST[is_whole(currency)], currency)


def largest_gift(currency: str) -> Money:
    """Give the most that the page takes at once; more is a matter for a bank transfer."""
    return whole_units(LARGEST[is_whole(currency)], currency)


def suggested_amounts(currency: str) -> tuple[int, ...]:
    """Give the amounts that a page offers where nobody chose any, in minor units."""
    return tuple(whole_units(one, currency).minor for one in SUGGESTED[is_whole(currency)])


def refusal_of_amount(amount: Money, currency: str) -> GiftRefusal | None:
    """Say why an amount cannot be given to a campaign of this currency, or None if it can."""
    if amount.currency != currency:
        return GiftRefusal.OTHER_CURRENCY
    if amount < smallest_gift(currency):
        return GiftRefusal.TOO_SMALL
    if amount > largest_gift(currency):
        return GiftRefusal.TOO_LARGE
    return None


def refusal_to_give(campaign: Campaign, raised: Money, now: datetime) -> GiftRefusal | None:
    """Say why a campaign takes nothing now, or None if it does.

    ``raised`` is what its meter counts towards the goal.
    """
    if campaign.closed_at is not None and campaign.closed_at <= now:
        return GiftRefusal.CLOSED
    if campaign.deadline is not None and campaign.deadline <= now:
        return GiftRefusal.DEADLINE_PASSED
    if campaign.goal_policy == GoalPolicy.CLOSE and raised >= campaign.goal_money:
        return GiftRefusal.GOAL_REACHED
    if campaign.is_rehearsed and not is_rehearsing_allowed():
        return GiftRefusal.REHEARSING_IS_OFF
    return None
