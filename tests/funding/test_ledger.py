"""Posting, reversing, recounting, and what an auditor finds. Every fault here is planted."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standfirst.delivery.models import StaleKey
from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.ledger import post_entry, recount_ledger, reverse_entry
from standfirst.funding.actions.rehearsal import send_event
from standfirst.funding.actions.sweeps import ask_about_promises
from standfirst.funding.models import (
    Account,
    AccountKind,
    Balance,
    Entry,
    EntryKind,
    LedgerHead,
    Leg,
    Payment,
    ProviderEvent,
    Recount,
    RehearsalEvent,
)
from standfirst.funding.queries.balances import balances, recounted
from standfirst.funding.queries.meters import meter_of_campaign, meters_of
from standfirst.funding.queries.verification import Fault, _link, verify_ledger
from standfirst.funding.rules.chain import link_hash
from standfirst.funding.rules.postings import (
    AccountName,
    Posting,
    PostingRefusal,
    PostingRefused,
    refusal_to_post,
)
from standfirst.outbox.actions import finish_job
from tests.funding.makers import NOW, a_campaign, a_promise, cash, choose, give, usd, work

pytestmark = pytest.mark.django_db


def name(kind, **more):
    return AccountName(kind=kind, currency=more.pop("currency", "USD"), is_rehearsed=True, **more)


def a_posting(*amounts, **more):
    return Posting(
        kind=EntryKind.GIFT,
        campaign_id=more.pop("campaign_id", None),
        is_rehearsed=more.pop("is_rehearsed", True),
        amounts=amounts,
    )


BOX, BANK = name(AccountKind.CASH), name(AccountKind.BANK)


@pytest.mark.parametrize(
    ("posting", "refusal"),
    [
        (a_posting((BOX, 5)), PostingRefusal.TOO_FEW_LEGS),
        (a_posting((BOX, 0), (BANK, 0)), PostingRefusal.EMPTY_LEG),
        (a_posting((BOX, 5), (BOX, -5)), PostingRefusal.ACCOUNT_TWICE),
        (a_posting((BOX, 5), (BANK, -4)), PostingRefusal.UNBALANCED),
        (
            a_posting((BOX, 5), (name(AccountKind.BANK, currency="EUR"), -5)),
            PostingRefusal.UNBALANCED,
        ),
        (a_posting((BOX, 5), (BANK, -5), is_rehearsed=False), PostingRefusal.MIXED_MODES),
        (
            a_posting((BOX, 5), (name(AccountKind.CAMPAIGN, campaign_id=9), -5), campaign_id=8),
            PostingRefusal.OTHER_CAMPAIGN,
        ),
        (a_posting((BOX, 10**15 + 1), (BANK, -(10**15) - 1)), PostingRefusal.TOO_LARGE),
        (a_posting((BOX, 5), (BANK, -5)), None),
    ],
)
def test_what_cannot_be_posted_is_refused(posting, refusal):
    assert refusal_to_post(posting) == refusal
    if refusal:
        with pytest.raises(PostingRefused):
            post_entry(posting=posting, now=NOW)
        assert not Entry.objects.exists()


def test_entries_are_numbered_without_gaps_and_chained():
    campaign = a_campaign()
    cash(campaign, 100)
    with transaction.atomic():
        cash(campaign, 200)
        transaction.set_rollback(True)
    cash(campaign, 300)
    first, second = Entry.objects.order_by("sequence")
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.prev_hash == first.hash
    head = LedgerHead.objects.get()
    assert (head.sequence, head.hash) == (2, second.hash)


def test_a_reversal_names_what_it_reverses_and_takes_it_back():
    campaign = a_campaign()
    entry = cash(campaign, 100).payments.get().entry
    back = reverse_entry(entry=entry, now=NOW)
    assert back.reverses == entry
    assert meter_of_campaign(campaign).settled == usd(0)
    assert {held.amount for held in balances(Account.objects.all())} == {0}


def test_the_meter_is_the_stored_sum_and_the_entries_since():
    campaign = a_campaign()
    cash(campaign, 1000)
    recount_ledger(now=NOW)
    assert Balance.objects.get(account__kind="campaign").amount == -1000
    cash(campaign, 234)
    assert meter_of_campaign(campaign).settled == usd(1234)
    assert Balance.objects.get(account__kind="campaign").amount == -1000, "a write adds to no sum"


def test_a_meter_is_one_query_however_many(django_assert_num_queries):
    one = [a_campaign("one")]
    three = [*one, a_campaign("two"), a_campaign("three")]
    for campaign in three:
        cash(campaign, 100)
    for campaigns in (one, three):
        with django_assert_num_queries(1):
            assert {meter.settled for meter in meters_of(campaigns).values()} == {usd(100)}


def test_a_sound_ledger_has_no_findings():
    campaign = a_campaign()
    cash(campaign, 100)
    give(campaign, 200)
    give(campaign, 300, outcome="delayed")
    report = verify_ledger()
    assert report.is_sound
    assert (report.entries, report.through) == (4, 4)


@contextmanager
def tampering(*tables):
    """Change the books as somebody with the database's own password could: triggers away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE funding_{table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = [row for row in cursor.fetchall() if row[0].startswith("funding_")]
            for trigger, _ in triggers:
                cursor.execute(f"DROP TRIGGER {trigger}")
        yield
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"ALTER TABLE funding_{table} ENABLE TRIGGER USER")
        else:
            for _, statement in triggers:
                cursor.execute(statement)


