"""Amounts to and from Stripe's own way to count."""

import pytest
from babel.numbers import list_currencies

from standfirst.funding.providers.stripe.money import (
    ZERO_DECIMAL,
    AmountRefused,
    from_provider,
    to_provider,
)
from standfirst.lib.money import Money, MoneyError

AMOUNTS = {
    "cents": (Money(2550, "USD"), 2550),
    "yen are not sent a hundredfold": (Money(2500, "JPY"), 2500),
    "won": (Money(30_000, "KRW"), 30_000),
    "forint have hundredths": (Money(250_000, "HUF"), 250_000),
    "new dollars of Taiwan too": (Money(10_000, "TWD"), 10_000),
    "crowns of Iceland have none and are sent a hundredfold": (Money(500, "ISK"), 50_000),
    "shillings of Uganda too": (Money(500, "UGX"), 50_000),
}


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_goes_there_and_back(amount):
    ours, theirs = AMOUNTS[amount]
    assert to_provider(ours) == theirs
    assert from_provider(theirs, ours.currency.lower()) == ours


@pytest.mark.parametrize("money", [Money(250_050, "HUF"), Money(10_001, "TWD")])
def test_what_is_paid_out_whole_is_charged_whole(money):
    with pytest.raises(AmountRefused):
        to_provider(money)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        (50_001, "isk"),
        (25.0, "usd"),
        ("25", "usd"),
        (True, "usd"),
        (None, "usd"),
        (25, "USD"),
        (25, None),
        (25, "zzz"),
        (2500, "kwd"),
    ],
)
def test_what_is_no_amount_of_ours_is_refused(amount, currency):
    with pytest.raises(AmountRefused):
        from_provider(amount, currency)


def test_every_currency_comes_back_as_it_went_or_is_refused():
    """None of Unicode's currencies is a hundredth or a hundredfold after the way there and back."""
    came_back = set()
    for code in list_currencies():
        try:
            money = Money(70_000, code)
            came_back.add(code)
            assert from_provider(to_provider(money), code.lower()) == money
        except (AmountRefused, MoneyError):
            came_back.discard(code)
    assert {"USD", "EUR", "GBP", "CHF", "HUF", "TWD", "ISK", "UGX", *ZERO_DECIMAL} <= came_back
    assert not {"KWD", "BHD", "JOD", "OMR", "TND"} & came_back
