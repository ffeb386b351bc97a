"""Promises to double gifts: what is matched, what is taken back with a gift, and that nothing overruns."""

from datetime import timedelta

import pytest

from standfirst.funding.actions.gifts import Giver, begin_gift
from standfirst.funding.actions.manual import take_back_manual_gift
from standfirst.funding.actions.match_pledges import (
    MatchTerms,
    end_match,
    promise_match,
    record_match_money,
    release_old_matches,
    take_back_match_money,
)
from standfirst.funding.actions.refunds import RefundWish, ask_refund
from standfirst.funding.actions.transfers import promise_transfer
from standfirst.funding.models import (
    DisputeState,
    Entry,
    GoalPolicy,
    MatchBooking,
    MatchPart,
    MatchPledge,
)
from standfirst.funding.queries.matching import matching_at, matching_of
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.rules.matching import LATE_MONEY, MatchRefusal, MatchRefused
from standfirst.funding.rules.truths import TruthState
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from tests.funding.books import held
from tests.funding.makers import NOW, a_campaign, a_draft, a_promise, cash, play, usd
from tests.funding.test_triggers import refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def a_match(campaign, minor=100_000, *, now=NOW, **terms):
    """Promise to double gifts of the next thirty days."""
    told = {
        "name": "The Weir Foundation",
        "since_at": NOW,
        "until_at": NOW + timedelta(days=30),
        "key": new_secret(),
    }
    cap = Money(minor, campaign.currency)
    terms = MatchTerms(cap=cap, **(told | terms))
    return promise_match(campaign=campaign, terms=terms, entered_by=None, now=now)


@pytest.fixture
def campaign():
    return a_campaign(is_rehearsed=False)


def matched(campaign):
    return meter_of_campaign(campaign).matched


def left(pledge, now=NOW):
    return matching_at(MatchPledge.objects.get(pk=pledge.pk), now).left


def give_back(gift, minor, by, key="k"):
    wish = RefundWish(usd(minor), key)
    return ask_refund(payment=gift.payments.get(), wish=wish, asked_by=by, now=LATER)


def pay(world):
    """Let everything be paid that was begun there; give the sales."""
    for sale in world.sales.values():
        world.become(sale, TruthState.PAID)
    play(world)
    return list(world.sales.values())


def is_sound():
    return verify_ledger().findings == ()


class TestMatching:
    def test_a_gift_is_doubled_and_the_promise_runs_down(self, campaign):
        pledge = a_match(campaign)
        cash(campaign, 2500, now=LATER)
        meter = meter_of_campaign(campaign)
        assert (meter.settled, meter.matched, meter.raised) == (usd(2500), usd(2500), usd(5000))
        assert left(pledge) == usd(97_500)
        kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["match pledge", "gift", "match"]
        assert held("match due", "USD") == 100_000
        assert held("matched pledges", "USD") == -97_500
        assert is_sound()

    def test_never_above_what_is_left_of_the_cap(self, campaign):
        pledge = a_match(campaign, 3000)
        for _ in range(3):
            cash(campaign, 2000, now=LATER)
        assert matched(campaign) == usd(3000)
        assert left(pledge) == usd(0)
        assert is_sound()

    def test_only_what_was_given_in_its_time(self, campaign):
        cash(campaign, 100)
        a_match(campaign, since_at=LATER, until_at=LATER + timedelta(hours=1))
        cash(campaign, 200, now=NOW)
        cash(campaign, 400, now=LATER)
        cash(campaign, 800, now=LATER + timedelta(hours=1))
        assert matched(campaign) == usd(400)

    def test_what_was_given_in_time_and_came_late_is_doubled(self, campaign, world):
        a_match(campaign, until_at=NOW + timedelta(hours=1))
        a_promise(campaign, 2500)
        (sale,) = world.sales.values()
        world.pass_time(hours=60)
        world.become(sale, TruthState.PAID)
        play(world)
        assert matched(campaign) == usd(2500)

    def test_another_campaign_is_not_doubled(self, campaign):
        a_match(campaign)
        other = a_campaign("mill", is_rehearsed=False)
        cash(other, now=LATER)
        assert matched(other) == usd(0)

    def test_a_rehearsal_has_accounts_of_its_own(self):
        campaign = a_campaign()
        a_match(campaign)
        cash(campaign, 2500, now=LATER)
        codes = MatchBooking.objects.values_list("entry__legs__account__code", flat=True)
        assert all(code.startswith("rehearsed/") for code in codes)
        assert is_sound()

    def test_what_is_matched_counts_towards_the_goal(self, world):
        campaign = a_campaign(is_rehearsed=False, goal=usd(5000), goal_policy=GoalPolicy.CLOSE)
        draft = a_draft(campaign)
        a_match(campaign)
        cash(campaign, 2500, now=LATER)
        assert meter_of_campaign(campaign).percent == 100
        with pytest.raises(GiftRefused, match=GiftRefusal.GOAL_REACHED):
            a_draft(campaign)
        with pytest.raises(GiftRefused, match=GiftRefusal.GOAL_REACHED):
            promise_transfer(gift=draft, giver=Giver(None), now=LATER)


