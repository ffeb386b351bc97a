import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.lib.money import Money, MoneyError, exponent_of, format_money, parse_money

pytestmark = pytest.mark.any_engine


def test_amounts_of_one_currency_add_up():
    assert Money(150, "USD") + Money(250, "USD") - Money(100, "USD") == Money(300, "USD")


def test_amounts_of_two_currencies_are_never_mixed():
    with pytest.raises(MoneyError):
        Money(100, "USD") + Money(100, "EUR")
    with pytest.raises(MoneyError):
        Money(100, "USD") < Money(100, "EUR")  # noqa: B015


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_an_amount_is_a_whole_number(amount):
    with pytest.raises(MoneyError):
        Money(amount, "USD")


@pytest.mark.parametrize("currency", ["KWD", "BHD", "usd", "XX", "", "DOLLAR"])
def test_unknown_and_three_decimal_currencies_are_refused(currency):
    with pytest.raises(MoneyError):
        Money(100, currency)


def test_a_currency_has_none_or_two_decimals():
    assert (exponent_of("JPY"), exponent_of("USD")) == (0, 2)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("25", 2500),
        ("25.5", 2550),
        ("25,50", 2550),
        ("$25", 2500),
        ("25 $", 2500),
        ("1,250", 125000),
        ("1.250,00", 125000),
        ("1 250", 125000),
        ("1’250.50", 125050),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(typed, minor):
    assert parse_money(typed, "USD") == Money(minor, "USD")


@pytest.mark.parametrize(
    "typed", ["", "-5", "five", "1e3", "25.555.1", "0x10", "NaN", "Infinity", "9" * 30, "1,2,3"]
)
def test_what_is_no_amount_is_refused_with_an_example(typed):
    with pytest.raises(MoneyError, match="for example"):
        parse_money(typed, "USD")


def test_more_than_a_database_can_add_up_is_refused_with_words():
    assert parse_money("9999999999999", "USD") == Money(999999999999900, "USD")
    for typed in ("10000000000000.01", "9223372036854775808"):
        with pytest.raises(MoneyError, match="smaller amount"):
            parse_money(typed, "USD")


def test_a_currency_without_cents_takes_whole_amounts_only():
    assert parse_money("500", "JPY") == Money(500, "JPY")
    with pytest.raises(MoneyError, match="no smaller unit"):
        parse_money("500.50", "JPY")


@pytest.mark.parametrize("currency", ["HUF", "TWD"])
def test_what_has_hundredths_on_paper_only_takes_whole_amounts(currency):
    assert parse_money("500", currency) == Money(50_000, currency)
    with pytest.raises(MoneyError, match="no smaller unit"):
        parse_money("500.50", currency)


def test_whole_amounts_are_written_without_decimals():
    assert format_money(Money(325000, "USD"), "en") == "$3,250"
    assert format_money(Money(2550, "EUR"), "de") == "25,50\u00a0€"
    assert format_money(Money(500, "JPY"), "en") == "¥500"
    # A currency of Latin letters keeps its own direction among Arabic ones.
    assert format_money(Money(325000, "USD"), "ar") == "\u200f3,250\u00a0\u2068US$\u2069"


@given(st.integers(min_value=0, max_value=10**11))
def test_a_written_amount_reads_back_the_same(minor):
    money = Money(minor, "USD")
    assert parse_money(format_money(money, "en"), "USD") == money
