"""Amounts of money as whole minor units with a currency (ISO 4217), never as floats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import total_ordering

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision, validate_currency

# Thousands of the largest amount still add up within 63 bits, which is what a database holds.
LARGEST_TYPED = 10**15
# Unicode's marks around what keeps a direction of its own (UAX 9).
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


class MoneyError(ValueError):
    """An amount or currency that cannot be used, or two that cannot be mixed."""


# Have hundredths by ISO 4217, and none in use: providers take whole units only.
WHOLE_IN_USE = frozenset({"HUF", "TWD"})


def exponent_of(currency: str) -> int:
    """Give how many decimal places a currency has: 0 or 2.

    Raises MoneyError for an unknown currency and for those with three decimals, whose providers'
    rounding rules are not built.
    """
    try:
        validate_currency(currency)
    except Exception as error:
        raise MoneyError(f"{currency!r} is not a currency code of ISO 4217.") from error
    exponent = get_currency_precision(currency)
    if exponent not in (0, 2):
        raise MoneyError(f"{currency} has {exponent} decimal places, which is not supported yet.")
    return exponent


def is_whole(currency: str) -> bool:
    """Whether amounts of a currency are whole units only. Raises MoneyError as ``exponent_of``."""
    return exponent_of(currency) == 0 or currency in WHOLE_IN_USE


@total_ordering
@dataclass(frozen=True)
class Money:
    """A whole number of minor units (cents, yen) in one currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise MoneyError("An amount is a whole number of minor units.")
        exponent_of(self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent_of(self.currency))

    def _minor_of(self, other: Money) -> int:
        if other.currency != self.currency:
            raise MoneyError(f"{self.currency} can only be reckoned with {self.currency}.")
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other)

    def __bool__(self) -> bool:
        return self.minor != 0


def whole_units(number: int, currency: str) -> Money:
    """Give so many dollars, yen, forint."""
    return Money(number * 10 ** exponent_of(currency), currency)


# Thousands set apart by one sign throughout, decimals by another: 1,250.50 or 1.250,50.
_PLAIN_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?P<sep>[ ,.'’\u00a0\u202f])\d{3}(?:(?P=sep)\d{3})*|\d+)"
    r"(?:(?!(?P=sep))[.,](?P<part>\d{1,2}))?"
)


def parse_money(text: str, currency: str) -> Money:
    """Read what a person typed as a positive amount: "25", "25.50", "1,250", "1.250,00".

    Raises MoneyError with a sentence for the person if it is not one.
    """
    exponent = exponent_of(currency)
    match = _PLAIN_AMOUNT.fullmatch(text.strip().removeprefix("$").removesuffix("$").strip())
    if match is None or len(text) > 20:
        raise MoneyError("Please write the amount in figures, for example 25 or 12.50.")
    whole, part = re.sub(r"\D", "", match["whole"]), match["part"] or ""
    if part and is_whole(currency):
        raise MoneyError(f"{currency} has no smaller unit. Please write a whole amount.")
    try:
        amount = Decimal(f"{whole}.{part.ljust(2, '0')}" if exponent else whole)
    except InvalidOperation as error:
        raise MoneyError("Please write the amount in figures, for example 25.") from error
    minor = int(amount.scaleb(exponent))
    if minor > LARGEST_TYPED:
        raise MoneyError("This is more than a ledger can hold. Please write a smaller amount.")
    return Money(minor, currency)


def format_money(money: Money, locale: str = "en") -> str:
    """Write an amount as the reader's language does; whole amounts without decimals."""
    language = Locale.parse(locale, sep="-")
    pattern = language.currency_formats["standard"].pattern
    if language.text_direction == "rtl":
        # Among words that run the other way, "US$" would be torn into "$US".
        pattern = pattern.replace("¤", f"{FIRST_STRONG_ISOLATE}¤{POP_ISOLATE}")
    is_whole = money.minor % 10 ** exponent_of(money.currency) == 0
    return format_currency(
        money.decimal,
        money.currency,
        format=re.sub(r"\.0+", "", pattern) if is_whole else pattern,
        locale=language,
        currency_digits=not is_whole,
    )
