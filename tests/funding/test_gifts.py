"""Drafts and promises: limits, states, and whose words are shown."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from standfirst.funding.actions import gifts
from standfirst.funding.actions.gifts import begin_gift, clear_words, draft_gift, hide_words
from standfirst.funding.models import Campaign, Gift, GiftState, GiftWords
from standfirst.funding.queries.books import book_page, entries_of
from standfirst.funding.rules.giving import WAYS, GiftRefusal, GiftRefused, may_move
from standfirst.lib.money import Money
from standfirst.moderation.actions import Penalty, keep_word_list, suspend_person
from standfirst.moderation.models import Screening, WordList
from tests.funding.makers import NOW, a_campaign, a_draft, cash, give


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minor", "refusal"), [(99, GiftRefusal.TOO_SMALL), (1_000_001, GiftRefusal.TOO_LARGE)]
)
def test_amounts_have_limits(minor, refusal):
    with pytest.raises(GiftRefused) as refused:
        a_draft(a_campaign(), minor)
    assert refused.value.refusal == refusal


@pytest.mark.django_db
@pytest.mark.parametrize(("currency", "minor"), [("JPY", 100), ("HUF", 10_000)])
def test_a_currency_of_whole_units_has_limits_and_offers_of_its_own(currency, minor):
    campaign = a_campaign(goal=Money(1_000_000, currency))
    assert campaign.suggested[0] == minor * 5
    a_draft(campaign, minor)
    with pytest.raises(GiftRefused) as refused:
        a_draft(campaign, minor - 1)
    assert refused.value.refusal == GiftRefusal.TOO_SMALL


@pytest.mark.django_db
def test_a_gift_in_another_currency_is_refused():
    with pytest.raises(GiftRefused) as refused:
        draft_gift(
            campaign=a_campaign(),
            amount=Money(2500, "EUR"),
            words=gifts.Words(),
            person=None,
            now=NOW,
        )
    assert refused.value.refusal == GiftRefusal.OTHER_CURRENCY


@pytest.mark.any_engine
def test_states_move_only_along_the_drawn_graph():
    drawn = {(str(a), str(b)) for a, ways in WAYS.items() for b in ways}
    assert {(a, b) for a in GiftState.values for b in GiftState.values if may_move(a, b)} == drawn
    assert ("draft", "paid") not in drawn
    assert not [way for way in drawn if way[0] == "paid"]
    assert not [way for way in drawn if way[1] == "draft"]


def shown(campaign):
    entry = next(one for one in book_page(entries_of(campaign), "").entries if one.is_gift)
    return SimpleNamespace(name=entry.name, message=entry.message)


CHOSEN = {"name": "Ada Bell", "message": "Go on.", "shows_name": True, "shows_message": True}


@pytest.mark.django_db
def test_a_strangers_name_waits_for_somebodys_eyes():
    campaign = a_campaign()
    gift = give(campaign, **CHOSEN)
    assert vars(shown(campaign)) == {"name": "", "message": ""}
    assert Screening.objects.get().subject_kind == "gift"
    clear_words(gift=gift, now=NOW)
    assert vars(shown(campaign)) == {"name": "Ada Bell", "message": "Go on."}
    hide_words(gift=gift, now=NOW)
    assert vars(shown(campaign)) == {"name": "", "message": ""}


@pytest.mark.django_db
def test_a_members_name_is_shown_and_banned_words_are_not(reader):
    campaign = a_campaign()
    first = a_draft(campaign, person=reader, **CHOSEN)
    begin_gift(gift=first, person=reader, return_path="/", now=NOW)
    assert GiftWords.objects.get(gift=first).cleared_at == NOW
    keep_word_list(name="never", kind=WordList.Kind.BANNED, words="blockhead", now=NOW)
    second = a_draft(campaign, person=reader, **CHOSEN | {"name": "Blockhead"})
    begin_gift(gift=second, person=reader, return_path="/", now=NOW)
    assert GiftWords.objects.get(gift=second).cleared_at is None
    assert Gift.objects.get(pk=second.pk).state == GiftState.PROMISED, "the gift is welcome"


@pytest.mark.django_db
def test_who_may_not_write_does_not_by_giving(reader, moderator):
    campaign = a_campaign()
    penalty = Penalty(reader, moderator, facts="Three insults.")
    suspend_person(penalty=penalty, until=NOW + timedelta(days=7), now=NOW)
    gift = a_draft(campaign, person=reader, **CHOSEN)
    begin_gift(gift=gift, person=reader, return_path="/", now=NOW)
    assert GiftWords.objects.get(gift=gift).cleared_at is None
    assert Gift.objects.get().state == GiftState.PROMISED, "the gift is welcome"
    later = NOW + timedelta(days=7)
    again = a_draft(campaign, person=reader, now=later, **CHOSEN)
    begin_gift(gift=again, person=reader, return_path="/", now=later)
    assert GiftWords.objects.get(gift=again).cleared_at == later, "the control"


@pytest.mark.django_db
def test_nothing_of_a_giver_is_shown_who_did_not_choose_it():
    campaign = a_campaign()
    cash(campaign, name="Ada Bell", message="Canary")
    assert vars(shown(campaign)) == {"name": "", "message": ""}


@pytest.mark.django_db
def test_a_campaign_that_closed_meanwhile_refuses_the_button():
    gift = a_draft(a_campaign())
    Campaign.objects.update(closed_at=NOW)
    gift = Gift.objects.select_related("campaign").get()
    with pytest.raises(GiftRefused) as refused:
        begin_gift(gift=gift, person=None, return_path="/", now=NOW)
    assert refused.value.refusal == GiftRefusal.CLOSED
