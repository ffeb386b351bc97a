"""Of a promise no more is matched than was promised: by many at once, by faulty programs, by hand."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from standfirst.funding.actions import matching
from standfirst.funding.models import MatchBooking, MatchPledge, Payment
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import Fault, verify_ledger
from tests.funding.makers import NOW, a_campaign, cash, usd
from tests.funding.test_at_once import at_once, errors
from tests.funding.test_matching import LATER, a_match, give_back, is_sound, matched
from tests.funding.test_triggers import refused, sql, without_guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return a_campaign(is_rehearsed=False)


class TestGuards:
    @pytest.fixture
    def gift(self, campaign):
        a_match(campaign, 3000)
        return cash(campaign, 2500, now=LATER)

    @pytest.mark.parametrize(
        ("column", "value"), [("cap", 1), ("cap_per_giver", 1), ("currency", "EUR")]
    )
    def test_what_was_promised_stays(self, gift, column, value):
        with refused("never changed"):
            MatchPledge.objects.update(**{column: value})
        with without_guard("matchpledge", "keeps_what_is_fixed"):
            assert MatchPledge.objects.update(**{column: value}) == 1

    def test_its_entries_stay(self, gift):
        with refused("never changed"):
            MatchBooking.objects.update(amount=1)
        with refused("never changed"):
            sql("DELETE FROM funding_matchbooking")
        with without_guard("matchbooking", "refuses_update"):
            assert MatchBooking.objects.update(amount=1) == 2

    def test_no_more_is_matched_than_was_promised_even_by_a_faulty_program(
        self, campaign, gift, monkeypatch
    ):
        monkeypatch.setattr(matching, "room_for", lambda pledge, gift: 10**9)
        with refused("No more is matched"):
            cash(campaign, 600, now=LATER)
        assert Payment.objects.count() == 1
        with without_guard("matchbooking", "is_checked"):
            cash(campaign, 600, now=LATER)
            assert matched(campaign) == usd(3100)
            faults = {one.fault for one in verify_ledger().findings}
            assert faults == {Fault.MATCH_OVERRUN, Fault.NO_GUARD}

    def test_a_payment_is_matched_once(self, campaign, gift):
        pledge = MatchPledge.objects.get()
        with refused("matched once"):
            matching._book_match(pledge, gift.payments.get(), 1, LATER)

    def test_by_no_more_than_itself_and_in_its_own_campaign(self, campaign, treasurer):
        pledge = a_match(campaign)
        other = cash(a_campaign("mill", is_rehearsed=False), 100, now=LATER).payments.get()
        with refused("agrees with the ledger"):
            matching._book_match(pledge, other, 1, LATER)
        own = cash(campaign, 100, now=NOW - timedelta(1)).payments.get()
        with refused("no more than itself"):
            matching._book_match(pledge, own, 101, LATER)

    def test_the_recount_finds_a_match_that_was_not_taken_back(
        self, campaign, gift, treasurer, monkeypatch
    ):
        monkeypatch.setattr(matching, "kept_of", lambda payment: payment.amount)
        give_back(gift, 1000, treasurer.user)
        assert [one.fault for one in verify_ledger().findings] == [Fault.MATCH_OVERRUN]

    def test_the_recount_finds_an_entry_that_is_off_by_one(self, campaign, gift, monkeypatch):
        right = matching.match_posting
        monkeypatch.setattr(
            matching, "match_posting", lambda books, amount: right(books, amount + usd(1))
        )
        with refused("agrees with the ledger"):
            cash(campaign, 100, now=LATER)
        with without_guard("matchbooking", "is_checked"):
            cash(campaign, 100, now=LATER)
            faults = [one.fault for one in verify_ledger().findings]
            assert faults == [Fault.MATCH, Fault.MATCH_SUM, Fault.MATCH_SUM, Fault.NO_GUARD]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def overrun(self):
        campaign = a_campaign(is_rehearsed=False)
        a_match(campaign, 3000)
        results = at_once([lambda: cash(campaign, 1000, now=LATER)] * 8)
        return campaign, errors(results)

    def test_payments_at_once_do_not_overrun_the_cap(self):
        campaign, failed = self.overrun()
        assert not failed
        assert matched(campaign) == usd(3000)
        assert meter_of_campaign(campaign).settled == usd(8000)
        assert is_sound()

    def test_and_would_if_each_counted_before_it_waited(self, monkeypatch):
        """The negative control: what is left is read before the ledger is held, and not again."""
        monkeypatch.setattr(matching, "room_for", lambda pledge, gift: 3000)
        campaign, failed = self.overrun()
        assert len(failed) == 5
        assert all(isinstance(one, DatabaseError) for one in failed)
        assert matched(campaign) == usd(3000)
