"""What every statement comes to: lines of money that came, and why a file is refused."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from standfirst.lib.money import Money, MoneyError, exponent_of

LONGEST_PLACE = 80
# An amount of more figures is no ledger's, and one of very many breaks reckoning itself.
MOST_FIGURES = 15


class StatementRefusal(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too large"
    TOO_MANY = "too many"
    BROKEN_XML = "broken XML"
    OTHER_XML = "other XML"
    NO_TEXT = "no text"
    NO_COLUMNS = "no columns"
    BAD_DATE = "bad date"
    UNCLEAR_DATES = "unclear dates"
    BAD_AMOUNT = "bad amount"
    OTHER_ACCOUNT = "other account"
    NO_ACCOUNT = "no account"


class StatementRefused(Exception):
    """A file that is not taken; says why, and where in it, in a few letters."""

    def __init__(self, refusal: StatementRefusal, place: str = "") -> None:
        super().__init__(refusal, place)
        self.refusal = refusal
        self.place = place[:LONGEST_PLACE]


@dataclass(frozen=True)
class Line:
    """Money that came on an account, as its bank says. ``reference`` is the creditor reference, if given."""

    booked_date: date
    amount: Money
    payer: str = ""
    text: str = ""
    reference: str = ""
    bank_ref: str = ""


@dataclass(frozen=True)
class Statement:
    """What came on an account; ``iban`` is empty where the file names none, ``others`` what did not come."""

    lines: Sequence[Line]
    iban: str = ""
    others: int = 0


def keyed(lines: Sequence[Line], *, iban: str) -> Iterator[tuple[str, Line]]:
    """Give each line with a name that it has in every statement of this account.

    Not every bank numbers its lines. Those that say the very same are counted within their day, which
    statements hold as a whole.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        said = line.bank_ref or f"{line.reference}\0{line.payer}\0{line.text}"
        facts = (iban, line.booked_date.isoformat(), line.amount.minor, line.amount.currency, said)
        base = "\0".join(map(str, facts))
        seen[base] += 1
        yield hashlib.sha256(f"{base}\0{seen[base]}".encode()).hexdigest(), line


def money_of(amount: Decimal, currency: str, *, place: str) -> Money:
    """Give a bank's amount in minor units. Raises StatementRefused for one that has no such form."""
    if not amount.is_finite() or amount.adjusted() >= MOST_FIGURES:
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, place)
    try:
        minor = amount.scaleb(exponent_of(currency))
    except MoneyError as error:
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, place) from error
    if minor != minor.to_integral_value():
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, place)
    return Money(int(minor), currency)
