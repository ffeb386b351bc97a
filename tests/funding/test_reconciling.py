"""Comparing a provider's books with ours finds all that was planted among a thousand, and nothing else."""

import os
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from standfirst.funding.actions.reconciling import reconcile
from standfirst.funding.models import BookingKind, Payment, Reconciliation
from standfirst.funding.queries.settlement import last_clean_reconciliation
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.reconciling import Difference
from standfirst.funding.rules.truths import TruthState
from standfirst.lib.money import Money
from tests.funding.books import held
from tests.funding.makers import a_campaign, a_promise, many_paid, play, usd

pytestmark = pytest.mark.django_db
NUMBER = 1000 if os.environ.get("STANDFIRST_SOAK") == "1" else 200


@pytest.fixture
def sales(world, number):
    return many_paid(world, a_campaign(is_rehearsed=False), number)


def compared(world):
    world.pass_time(days=10)
    since = world.now - timedelta(days=30)
    return reconcile(provider=world, since=since, until=world.now, now=world.now)


def changed(sale, **parts):
    sale.bookings[0] = replace(sale.bookings[0], **parts)


def unheard(world, campaign):
    """Have somebody pay, and no event come of it."""
    gift = a_promise(campaign)
    world.become(world.sales[gift.provider_ref], TruthState.PAID)
    world.book_all()
    world.events.clear()


def plant(world, sales):
    """Plant twenty differences, of every kind; give what each must be called."""
    campaign = Payment.objects.first().gift.campaign
    chosen = iter(random.Random(6).sample(sales, 15))
    for _ in range(4):
        unheard(world, campaign)
        yield Difference.MISSING_HERE
    for _ in range(4):
        next(chosen).bookings.clear()
        yield Difference.MISSING_THERE
    for _ in range(3):
        sale = next(chosen)
        gross = sale.bookings[0].gross + usd(1)
        changed(sale, gross=gross, net=gross - sale.bookings[0].fee)
        yield Difference.OTHER_AMOUNT
    for _ in range(3):
        sale = next(chosen)
        fee = sale.bookings[0].fee + usd(1)
        changed(sale, fee=fee, net=sale.bookings[0].gross - fee)
        yield Difference.OTHER_FEE
    for currency in ("EUR", "GBP"):
        sale = next(chosen)
        line = sale.bookings[0]
        amounts = {
            name: Money(getattr(line, name).minor, currency) for name in ("gross", "fee", "net")
        }
        changed(sale, **amounts)
        yield Difference.OTHER_CURRENCY
    changed(next(chosen), kind=BookingKind.OTHER)
    yield Difference.OTHER_KIND
    sale = next(chosen)
    sale.bookings.append(sale.bookings[0])
    yield Difference.TWICE_THERE
    world.book_apart(BookingKind.PAYOUT, usd(-100))
    world.events.clear()
    yield Difference.MISSING_HERE
    # One that was paid and never booked, on either side.
    gift = a_promise(campaign)
    world.become(world.sales[gift.provider_ref], TruthState.PAID)
    world.sales[gift.provider_ref].unbooked.clear()
    play(world)
    yield Difference.NO_BOOKING


@pytest.mark.slow
@pytest.mark.parametrize("number", [NUMBER])
def test_twenty_of_twenty_among_many_and_nothing_else(world, sales):
    assert compared(world).differences == 0
    planted = sorted(plant(world, sales))
    assert len(planted) == 20
    run = compared(world)
    assert sorted(said.split(": ")[1] for said in run.findings) == planted
    assert verify_ledger().is_sound


@pytest.mark.parametrize("number", [2])
def test_what_was_missing_is_there_afterwards(world, sales):
    campaign = Payment.objects.first().gift.campaign
    unheard(world, campaign)
    assert compared(world).differences == 1
    assert held("campaign", "USD") == -(100 + 101 + 2500)
    assert held("clearing", "USD") == world.balances()["USD"]
    run = compared(world)
    assert run.differences == 0
    assert last_clean_reconciliation() == run
    assert Reconciliation.objects.count() == 2


@pytest.mark.parametrize("number", [1])
def test_a_charge_that_is_no_gift_of_ours_is_set_apart(world, sales):
    world.book_apart(BookingKind.CHARGE, usd(900))
    world.events.clear()
    run = compared(world)
    assert [said.split(": ")[1] for said in run.findings] == [
        Difference.MISSING_HERE,
        Difference.NO_PAYMENT,
    ]
    assert held("unexplained", "USD") == -900
    assert held("clearing", "USD") == world.balances()["USD"]
