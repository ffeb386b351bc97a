from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from standfirst.delivery.models import Event, StaleKey
from standfirst.funding.actions.manual import (
    confirm_manual_gift,
    refuse_manual_gift,
    take_back_manual_gift,
    withdraw_manual_gift,
)
from standfirst.funding.models import Entry, Gift, GiftState, ManualRecord, Method, Payment
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from tests.funding.makers import NOW, a_campaign, by_hand, cash, give, second_person, usd

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "account"), [(Method.CASH, "cash"), (Method.BANK, "bank"), (Method.CHEQUE, "bank")]
)
@pytest.mark.parametrize("is_rehearsed", [True, False])
def test_a_gift_by_hand_is_booked_when_a_second_person_says_so(
    method, account, is_rehearsed, treasurer
):
    campaign = a_campaign(is_rehearsed=is_rehearsed)
    gift = by_hand(campaign, 2500, method=method, by=treasurer.user)
    assert gift.state == GiftState.PROMISED
    assert meter_of_campaign(campaign).settled == usd(0)
    assert not Entry.objects.exists()
    confirm_manual_gift(gift=gift, confirmed_by=second_person(), now=NOW)
    gift.refresh_from_db()
    assert gift.state == GiftState.PAID
    payment = gift.payments.get()
    assert (payment.provider, payment.is_rehearsed) == (method, is_rehearsed)
    legs = {leg.account.kind: leg.amount for leg in payment.entry.legs.select_related("account")}
    assert legs == {account: 2500, "campaign": -2500}
    assert meter_of_campaign(campaign).settled == usd(2500)
    assert verify_ledger().is_sound


def test_the_same_form_twice_is_one_gift():
    campaign = a_campaign()
    first, second = by_hand(campaign, key="form-1"), by_hand(campaign, key="form-1")
    assert first == second
    confirm_manual_gift(gift=first, confirmed_by=second_person(), now=NOW)
    assert by_hand(campaign, key="form-1") == first
    assert Gift.objects.count() == Entry.objects.count() == Payment.objects.count() == 1


def test_rehearsed_money_moves_no_real_meter_and_the_reverse():
    real, rehearsed = a_campaign("real", is_rehearsed=False), a_campaign("played")
    cash(real, 100)
    cash(rehearsed, 999)
    assert meter_of_campaign(real).settled == usd(100)
    assert meter_of_campaign(rehearsed).settled == usd(999)


def test_no_rehearsed_gift_by_hand_where_a_live_key_is_set(settings):
    campaign = a_campaign()
    settings.STANDFIRST_LIVE_PAYMENT_KEY = "live"
    with pytest.raises(GiftRefused) as refused:
        cash(campaign)
    assert refused.value.refusal == GiftRefusal.REHEARSING_IS_OFF


def test_money_that_came_after_the_end_is_recorded():
    campaign = a_campaign(deadline=NOW - timedelta(days=1))
    assert cash(campaign).state == GiftState.PAID


def test_nothing_is_no_gift():
    with pytest.raises(GiftRefused):
        cash(a_campaign(), 0)


def test_a_gift_makes_its_meter_stale_and_says_how_far_it_is():
    campaign = a_campaign(is_rehearsed=False)
    before = StaleKey.objects.count()
    cash(campaign, 2500)
    keys = list(StaleKey.objects.order_by("pk")[before:].values_list("key", flat=True))
    assert keys == [f"campaign:{campaign.pk}", "ledger"]
    event = Event.objects.get()
    assert (event.topic, event.kind) == (f"campaign:{campaign.pk}", "meter")
    assert event.payload == '{"settled":2500,"matched":0,"pledged":0}'


def test_a_rehearsed_gift_leaves_the_real_books_alone():
    campaign = a_campaign()
    before = StaleKey.objects.count()
    cash(campaign)
    keys = StaleKey.objects.order_by("pk")[before:].values_list("key", flat=True)
    assert list(keys) == [f"campaign:{campaign.pk}"]


def test_nobody_confirms_or_refuses_what_they_entered(treasurer):
    gift = by_hand(a_campaign(), by=treasurer.user)
    for act, who in ((confirm_manual_gift, "confirmed_by"), (refuse_manual_gift, "refused_by")):
        with pytest.raises(GiftRefused) as refused:
            act(gift=gift, now=NOW, **{who: treasurer.user})
        assert refused.value.refusal == GiftRefusal.SAME_PERSON
    assert not Entry.objects.exists()
    user = treasurer.user
    with pytest.raises(IntegrityError), transaction.atomic():
        ManualRecord.objects.update(entered_by=user, confirmed_by=user, confirmed_at=NOW)
    ManualRecord.objects.update(confirmed_by=second_person(), confirmed_at=NOW)


def test_only_who_entered_a_gift_withdraws_it_and_another_refuses_it(treasurer):
    campaign = a_campaign()
    withdrawn, refused = (by_hand(campaign, by=treasurer.user) for _ in range(2))
    with pytest.raises(GiftRefused) as caught:
        withdraw_manual_gift(gift=withdrawn, withdrawn_by=second_person(), now=NOW)
    assert caught.value.refusal == GiftRefusal.OTHER_PERSON
    withdraw_manual_gift(gift=withdrawn, withdrawn_by=treasurer.user, now=NOW)
    refuse_manual_gift(gift=refused, refused_by=second_person(), now=NOW)
    states = list(Gift.objects.order_by("pk").values_list("state", flat=True))
    assert states == [GiftState.EXPIRED, GiftState.FAILED]
    for gift in (withdrawn, refused):
        with pytest.raises(GiftRefused) as caught:
            confirm_manual_gift(gift=gift, confirmed_by=second_person(), now=NOW)
        assert caught.value.refusal == GiftRefusal.NOT_WAITING
    assert not Entry.objects.exists()


def test_what_waits_is_not_confirmed_once_rehearsing_is_off(settings):
    gift = by_hand(a_campaign())
    settings.STANDFIRST_LIVE_PAYMENT_KEY = "live"
    with pytest.raises(GiftRefused) as refused:
        confirm_manual_gift(gift=gift, confirmed_by=second_person(), now=NOW)
    assert refused.value.refusal == GiftRefusal.REHEARSING_IS_OFF


@pytest.mark.parametrize("is_rehearsed", [True, False])
def test_a_mistake_is_taken_back_by_one_entry_and_nothing_is_changed(is_rehearsed, treasurer):
    campaign = a_campaign(is_rehearsed=is_rehearsed)
    gift = cash(campaign, 2500)
    back = take_back_manual_gift(gift=gift, taken_back_by=treasurer.user, now=NOW)
    again = take_back_manual_gift(gift=gift, taken_back_by=treasurer.user, now=NOW)
    assert again == back
    assert back.reverses == gift.payments.get().entry
    assert Entry.objects.count() == 2
    assert meter_of_campaign(campaign).settled == usd(0)
    assert verify_ledger().is_sound


def test_a_providers_money_is_not_taken_back_by_hand(treasurer):
    gift = give(a_campaign())
    with pytest.raises(GiftRefused) as caught:
        take_back_manual_gift(gift=gift, taken_back_by=treasurer.user, now=NOW)
    assert caught.value.refusal == GiftRefusal.NOT_BY_HAND
