"""Amounts as Stripe counts them, to and from ours. The one place where the two meet.

Stripe counts in the smallest unit of a currency by a list of its own; ours follows Unicode's digits.
Source: https://docs.stripe.com/currencies (zero-decimal, three-decimal, special cases).
"""

from standfirst.lib.money import Money, exponent_of

ZERO_DECIMAL = frozenset(
    "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split()  # noqa: SIM905
)
# Sent as hundredths for old times' sake, though there are none: the last two figures are always 00.
WHOLE_BUT_HUNDREDFOLD = frozenset({"ISK", "UGX"})
# Have hundredths on paper, but are paid out in whole units only.
WHOLE_WHEN_CHARGED = frozenset({"HUF", "TWD"})


class AmountRefused(ValueError):
    """An amount that Stripe would not take as meant, or sent in a form that is not ours."""


def to_provider(money: Money) -> int:
    """Give an amount in Stripe's smallest unit. Raises AmountRefused where the two do not fit."""
    shift = _stripe_exponent(money.currency) - exponent_of(money.currency)
    is_known = shift == 0 or money.currency in WHOLE_BUT_HUNDREDFOLD
    if not is_known:
        raise AmountRefused(f"Stripe divides {money.currency} otherwise than its readers do.")
    if money.currency in WHOLE_WHEN_CHARGED and money.minor % 100:
        raise AmountRefused(f"Stripe takes {money.currency} in whole units only.")
    return money.minor * 100 if shift else money.minor


def from_provider(amount: object, currency: object) -> Money:
    """Read an amount in Stripe's smallest unit and lower-case currency. Raises AmountRefused."""
    if type(amount) is not int or not isinstance(currency, str) or currency != currency.lower():
        raise AmountRefused("An amount is a whole number in a currency written in small letters.")
    code = currency.upper()
    try:
        shift = _stripe_exponent(code) - exponent_of(code)
    except ValueError as error:
        raise AmountRefused(str(error)) from error
    whole, rest = divmod(amount * 10 ** max(-shift, 0), 10 ** max(shift, 0))
    if rest:
        raise AmountRefused(f"{amount} is no whole number of {code}.")
    return Money(whole, code)


def _stripe_exponent(currency: str) -> int:
    return 0 if currency in ZERO_DECIMAL else 2