def faults():
    return {finding.fault for finding in verify_ledger().findings}


@pytest.fixture
def books():
    campaign = a_campaign()
    for minor in (100, 200, 300):
        cash(campaign, minor)
    recount_ledger(now=NOW)
    assert faults() == set()
    return campaign


def test_an_entry_off_by_one_unit_is_found(books):
    with tampering("leg"):
        leg = Leg.objects.filter(entry=2, account__kind="campaign")
        leg.update(amount=-201)
    assert {Fault.UNBALANCED, Fault.HASH, Fault.PAYMENT, Fault.STORED_SUM} <= faults()


def test_a_balanced_change_is_found(books):
    with tampering("leg"):
        Leg.objects.filter(entry=2, amount__gt=0).update(amount=201)
        Leg.objects.filter(entry=2, amount__lt=0).update(amount=-201)
    assert {Fault.HASH, Fault.PAYMENT, Fault.STORED_SUM} <= faults()


def test_a_change_of_time_and_a_rehashed_entry_are_found(books):
    with tampering("entry"):
        Entry.objects.filter(pk=2).update(at=NOW + timedelta(seconds=1))
    assert faults() == {Fault.HASH}
    entry = Entry.objects.get(pk=2)
    rehashed = link_hash(_link(entry, entry.legs.select_related("account")), entry.prev_hash)
    with tampering("entry"):
        Entry.objects.filter(pk=2).update(hash=rehashed)
    assert faults() == {Fault.CHAIN}, "whoever mends one hash breaks the next"


def test_a_missing_entry_is_found(books):
    with tampering("entry", "leg", "payment"):
        Payment.objects.filter(entry=2)._raw_delete("default")
        Leg.objects.filter(entry=2)._raw_delete("default")
        Entry.objects.filter(pk=2)._raw_delete("default")
    assert {Fault.GAP, Fault.CHAIN, Fault.STORED_SUM, Fault.GIFT} <= faults()


def test_a_cut_off_end_is_found(books):
    with tampering("entry", "leg", "payment"):
        Payment.objects.filter(entry=3)._raw_delete("default")
        Leg.objects.filter(entry=3)._raw_delete("default")
        Entry.objects.filter(pk=3)._raw_delete("default")
    assert Fault.HEAD in faults()


def test_a_payment_of_another_amount_is_found(books):
    with tampering("payment"):
        Payment.objects.filter(entry=2).update(amount=201)
    assert faults() == {Fault.PAYMENT}


