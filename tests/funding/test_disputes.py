"""What a bank disputes is off the meter until it is decided; and the provider's books are entered as they are."""

import pytest
from django.db import DatabaseError, transaction

from standfirst.funding.models import (
    BalanceTransaction,
    BookingKind,
    Dispute,
    DisputeState,
    Entry,
    Finding,
    Payment,
    ProviderEvent,
)
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.truths import TruthState
from standfirst.lib.money import Money
from tests.funding.books import held
from tests.funding.makers import NOW, a_campaign, a_promise, play, usd

pytestmark = pytest.mark.django_db
OPEN, WON, LOST = DisputeState.OPEN, DisputeState.WON, DisputeState.LOST


@pytest.fixture
def campaign(world):
    return a_campaign(is_rehearsed=False)


@pytest.fixture
def sale(world, campaign):
    gift = a_promise(campaign)
    sale = world.sales[gift.provider_ref]
    world.become(sale, TruthState.PAID)
    world.book_all()
    play(world)
    return sale


def figures(campaign):
    meter = meter_of_campaign(campaign)
    return meter.settled.minor, meter.disputed.minor, meter.refunded.minor


def test_open_is_off_the_meter_lost_is_gone_and_a_bank_may_give_in(world, campaign, sale):
    dispute = world.dispute(sale, 2500)
    seen = []
    for state in (OPEN, LOST, WON):
        world.end_dispute(sale, dispute.ref, state)
        world.book_all()
        play(world)
        seen.append(figures(campaign))
    assert seen == [(0, 2500, 0), (0, 0, 2500), (2500, 0, 0)]
    assert verify_ledger().is_sound


def test_an_inquiry_moves_nothing(world, campaign, sale):
    dispute = world.dispute(sale, 2500, DisputeState.INQUIRY)
    play(world)
    assert figures(campaign) == (2500, 0, 0)
    world.end_dispute(sale, dispute.ref, WON)
    play(world)
    assert figures(campaign) == (2500, 0, 0)
    assert Dispute.objects.get().state == WON


def test_no_more_is_disputed_than_was_paid_and_somebody_is_told(world, campaign, sale):
    world.give_back(sale, 1000)
    play(world)
    world.dispute(sale, 2500)
    play(world)
    assert figures(campaign) == (1500, 0, 1000)
    newest = ProviderEvent.objects.order_by("pk").last()
    assert newest.finding == Finding.OVER_CAPTURED


def test_the_database_refuses_it_too(sale):
    """The control: whoever comes past the rule."""
    row = {"payment": Payment.objects.get(), "currency": "USD", "opened_at": NOW}
    with pytest.raises(DatabaseError, match="than was paid"), transaction.atomic():
        Dispute.objects.create(**row, amount=2501, state=OPEN, provider_ref="a")
    with pytest.raises(DatabaseError, match="in the currency"), transaction.atomic():
        Dispute.objects.create(**row | {"currency": "EUR"}, amount=1, state=OPEN, provider_ref="b")
    won = Dispute.objects.create(**row, amount=2501, state=WON, provider_ref="c")
    with pytest.raises(DatabaseError, match="than was paid"), transaction.atomic():
        Dispute.objects.filter(pk=won.pk).update(state=OPEN)


def test_fees_and_nets_are_what_the_provider_says(world, campaign, sale):
    assert held("clearing", "USD") == 2500 - world.fee == world.balances()["USD"]
    assert (held("fees", "USD"), held("due", "USD")) == (world.fee, 0)
    booking = BalanceTransaction.objects.get()
    assert (booking.kind, booking.gross, booking.fee, booking.net) == ("charge", 2500, 59, 2441)


def test_a_payout_empties_the_clearing_account_into_the_bank(world, campaign, sale):
    world.pay_out("USD")
    play(world)
    assert (held("clearing", "USD"), held("bank", "USD")) == (0, 2441)
    assert Entry.objects.last().campaign is None


def test_what_nobody_can_explain_is_set_apart(world, campaign, sale):
    world.book_apart(BookingKind.OTHER, usd(-500))
    world.book_apart(BookingKind.FEE, usd(-200))
    play(world)
    assert (held("unexplained", "USD"), held("fees", "USD")) == (500, 259)
    assert held("clearing", "USD") == world.balances()["USD"]


def test_another_currency_stands_in_the_exchange_account(world, campaign, sale):
    """The payer's dollars arrive as euros: nothing is converted by us, each currency sums to zero."""
    gift = a_promise(campaign, 1000)
    other = world.sales[gift.provider_ref]
    world.become(other, TruthState.PAID)
    other.unbooked.clear()
    line = world.book_apart(BookingKind.CHARGE, Money(900, "EUR"))
    world.others.remove(line)
    other.bookings.append(replace_original(line, other))
    play(world)
    assert (held("clearing", "EUR"), held("exchange", "EUR")) == (900, -900)
    assert (held("due", "USD"), held("exchange", "USD")) == (0, 1000)
    assert verify_ledger().is_sound


def replace_original(line, sale):
    return line.__class__(**vars(line) | {"original": usd(1000), "source_ref": sale.payment_ref})


def test_a_booking_is_never_changed_and_agrees_with_its_entry(sale):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        BalanceTransaction.objects.update(fee=0, net=2500)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        BalanceTransaction.objects.all()._raw_delete("default")
    row = BalanceTransaction.objects.get()
    row.pk, row.ref = None, "another"
    with pytest.raises(DatabaseError, match="booked once"), transaction.atomic():
        row.save(force_insert=True)
    row.entry = Payment.objects.get().entry
    with pytest.raises(DatabaseError, match="agrees with its entry"), transaction.atomic():
        row.save(force_insert=True)
