"""What was paid is given back: by one person, by two, at the provider's; and the meter goes down."""

import pytest
from django.db import DatabaseError, transaction

from standfirst.funding.actions.refunds import (
    RefundWish,
    ask_refund,
    confirm_refund,
    decline_refund,
    send_refund,
)
from standfirst.funding.models import Gift, Payment, Refund, RefundState
from standfirst.funding.providers import registry
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.refunds import RefundRefusal, RefundRefused
from standfirst.funding.rules.truths import RefundTruthState, TruthState
from tests.funding.makers import NOW, a_campaign, a_promise, cash, play, usd

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(world):
    return a_campaign(is_rehearsed=False)


@pytest.fixture
def treasurers(enrol, groups):
    return [
        enrol(name, groups=["treasurer"], is_staff=True).user for name in ("Tess Till", "Tom Till")
    ]


def paid(world, campaign, minor=2500):
    gift = a_promise(campaign, minor)
    world.become(world.sales[gift.provider_ref], TruthState.PAID)
    world.book_all()
    play(world)
    return Payment.objects.get(gift=gift)


def wish(minor, key="k1"):
    return RefundWish(usd(minor), key, "By mistake.")


def figures(campaign):
    meter = meter_of_campaign(campaign)
    return meter.settled.minor, meter.refunded.minor


def test_the_meter_goes_down_at_once_and_the_worker_asks(world, campaign, treasurers):
    payment = paid(world, campaign)
    refund = ask_refund(payment=payment, wish=wish(1000), asked_by=treasurers[0], now=NOW)
    assert (refund.state, figures(campaign)) == (RefundState.ASKED, (1500, 1000))
    play(world)
    world.book_all()
    sale = world.sale_of(payment.provider_ref)
    (ref,) = sale.refunds
    world.end_refund(sale, ref, RefundTruthState.DONE)
    play(world)
    refund.refresh_from_db()
    assert (refund.state, refund.provider_ref) == (RefundState.DONE, ref)
    assert figures(campaign) == (1500, 1000)
    assert verify_ledger().is_sound


def test_the_same_form_twice_is_one_refund(world, campaign, treasurers):
    payment = paid(world, campaign)
    for _ in range(2):
        ask_refund(payment=payment, wish=wish(1000), asked_by=treasurers[0], now=NOW)
    assert figures(campaign) == (1500, 1000)


def test_an_answer_that_is_lost_asks_again_and_gives_back_once(world, campaign, treasurers):
    payment = paid(world, campaign)
    refund = ask_refund(payment=payment, wish=wish(1000), asked_by=treasurers[0], now=NOW)
    with world.losing_answers(), pytest.raises(ProviderUnreachable):
        send_refund(refund, NOW)
    play(world)
    assert len(world.sale_of(payment.provider_ref).refunds) == 1
    assert Refund.objects.get().state == RefundState.PENDING


def test_nor_twice_when_the_provider_has_forgotten_the_key(world, campaign, treasurers):
    payment = paid(world, campaign)
    refund = ask_refund(payment=payment, wish=wish(1000), asked_by=treasurers[0], now=NOW)
    with world.losing_answers(), pytest.raises(ProviderUnreachable):
        send_refund(refund, NOW)
    world.forgets_keys = True
    play(world)
    send_refund(refund, NOW)
    assert len(world.sale_of(payment.provider_ref).refunds) == 1
    assert figures(campaign) == (1500, 1000)


def test_a_provider_that_is_not_set_up_any_more_leaves_it_to_be_seen(
    world, campaign, treasurers, monkeypatch
):
    payment = paid(world, campaign)
    refund = ask_refund(payment=payment, wish=wish(1000), asked_by=treasurers[0], now=NOW)
    monkeypatch.setattr(registry, "PROVIDERS", {})
    with pytest.raises(ProviderUnreachable, match="not set up"):
        send_refund(refund, NOW)


def test_a_provider_that_refuses_gives_the_campaign_its_money_back(world, campaign, treasurers):
    payment = paid(world, campaign)
    ask_refund(payment=payment, wish=wish(1000), asked_by=treasurers[0], now=NOW)
    world.refuses = True
    play(world)
    assert Refund.objects.get().state == RefundState.FAILED
    assert figures(campaign) == (2500, 0)