def test_a_gift_that_says_it_is_paid_is_found(books):
    gift = a_promise(books)
    type(gift).objects.filter(pk=gift.pk).update(state="paid")
    assert faults() == {Fault.GIFT}


def test_a_pledge_that_nobody_released_is_found(books):
    gift = give(books, 400, outcome="delayed")
    type(gift).objects.filter(pk=gift.pk).update(state="failed")
    assert faults() == {Fault.GIFT}


def test_a_missing_guard_is_found(books):
    with tampering("leg"):
        assert Fault.NO_GUARD in faults()
    assert faults() == set()


def test_a_stale_stored_sum_is_found_told_and_mended(books):
    Balance.objects.filter(account__kind="campaign").update(amount=-599)
    assert meter_of_campaign(books).settled == usd(599), "the planted fault shows"
    assert faults() == {Fault.STORED_SUM}
    before = StaleKey.objects.count()
    recount = recount_ledger(now=NOW)
    assert recount.differences == 1
    assert "rehearsed/campaign" in recount.findings[0]
    assert meter_of_campaign(books).settled == usd(600)
    keys = set(StaleKey.objects.order_by("pk")[before:].values_list("key", flat=True))
    assert keys == {"recount", "ledger", f"campaign:{books.pk}"}
    assert recount_ledger(now=NOW).differences == 0
    assert StaleKey.objects.latest("pk").key == "recount", "and nothing else is stale for it"
    assert Recount.objects.count() == 3


def assert_books_close(model):
    """The meter, a recount from nothing and an independent sum agree, for each campaign."""
    for campaign, (settled, pledged) in model.items():
        meter = meter_of_campaign(campaign)
        assert (meter.settled.minor, meter.pledged.minor) == (settled, pledged)
        accounts = dict(Account.objects.filter(campaign=campaign).values_list("kind", "pk"))
        sums = recounted(accounts.values(), 10**9)
        assert -sums.get(accounts.get("campaign"), 0) == settled
        assert -sums.get(accounts.get("pledged"), 0) == pledged
    assert verify_ledger().is_sound


STEP = st.tuples(
    st.sampled_from(
        ["cash", "paid", "refused", "abandoned", "delayed", "promise", "arrive", "recount"]
    ),
    st.sampled_from(["river", "mill", "real"]),
    st.integers(min_value=100, max_value=100_000),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, min_size=1, max_size=14))
def test_a_meter_is_the_sum_of_the_ledger_after_anything(db, steps):
    with transaction.atomic():
        play(steps)
        transaction.set_rollback(True)


def play(steps):
    river, mill = a_campaign("river"), a_campaign("mill")
    real = a_campaign("real", is_rehearsed=False)
    named = {"river": river, "mill": mill, "real": real}
    model = {campaign: [0, 0] for campaign in named.values()}
    now, on_their_way = NOW, []
    for step, where, minor in steps:
        campaign, now = named[where], now + timedelta(hours=1)
        if step == "cash":
            cash(campaign, minor, now=now)
            model[campaign][0] += minor
        elif step == "recount":
            recount_ledger(now=now)
        elif step == "arrive":
            work(now + timedelta(minutes=1))
            for other, amount in on_their_way:
                model[other][0] += amount
                model[other][1] -= amount
            on_their_way.clear()
        elif campaign is not real:
            gift = a_promise(campaign, minor, now=now)
            if step == "promise":
                continue
            # Only this gift's events: what is on its way arrives when the step says so.
            choose(gift, step, now=now)
            follow_events_of(gift, now)
            if step == "paid":
                model[campaign][0] += minor
            elif step == "delayed":
                model[campaign][1] += minor
                on_their_way.append((campaign, minor))
        ask_about_promises(now=now)
        assert_books_close({one: tuple(sums) for one, sums in model.items()})


def follow_events_of(gift, now):
    for event in RehearsalEvent.objects.filter(checkout__key=gift.reference, due_at__lte=now):
        send_event(event, now)
        finish_job(event, now=now)
    for event in ProviderEvent.objects.filter(done_at__isnull=True):
        digest_event(event, now)
        finish_job(event, now=now)