class TestOneGiver:
    def test_has_no_more_than_the_cap_of_a_giver_by_address(self, campaign):
        a_match(campaign, cap_per_giver=usd(3000))
        cash(campaign, 2000, now=LATER, email="ada@example.org")
        cash(campaign, 2000, now=LATER, email="Ada@Example.org")
        cash(campaign, 2000, now=LATER, email="bea@example.org")
        cash(campaign, 2000, now=LATER)
        assert matched(campaign) == usd(3000 + 2000 + 2000)

    def test_or_by_person_with_all_who_were_merged_into_them(self, campaign, world, enrol):
        a_match(campaign, cap_per_giver=usd(3000))
        ada, guest = enrol("Ada Lock"), enrol("Guest")
        guest.merged_into = ada
        guest.save()
        gifts = [a_draft(campaign, 2000, person=who) for who in (ada, guest)]
        gifts.append(a_draft(campaign, 2000, email=ada.user.email))
        for gift in gifts:
            begin_gift(gift=gift, person=None, return_path="/", now=NOW)
        pay(world)
        assert matched(campaign) == usd(3000)

    def test_what_is_given_back_makes_room_again(self, campaign, treasurer):
        a_match(campaign, cap_per_giver=usd(3000))
        first = cash(campaign, 3000, now=LATER, email="ada@example.org")
        give_back(first, 1000, treasurer.user)
        cash(campaign, 2000, now=LATER, email="ada@example.org")
        assert matched(campaign) == usd(3000)
        assert is_sound()


class TestGoingBack:
    @pytest.fixture
    def gift(self, campaign):
        a_match(campaign)
        return cash(campaign, 2500, now=LATER)

    def test_a_refund_takes_its_match_back_naming_the_entry(self, campaign, gift, treasurer):
        first = MatchBooking.objects.get(part=MatchPart.MATCH)
        give_back(gift, 2500, treasurer.user)
        assert matched(campaign) == usd(0)
        assert first.entry.reversed_by.kind == "reversal"
        assert not MatchBooking.objects.filter(part=MatchPart.MATCH, entry__reversed_by=None)
        assert is_sound()

    def test_a_part_leaves_the_match_of_what_is_kept(self, campaign, gift, treasurer):
        give_back(gift, 1000, treasurer.user)
        give_back(gift, 500, treasurer.user, key="k2")
        assert matched(campaign) == usd(1000)
        assert left(MatchPledge.objects.get()) == usd(99_000)
        assert MatchBooking.objects.filter(part=MatchPart.MATCH).count() == 3
        assert is_sound()

    def test_a_match_smaller_than_what_is_kept_stays(self, campaign, treasurer):
        a_match(campaign, 1000)
        gift = cash(campaign, 2500, now=LATER)
        give_back(gift, 1500, treasurer.user)
        assert matched(campaign) == usd(1000)
        assert MatchBooking.objects.filter(part=MatchPart.MATCH).count() == 1

    def test_a_gift_that_was_recorded_wrongly_takes_it_back(self, campaign, gift, treasurer):
        take_back_manual_gift(gift=gift, taken_back_by=treasurer.user, now=LATER)
        assert matched(campaign) == usd(0)
        assert is_sound()

    def test_a_dispute_takes_it_back_when_it_is_lost_and_gives_it_again_when_won(
        self, campaign, world
    ):
        a_match(campaign)
        a_promise(campaign, 2500)
        (sale,) = pay(world)
        opened = world.dispute(sale, 2500)
        play(world)
        assert matched(campaign) == usd(2500)
        world.end_dispute(sale, opened.ref, DisputeState.LOST)
        play(world)
        assert matched(campaign) == usd(0)
        world.end_dispute(sale, opened.ref, DisputeState.WON)
        play(world)
        assert matched(campaign) == usd(2500)
        assert is_sound()

    def test_what_comes_back_is_matched_as_far_as_there_is_room(self, campaign, world, treasurer):
        a_match(campaign, 3000)
        gift = a_promise(campaign, 2500)
        pay(world)
        give_back(gift, 2500, treasurer.user)
        cash(campaign, 2000, now=LATER)
        world.refuses = True
        world.pass_time(hours=1)
        play(world)
        assert matched(campaign) == usd(3000)
        assert is_sound()