def test_a_refund_that_fails_after_it_was_done_counts_again(world, campaign):
    payment = paid(world, campaign)
    sale = world.sale_of(payment.provider_ref)
    made = world.give_back(sale, 2500)
    for state in (RefundTruthState.DONE, RefundTruthState.FAILED):
        world.end_refund(sale, made.ref, state)
        world.book_all()
        play(world)
    assert figures(campaign) == (2500, 0)
    assert verify_ledger().is_sound


def test_one_that_was_made_at_the_provider_becomes_ours(world, campaign):
    payment = paid(world, campaign)
    world.give_back(world.sale_of(payment.provider_ref), 700)
    play(world)
    assert figures(campaign) == (1800, 700)
    assert Refund.objects.get().asked_by is None


def test_above_the_limit_a_second_person_agrees(world, campaign, treasurers):
    payment = paid(world, campaign, 50_000)
    refund = ask_refund(payment=payment, wish=wish(20_001), asked_by=treasurers[0], now=NOW)
    assert (refund.state, figures(campaign)) == (RefundState.PROPOSED, (50_000, 0))
    play(world)
    assert not world.sale_of(payment.provider_ref).refunds
    with pytest.raises(RefundRefused) as refused:
        confirm_refund(refund=refund, confirmed_by=treasurers[0], now=NOW)
    assert refused.value.refusal == RefundRefusal.SAME_PERSON
    confirm_refund(refund=refund, confirmed_by=treasurers[1], now=NOW)
    assert figures(campaign) == (29_999, 20_001)


def test_what_waits_can_be_declined_and_is_then_free_again(world, campaign, treasurers):
    payment = paid(world, campaign, 50_000)
    refund = ask_refund(payment=payment, wish=wish(50_000), asked_by=treasurers[0], now=NOW)
    with pytest.raises(RefundRefused) as refused:
        ask_refund(payment=payment, wish=wish(100, "k2"), asked_by=treasurers[0], now=NOW)
    assert refused.value.refusal == RefundRefusal.MORE_THAN_LEFT
    decline_refund(refund=refund, declined_by=treasurers[1], now=NOW)
    ask_refund(payment=payment, wish=wish(100, "k3"), asked_by=treasurers[0], now=NOW)
    with pytest.raises(RefundRefused) as refused:
        confirm_refund(refund=refund, confirmed_by=treasurers[1], now=NOW)
    assert refused.value.refusal == RefundRefusal.NOT_WAITING


def test_cash_goes_out_of_the_cash_box(world, campaign, treasurers):
    gift = cash(campaign)
    payment = Payment.objects.get(gift=gift)
    refund = ask_refund(payment=payment, wish=wish(500), asked_by=treasurers[0], now=NOW)
    assert (refund.state, figures(campaign)) == (RefundState.DONE, (2000, 500))
    legs = dict(refund.entry.legs.values_list("account__kind", "amount"))
    assert legs == {"refunded": 500, "cash": -500}


@pytest.mark.parametrize("minor", [2501, 0, -1])
def test_not_more_than_was_paid_and_not_nothing(world, campaign, treasurers, minor):
    payment = paid(world, campaign)
    with pytest.raises(RefundRefused):
        ask_refund(payment=payment, wish=wish(minor), asked_by=treasurers[0], now=NOW)


@pytest.mark.parametrize("state", [RefundState.ASKED, RefundState.DONE])
def test_the_database_refuses_it_too(world, campaign, state):
    """The control: whoever comes past the rule."""
    payment = paid(world, campaign)
    row = {"payment": payment, "currency": "USD", "made_at": NOW}
    with pytest.raises(DatabaseError, match="than was paid"), transaction.atomic():
        Refund.objects.create(**row, amount=2501, state=state, key="a")
    declined = Refund.objects.create(**row, amount=2501, state=RefundState.DECLINED, key="b")
    Refund.objects.create(**row, amount=2500, state=state, key="c")
    with pytest.raises(DatabaseError, match="than was paid"), transaction.atomic():
        Refund.objects.filter(pk=declined.pk).update(state=state)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Refund.objects.filter(pk=declined.pk).update(amount=1)


def test_what_is_paid_stays_paid_whatever_is_given_back(world, campaign):
    payment = paid(world, campaign)
    world.give_back(world.sale_of(payment.provider_ref), 2500)
    play(world)
    assert Gift.objects.get().state == "paid"
    assert figures(campaign) == (0, 2500)
