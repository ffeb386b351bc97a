"""Receipts: a number for all real money that came or went back, without gaps, once, for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from standfirst.funding.actions import receipts
from standfirst.funding.actions.erasing import erase
from standfirst.funding.actions.manual import take_back_manual_gift
from standfirst.funding.actions.receipts import number_missed_receipts, number_receipts
from standfirst.funding.actions.refunds import RefundWish, ask_refund
from standfirst.funding.models import (
    Entry,
    GiftWords,
    Payment,
    Receipt,
    ReceiptAddress,
    ReceiptCounter,
)
from standfirst.funding.queries.receipts import (
    kept_by_the_ledger,
    receipts_in,
    receipts_of,
    sums_of,
)
from standfirst.funding.queries.verification import Fault, verify_ledger
from standfirst.people.owners import Owner
from tests.funding.makers import NOW, a_campaign, cash, give, usd
from tests.funding.test_at_once import at_once, errors
from tests.funding.test_ledger import faults, tampering
from tests.funding.test_triggers import refused, sql, without_guard


@pytest.fixture
def campaign(db):
    return a_campaign(is_rehearsed=False)


def labels(year=2026):
    return [receipt.label for receipt in receipts_in(year)]


def give_back(gift, minor, treasurer, *, key):
    payment = Payment.objects.get(gift=gift)
    wish = RefundWish(amount=usd(minor), key=key, reason="At their wish.")
    return ask_refund(payment=payment, wish=wish, asked_by=treasurer.user, now=NOW)


def test_a_payment_has_the_next_number_of_its_year(campaign):
    cash(campaign, now=datetime(2026, 12, 31, 22, 0, tzinfo=UTC))
    cash(campaign, now=datetime(2027, 1, 1, 1, 0, tzinfo=UTC))
    cash(campaign, now=datetime(2027, 1, 1, 2, 0, tzinfo=UTC))
    assert labels(2026) == ["2026-000001"]
    assert labels(2027) == ["2027-000001", "2027-000002"]
    assert verify_ledger().is_sound


@pytest.mark.django_db
def test_a_rehearsed_payment_has_none():
    give(a_campaign())
    assert (Payment.objects.count(), number_receipts(now=NOW), Receipt.objects.count()) == (1, 0, 0)


def test_numbering_again_numbers_nothing(campaign):
    cash(campaign)
    assert number_receipts(now=NOW) == 0
    assert labels() == ["2026-000001"]


def test_what_was_paid_before_there_were_receipts_gets_one(campaign, monkeypatch):
    monkeypatch.setattr("standfirst.funding.actions.payments.number_payment", lambda **_: None)
    for days in (9, 8):
        cash(campaign, now=NOW - timedelta(days=days))
    assert number_receipts(now=NOW) == 0, "it looks back two days"
    assert number_missed_receipts(now=NOW) == 2
    assert labels() == ["2026-000001", "2026-000002"]


@pytest.mark.django_db(transaction=True)
def test_many_payments_at_once_leave_no_gap_and_no_double():
    campaigns = [a_campaign("one", is_rehearsed=False), a_campaign("two", is_rehearsed=False)]
    pay = [lambda n=n: cash(campaigns[n % 2], 100 + n) for n in range(20)]
    sweep = [lambda: number_receipts(now=NOW)] * 4
    assert not errors(at_once([*pay, *sweep]))
    assert labels() == [f"2026-{number:06d}" for number in range(1, 21)]
    assert Receipt.objects.values("payment").distinct().count() == 20
    assert verify_ledger().is_sound


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_is_what_is_left(monkeypatch):
    """The control. SQLite has one writer at a time, so there the lock is the transaction's own."""
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite a transaction is the lock")
    campaign = a_campaign(is_rehearsed=False)
    monkeypatch.setattr("standfirst.funding.actions.payments.number_payment", lambda **_: None)
    for _ in range(8):
        cash(campaign)
    monkeypatch.setattr(
        receipts, "_locked_counter", lambda year: ReceiptCounter.objects.get(year=year)
    )
    ReceiptCounter.objects.create(year=2026)
    entries = list(receipts.unnumbered_entries())
    results = at_once([lambda entry=entry: receipts._number(entry, NOW) for entry in entries])
    assert errors(results), "without the lock some come too late"
    assert labels() == [f"2026-{n:06d}" for n in range(1, Receipt.objects.count() + 1)]


def test_what_goes_back_cancels_the_receipt_and_names_it(campaign, treasurer):
    gift = cash(campaign, 2500)
    give_back(gift, 1000, treasurer, key="a")
    give_back(gift, 1500, treasurer, key="b")
    assert number_receipts(now=NOW) == 2
    first, *later = receipts_of(gift)
    assert [(one.amount, one.cancels) for one in later] == [(-1000, first), (-1500, first)]
    assert (first.label, [one.label for one in later]) == (
        "2026-000001",
        ["2026-000002", "2026-000003"],
    )
    assert verify_ledger().is_sound


def test_a_gift_recorded_wrongly_cancels_its_receipt(campaign, treasurer):
    gift = cash(campaign, 2500)
    take_back_manual_gift(gift=gift, taken_back_by=treasurer.user, now=NOW)
    number_receipts(now=NOW)
    first, taken_back = receipts_of(gift)
    assert (taken_back.amount, taken_back.cancels) == (-2500, first)


