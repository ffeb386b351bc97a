"""What can differ between a provider's books and ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from standfirst.funding.models import BalanceTransaction
from standfirst.funding.rules.truths import Booking


class Difference(StrEnum):
    """One kind of disagreement."""

    MISSING_HERE = "was not booked here"
    MISSING_THERE = "is not in the provider's books"
    OTHER_AMOUNT = "has another amount there"
    OTHER_FEE = "has another fee there"
    OTHER_CURRENCY = "has another currency there"
    OTHER_KIND = "is of another kind there"
    TWICE_THERE = "stands twice in the provider's books"
    NO_BOOKING = "was paid, and the provider has not booked it"
    NO_PAYMENT = "is about no payment of ours"


@dataclass(frozen=True)
class Differing:
    """What differs, and which line or payment it is about, by the provider's name for it."""

    difference: Difference
    ref: str

    def __str__(self) -> str:
        return f"{self.ref}: {self.difference}"


def differences(
    theirs: Mapping[str, Booking], ours: Mapping[str, BalanceTransaction]
) -> Iterator[Differing]:
    """Compare both ways, line by line."""
    for ref in sorted(theirs.keys() - ours.keys()):
        yield Differing(Difference.MISSING_HERE, ref)
    for ref in sorted(ours.keys() - theirs.keys()):
        yield Differing(Difference.MISSING_THERE, ref)
    for ref in sorted(theirs.keys() & ours.keys()):
        difference = difference_of(theirs[ref], ours[ref])
        if difference is not None:
            yield Differing(difference, ref)


def difference_of(theirs: Booking, ours: BalanceTransaction) -> Difference | None:
    """Say in what a line differs from what is booked here, or None."""
    checks = (
        (theirs.net.currency != ours.currency, Difference.OTHER_CURRENCY),
        (theirs.kind != ours.kind, Difference.OTHER_KIND),
        (theirs.gross.minor != ours.gross, Difference.OTHER_AMOUNT),
        (theirs.fee.minor != ours.fee or theirs.net.minor != ours.net, Difference.OTHER_FEE),
    )
    return next((difference for is_so, difference in checks if is_so), None)
