"""The database itself refuses: through the ORM, through raw SQL, on both engines."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from standfirst.funding.actions.ledger import reverse_entry
from standfirst.funding.models import Account, Campaign, Entry, Gift, Leg, ManualRecord, Payment
from standfirst.funding.queries.verification import missing_guards, verify_ledger
from tests.funding.makers import a_campaign, a_draft, by_hand, cash, give, second_person

pytestmark = pytest.mark.django_db


@contextmanager
def refused(words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


@contextmanager
def without_guard(table, event):
    """The negative control: the same write with the trigger away, undone afterwards."""
    name = f"funding_{table}_{event}"
    on = f" ON funding_{table}" if connection.vendor == "postgresql" else ""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{on}")
        yield
        transaction.set_rollback(True)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.fixture
def paid():
    return cash(a_campaign(), 2500)


def next_entry(**changed):
    last = Entry.objects.order_by("-sequence").first()
    columns = {
        "sequence": last.sequence + 1,
        "at": last.at,
        "kind": "gift",
        "campaign_id": last.campaign_id,
        "is_rehearsed": last.is_rehearsed,
        "reference": "f" * 32,
        "reverses_id": None,
        "prev_hash": last.hash,
        "hash": "a" * 64,
    } | changed
    names = ", ".join(columns)
    marks = ", ".join("%s" for _ in columns)
    return f"INTO funding_entry ({names}) VALUES ({marks})", tuple(columns.values())


def put_entry(verb="INSERT", **changed):
    statement, values = next_entry(**changed)
    return sql(f"{verb} {statement}", *values)


def put_legs(sequence, *legs):
    for account, amount in legs:
        sql(
            "INSERT INTO funding_leg (entry_id, account_id, amount) VALUES (%s, %s, %s)",
            sequence,
            account.pk,
            amount,
        )


def accounts():
    return Account.objects.get(kind="cash"), Account.objects.get(kind="campaign")


UNCHANGING = [
    (Entry, "at", "2026-01-01 00:00:00+00:00"),
    (Leg, "amount", 1),
    (Account, "currency", "EUR"),
    (Payment, "amount", 1),
]


@pytest.mark.parametrize(("model", "column", "value"), UNCHANGING)
def test_the_orm_changes_nothing(paid, model, column, value):
    with refused("never changed"):
        model.objects.update(**{column: value})


@pytest.mark.parametrize(("model", "column", "value"), UNCHANGING)
def test_raw_sql_changes_nothing(paid, model, column, value):
    table = model._meta.db_table
    with refused("never changed"):
        sql(f"UPDATE {table} SET {column} = %s", value)


@pytest.mark.parametrize("model", [Entry, Leg, Account, Payment])
def test_nothing_is_deleted(paid, model):
    with refused("never changed"):
        sql(f"DELETE FROM {model._meta.db_table}")
    with refused("never changed"):
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize(("model", "column", "value"), UNCHANGING)
def test_without_the_guards_it_could_be_changed(paid, model, column, value):
    table = model._meta.db_table.removeprefix("funding_")
    with without_guard(table, "refuses_update"):
        assert model.objects.update(**{column: value}) > 0


def test_a_table_cannot_be_emptied_on_postgres(paid):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's")
    connection.check_constraints()
    with refused("never changed"):
        sql("TRUNCATE funding_leg CASCADE")


def test_an_entry_must_balance(paid):
    box, campaign = accounts()
    with refused("sums to zero"):
        put_legs(2, (box, 2500), (campaign, -2499))
        put_entry()


def test_without_the_seals_check_it_could_be_off_by_one(paid):
    box, campaign = accounts()
    with without_guard("entry", "is_checked"):
        put_legs(2, (box, 2500), (campaign, -2499))
        assert put_entry() == 1


def test_an_entry_needs_two_legs(paid):
    with refused("at least two legs"):
        put_entry()


def test_a_sealed_entry_takes_no_more_legs(paid):
    box, campaign = accounts()
    with refused("takes no more legs"):
        put_legs(1, (box, 5), (campaign, -5))


def test_legs_without_an_entry_cannot_be_committed(paid):
    box, campaign = accounts()
    with refused("(?i)foreign key"):
        put_legs(2, (box, 5), (campaign, -5))
        connection.check_constraints()


@pytest.mark.parametrize("sequence", [0, 1, 3, 1000])
def test_an_entry_takes_the_next_number(paid, sequence):
    box, campaign = accounts()
    with refused("next number|no more legs"):
        put_legs(sequence, (box, 5), (campaign, -5))
        put_entry(sequence=sequence)


def test_an_entry_carries_the_hash_before_it(paid):
    box, campaign = accounts()
    with refused("hash of the one before"):
        put_legs(2, (box, 5), (campaign, -5))
        put_entry(prev_hash="b" * 64)


def test_real_and_rehearsed_accounts_do_not_mix(paid):
    _, campaign = accounts()
    cash(a_campaign("mill", is_rehearsed=False), 100)
    real_box = Account.objects.get(kind="cash", is_rehearsed=False)
    with refused("real or rehearsed"):
        put_legs(3, (real_box, 5), (campaign, -5))
        put_entry(campaign_id=campaign.campaign_id, is_rehearsed=True)


def test_a_rehearsed_campaign_has_no_real_entry(paid):
    cash(a_campaign("mill", is_rehearsed=False), 100)
    cash(a_campaign("weir", is_rehearsed=False), 100)
    real_box = Account.objects.get(kind="cash", is_rehearsed=False)
    mill = Account.objects.get(kind="campaign", campaign__slug="mill")
    with refused("real or rehearsed|no other campaign"):
        put_legs(4, (real_box, 5), (mill, -5))
        put_entry(campaign_id=paid.campaign_id, is_rehearsed=False)


def test_an_entry_touches_no_other_campaign(paid):
    cash(a_campaign("mill"), 100)
    box = Account.objects.get(kind="cash")
    mill = Account.objects.get(kind="campaign", campaign__slug="mill")
    with refused("no other campaign"):
        put_legs(3, (box, 5), (mill, -5))
        put_entry(campaign_id=paid.campaign_id, is_rehearsed=True)


def test_replacing_deletes_nothing_on_sqlite(paid):
    """REPLACE deletes without firing DELETE triggers, so the INSERT triggers stand in its way."""
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    box, campaign = accounts()
    first = Entry.objects.get()
    with refused("next number"):
        put_entry("REPLACE", sequence=1)
    with refused("reference and a hash of its own"):
        put_legs(2, (box, 5), (campaign, -5))
        put_entry("REPLACE", reference=first.reference)
    leg = Leg.objects.first()
    with refused("no more legs|written once"):
        sql(
            "REPLACE INTO funding_leg (id, entry_id, account_id, amount) VALUES (%s, 2, %s, 7)",
            leg.pk,
            box.pk,
        )
    with refused("opened once"):
        sql(
            "REPLACE INTO funding_account (id, code, kind, currency, provider, is_rehearsed)"
            " VALUES (%s, 'x', 'cash', 'USD', '', 1)",
            box.pk,
        )
    payment = Payment.objects.get()
    with refused("recorded once"):
        sql("REPLACE INTO funding_payment SELECT * FROM funding_payment WHERE id = %s", payment.pk)
    assert verify_ledger().is_sound


def test_an_account_is_real_or_rehearsed_as_its_campaign(paid):
    with refused("currency and the mode"):
        Account.objects.create(
            code="x", kind="campaign", currency="USD", campaign=paid.campaign, is_rehearsed=False
        )
    with refused("currency and the mode"):
        Account.objects.create(
            code="x", kind="campaign", currency="EUR", campaign=paid.campaign, is_rehearsed=True
        )


@pytest.mark.parametrize(("column", "value"), [("is_rehearsed", False), ("currency", "EUR")])
def test_a_campaign_stays_what_it_was_made(column, value):
    campaign = a_campaign()
    with refused("stays real or rehearsed"):
        Campaign.objects.filter(pk=campaign.pk).update(**{column: value})
    setattr(campaign, column, value)
    with refused("stays real or rehearsed"):
        campaign.save()
    with without_guard("campaign", "keeps_what_is_fixed"):
        assert Campaign.objects.filter(pk=campaign.pk).update(**{column: value}) == 1


@pytest.mark.parametrize("column", ["amount", "campaign_id"])
def test_what_was_promised_is_not_changed(column):
    gift = a_draft(a_campaign())
    other = a_campaign("mill").pk
    with refused("What was promised"):
        Gift.objects.filter(pk=gift.pk).update(**{column: other})


def test_a_payment_agrees_with_its_gift():
    campaign = a_campaign()
    first, second = cash(campaign, 100), give(campaign, 200)
    entry = second.payments.get().entry
    with refused("agrees with its gift|recorded once"):
        Payment.objects.create(
            gift=first,
            provider="x",
            provider_ref="y",
            provider_account="z",
            period="other",
            amount=200,
            currency="USD",
            is_rehearsed=True,
            entry=entry,
            paid_at=first.drafted_at,
            recorded_at=first.drafted_at,
        )


def test_an_entry_is_reversed_once(paid):
    entry = Entry.objects.get()
    reverse_entry(entry=entry, now=entry.at)
    with refused("reversed once"):
        reverse_entry(entry=entry, now=entry.at)


def test_all_guards_are_there():
    assert missing_guards() == []
    with without_guard("leg", "refuses_delete"):
        assert missing_guards() == ["funding_leg_refuses_delete"]


def test_no_gift_by_hand_is_paid_that_nobody_confirmed():
    gift = by_hand(a_campaign())
    with refused("second person has confirmed"):
        Gift.objects.update(state="paid")
    with without_guard("gift", "stays_checked"):
        Gift.objects.update(state="paid")
        assert missing_guards() == ["funding_gift_stays_checked"]
    ManualRecord.objects.update(confirmed_by=second_person(), confirmed_at=gift.promised_at)
    Gift.objects.update(state="paid")
