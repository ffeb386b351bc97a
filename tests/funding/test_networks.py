"""Of one network only so many forms are kept, and so few presses reach the provider."""

import re
from datetime import timedelta

import pytest

from standfirst.funding.actions.gifts import Words, begin_gift, draft_gift
from standfirst.funding.actions.sweeps import forget_givers_networks
from standfirst.funding.models import Gift, GiftState, RehearsalCheckout
from standfirst.funding.rules import giving
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.people.models import Person
from tests.funding.makers import NOW, a_campaign, usd
from tests.funding.test_begin import press_all_at_once
from tests.funding.test_journey import TYPED

HERE = "192.0.2.0/24"
THERE = "198.51.100.0/24"
SENT_HERE = {"REMOTE_ADDR": "192.0.2.7"}
SENT_THERE = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def campaign(db):
    return a_campaign()


def drafted(campaign, network=HERE, *, now=NOW):
    words = Words(email="ada@paper.test")
    return draft_gift(
        campaign=campaign, amount=usd(2500), words=words, person=None, network=network, now=now
    )


def pressed(gift, network=HERE, *, now=NOW):
    return begin_gift(gift=gift, person=None, return_path="/", network=network, now=now)


class TestForms:
    def test_as_many_as_a_school_sends_are_kept(self, campaign):
        for _ in range(giving.MOST_DRAFTS_FROM_NETWORK):
            drafted(campaign)
        with pytest.raises(GiftRefused) as refused:
            drafted(campaign)
        assert refused.value.refusal == GiftRefusal.NETWORK_BUSY
        assert Gift.objects.count() == giving.MOST_DRAFTS_FROM_NETWORK

    def test_others_go_on_and_so_does_the_network_after_ten_minutes(self, campaign, monkeypatch):
        monkeypatch.setattr("standfirst.funding.actions.gifts.MOST_DRAFTS_FROM_NETWORK", 1)
        drafted(campaign)
        with pytest.raises(GiftRefused):
            drafted(campaign, now=NOW + timedelta(minutes=9, seconds=59))
        assert drafted(campaign, THERE)
        assert drafted(campaign, now=NOW + timedelta(minutes=10))

    def test_one_too_many_is_handed_back_with_words(self, campaign, client_of, monkeypatch):
        monkeypatch.setattr("standfirst.funding.actions.gifts.MOST_DRAFTS_FROM_NETWORK", 1)
        typed = TYPED | {"message": "Keep digging.", "email": "ada@paper.test"}
        giver = client_of(None)
        assert giver.post("/support/river/", typed, **SENT_HERE).status_code == 303
        refused = giver.post("/support/river/", typed, **SENT_HERE)
        page = refused.content.decode()
        assert (refused.status_code, refused["Retry-After"]) == (429, "600")
        assert "no-store" in refused["Cache-Control"]
        assert "from your network in the last minutes" in page
        assert "Keep digging." in page
        assert 'value="ada@paper.test"' in page
        assert Gift.objects.count() == 1
        assert giver.post("/support/river/", typed, **SENT_THERE).status_code == 303


class TestPresses:
    def test_ten_reach_the_provider(self, campaign):
        gifts = [drafted(campaign) for _ in range(giving.MOST_PROMISES_FROM_NETWORK + 1)]
        for gift in gifts[:-1]:
            assert pressed(gift).url
        with pytest.raises(GiftRefused) as refused:
            pressed(gifts[-1])
        assert refused.value.refusal == GiftRefusal.NETWORK_BUSY
        assert RehearsalCheckout.objects.count() == giving.MOST_PROMISES_FROM_NETWORK
        assert Person.objects.count() == giving.MOST_PROMISES_FROM_NETWORK, "nor is a guest made"
        left = Gift.objects.get(pk=gifts[-1].pk)
        assert (left.state, left.promised_at) == (GiftState.DRAFT, None)
        assert pressed(left, now=NOW + timedelta(minutes=10)).url

    def test_where_the_button_was_pressed_counts_not_where_the_form_was_sent(self, campaign):
        networks = [f"203.0.{number}.0/24" for number in range(11)]
        gifts = [drafted(campaign, network) for network in networks]
        for gift in gifts[:-1]:
            pressed(gift)
        with pytest.raises(GiftRefused):
            pressed(gifts[-1])
        assert pressed(gifts[-1], networks[-1]).url

    def test_a_second_press_of_the_last_one_is_no_other(self, campaign):
        gifts = [drafted(campaign) for _ in range(giving.MOST_PROMISES_FROM_NETWORK)]
        urls = [pressed(gift).url for gift in gifts]
        again = Gift.objects.select_related("campaign", "words", "person").get(pk=gifts[-1].pk)
        assert pressed(again).url == urls[-1]
        assert pressed(gifts[-1]).url == urls[-1], "also for who came at the same time"

    def test_one_too_many_is_told_and_keeps_its_gift(self, campaign, client_of, monkeypatch):
        monkeypatch.setattr("standfirst.funding.actions.gifts.MOST_PROMISES_FROM_NETWORK", 1)
        giver = client_of(None)
        places = [giver.post("/support/river/", TYPED)["Location"] for _ in range(2)]
        assert giver.post(places[0], **SENT_HERE).status_code == 303
        refused = giver.post(places[1], **SENT_HERE)
        page = re.sub(r"\s+", " ", refused.content.decode())
        assert (refused.status_code, refused["Retry-After"]) == (429, "600")
        assert "Nothing was taken. Your gift is kept here" in page
        assert "Pretend to give $25" in page, "the button stays"
        assert giver.post(places[1], **SENT_THERE).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_many_gifts_pressed_at_once_are_counted_one_after_the_other():
    campaign = a_campaign()
    most = giving.MOST_PROMISES_FROM_NETWORK
    gifts = [drafted(campaign) for _ in range(2 * most)]
    results = press_all_at_once(gifts, network=HERE)
    refused = [result for result in results if isinstance(result, GiftRefused)]
    assert len(refused) == most
    assert RehearsalCheckout.objects.count() == most


def test_a_network_is_kept_for_thirty_days(campaign):
    old, new = drafted(campaign), drafted(campaign, THERE, now=NOW + timedelta(seconds=1))
    assert forget_givers_networks(now=NOW + timedelta(days=30)) == 1
    assert Gift.objects.get(pk=old.pk).network == ""
    assert Gift.objects.get(pk=new.pk).network == THERE