class TestPromising:
    @pytest.mark.parametrize(
        ("minor", "terms", "refusal"),
        [
            (0, {}, MatchRefusal.NOTHING),
            (1, {"cap_per_giver": usd(0)}, MatchRefusal.NOTHING),
            (1, {"cap_per_giver": Money(1, "EUR")}, MatchRefusal.OTHER_CURRENCY),
            (1, {"until_at": NOW}, MatchRefusal.BACKWARDS),
            (
                1,
                {"since_at": NOW - timedelta(2), "until_at": NOW - timedelta(1)},
                MatchRefusal.IN_THE_PAST,
            ),
        ],
    )
    def test_what_is_no_promise_is_refused(self, campaign, minor, terms, refusal):
        with pytest.raises(MatchRefused, match=refusal):
            a_match(campaign, minor, **terms)
        assert not MatchPledge.objects.exists()

    def test_one_form_is_one_promise(self, campaign):
        assert a_match(campaign, key="k") == a_match(campaign, key="k")
        assert Entry.objects.count() == 1

    def test_a_campaign_has_one_at_a_time(self, campaign, treasurer):
        first = a_match(campaign)
        with pytest.raises(MatchRefused, match=MatchRefusal.ANOTHER_THEN):
            a_match(campaign, since_at=LATER)
        with refused("one promise at a time"):
            MatchPledge.objects.create(
                campaign=campaign,
                name="x",
                cap=1,
                currency="USD",
                since_at=LATER,
                until_at=LATER + timedelta(1),
                key="x",
                entered_at=NOW,
            )
        a_match(a_campaign("mill", is_rehearsed=False))
        end_match(pledge=first, ended_by=treasurer.user, now=LATER)
        a_match(campaign, since_at=LATER, now=LATER)
        assert campaign.match_pledges.count() == 2

    def test_what_is_left_is_given_up_a_month_after_its_end(self, campaign, treasurer):
        pledge = a_match(campaign)
        gift = cash(campaign, 2500, now=LATER)
        assert release_old_matches(now=NOW + timedelta(days=59)) == 0
        assert held("match due", "USD") == 100_000
        assert release_old_matches(now=NOW + timedelta(days=30) + LATE_MONEY) == 1
        assert held("match due", "USD") == 2500
        assert held("matched pledges", "USD") == 0
        assert is_sound()
        give_back(gift, 1000, treasurer.user)
        assert held("match due", "USD") == 1500
        assert left(pledge) == usd(0)
        assert is_sound()

    def test_what_the_matcher_paid_goes_to_the_bank(self, campaign, treasurer):
        pledge = a_match(campaign)
        cash(campaign, 2500, now=LATER)
        pay = {"pledge": pledge, "amount": usd(2500), "entered_by": treasurer.user, "now": LATER}
        booking = record_match_money(key="k", **pay)
        assert record_match_money(key="k", **pay) == booking
        assert held("bank", "USD") == 2500
        assert held("match due", "USD") == 97_500
        assert matching_at(pledge, LATER).due == usd(0)
        assert meter_of_campaign(campaign).raised == usd(5000)
        assert is_sound()
        for _ in range(2):
            take_back_match_money(booking=booking, taken_back_by=treasurer.user, now=LATER)
        assert held("bank", "USD") == 0
        assert is_sound()

    @pytest.mark.parametrize(
        ("amount", "refusal"),
        [
            (usd(0), MatchRefusal.NOTHING),
            (usd(100_001), MatchRefusal.MORE_THAN_DUE),
            (Money(1, "EUR"), MatchRefusal.OTHER_CURRENCY),
        ],
    )
    def test_what_cannot_have_come_of_it_is_refused(self, campaign, amount, refusal):
        with pytest.raises(MatchRefused, match=refusal):
            record_match_money(
                pledge=a_match(campaign), amount=amount, key="k", entered_by=None, now=LATER
            )

    def test_its_page_tells_of_the_one_of_now_else_the_next(self, campaign, treasurer):
        coming = a_match(campaign, since_at=NOW + timedelta(2), until_at=NOW + timedelta(3))
        assert matching_of(campaign, NOW).is_to_come
        now = a_match(campaign, until_at=NOW + timedelta(1))
        assert matching_of(campaign, NOW).pledge == now
        end_match(pledge=now, ended_by=treasurer.user, now=NOW)
        assert matching_of(campaign, NOW).pledge == coming