def test_the_year_is_what_the_ledger_says(campaign, treasurer):
    for minor in (100, 250, 999):
        gift = cash(campaign, minor)
    give_back(gift, 400, treasurer, key="a")
    cash(campaign, 7, now=NOW + timedelta(days=365))
    cash(a_campaign("practice"), 5000)
    number_receipts(now=NOW)
    (sums,) = sums_of(receipts_in(2026))
    assert (sums.came, sums.went_back, sums.left) == (usd(1349), usd(-400), usd(949))
    assert kept_by_the_ledger(2026) == {"USD": 949}
    assert kept_by_the_ledger(2027) == {"USD": 7}


def test_the_control_a_year_that_lacks_one_is_not(campaign, monkeypatch):
    cash(campaign, 100)
    monkeypatch.setattr("standfirst.funding.actions.payments.number_payment", lambda **_: None)
    cash(campaign, 200)
    (sums,) = sums_of(receipts_in(2026))
    assert sums.left.minor != kept_by_the_ledger(2026)["USD"]
    number_receipts(now=NOW)
    (sums,) = sums_of(receipts_in(2026))
    assert sums.left.minor == kept_by_the_ledger(2026)["USD"]


class TestTheDatabaseRefuses:
    @pytest.fixture(autouse=True)
    def three(self, campaign):
        for minor in (100, 200, 300):
            cash(campaign, minor)

    @pytest.mark.parametrize(
        ("event", "statement"),
        [
            ("refuses_update", "UPDATE funding_receipt SET number = 9 WHERE number = 2"),
            ("refuses_delete", "DELETE FROM funding_receipt WHERE number = 2"),
        ],
    )
    def test_to_change_a_receipt(self, event, statement):
        with refused("never changed or deleted"):
            sql(statement)
        with without_guard("receipt", event):
            assert sql(statement) == 1, "the control"

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"number": 5}, "next number"),
            ({"number": 3}, "stands once"),
            ({"amount": 399}, "agrees with its entry"),
            ({"cancels_id": "other"}, "names the receipt"),
        ],
    )
    def test_one_that_does_not_fit(self, campaign, monkeypatch, changed, sentence):
        monkeypatch.setattr("standfirst.funding.actions.payments.number_payment", lambda **_: None)
        payment = Payment.objects.get(gift=cash(campaign, 400))
        if changed.get("cancels_id"):
            changed = {"cancels_id": Receipt.objects.first().pk}
        columns = {
            "year": 2026,
            "number": 4,
            "payment_id": payment.pk,
            "entry_id": payment.entry_id,
            "amount": 400,
            "currency": "USD",
            "issued_at": NOW,
        }
        with refused(sentence):
            Receipt.objects.create(**columns | changed)
        Receipt.objects.create(**columns)

    def test_one_of_rehearsed_money(self):
        payment = Payment.objects.get(gift=cash(a_campaign("practice"), 400))
        with pytest.raises(DatabaseError, match="real money"), transaction.atomic():
            Receipt.objects.create(
                year=2026,
                number=4,
                payment=payment,
                entry=payment.entry,
                amount=400,
                currency="USD",
                issued_at=NOW,
            )

    def test_the_check_finds_a_gap(self):
        with tampering("receipt"):
            sql("DELETE FROM funding_receipt WHERE number = 2")
        assert faults() == {Fault.RECEIPT_NUMBER}

    def test_the_check_finds_a_last_one_that_vanished(self):
        with tampering("receipt"):
            sql("DELETE FROM funding_receipt WHERE number = 3")
        assert faults() == {Fault.RECEIPT_NUMBER}

    def test_the_check_finds_a_doubled_number(self):
        index = "a_receipt_number_is_given_once"
        with tampering("receipt"):
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(f"ALTER TABLE funding_receipt DROP CONSTRAINT {index}")
                else:
                    pytest.skip("SQLite cannot drop a constraint of a table")
            sql("UPDATE funding_receipt SET number = 2 WHERE number = 3")
        assert faults() == {Fault.RECEIPT_NUMBER}

    def test_the_check_finds_another_amount(self):
        with tampering("receipt"):
            sql("UPDATE funding_receipt SET amount = 201 WHERE number = 2")
        assert faults() == {Fault.RECEIPT}


def test_an_erased_giver_is_named_nowhere_and_the_number_stays(campaign, reader):
    gift = cash(
        campaign,
        name="Canary",
        email="canary@example.org",
        dedication="memory",
        dedicated_to="Canary",
        receipt_name="Canary Bell",
        receipt_address="1 Canary Row",
    )
    before = list(Receipt.objects.values())
    owner = Owner(reader, (reader.pk,), frozenset({"canary@example.org"}))
    erase(owner=owner, now=NOW)
    words, address = GiftWords.objects.get(gift=gift), ReceiptAddress.objects.get(gift=gift)
    told = f"{vars(words)} {vars(address)}".casefold()
    assert "canary" not in told
    assert address.erased_at == NOW
    assert list(Receipt.objects.values()) == before
    assert Entry.objects.count() == 1
