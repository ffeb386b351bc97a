"""Drafts and promises: one button pressed many times, leases, screening of words."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connections

from standfirst.funding.actions import gifts
from standfirst.funding.actions.gifts import begin_gift, clear_words, draft_gift, hide_words
from standfirst.funding.models import Campaign, Gift, GiftState, GiftWords, RehearsalCheckout
from standfirst.funding.providers import registry
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.providers.rehearsal import RehearsalProvider
from standfirst.funding.queries.books import book_page, entries_of
from standfirst.funding.rules.giving import WAYS, GiftRefusal, GiftRefused, may_move
from standfirst.lib.money import Money
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import Screening, WordList
from standfirst.people.models import Person
from tests.funding.makers import NOW, a_campaign, a_draft, a_promise, cash, give

PRESSES = 50


class Counting(RehearsalProvider):
    """The rehearsal's provider, counting how often it is asked to begin."""

    def __init__(self):
        self.asked = 0
        self.lock = threading.Lock()

    def begin(self, request, *, now):
        with self.lock:
            self.asked += 1
        return super().begin(request, now=now)


@pytest.fixture
def provider(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": counting})
    return counting


def press_at_once(gift, times):
    """Press the button many times at once, each in a thread and connection of its own."""
    start = threading.Barrier(times)
    results = []

    def press():
        try:
            start.wait()
            mine = Gift.objects.select_related("campaign", "words", "person").get(pk=gift.pk)
            results.append(begin_gift(gift=mine, person=None, return_path="/", now=NOW).url)
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_are_one_gift_and_one_call(provider):
    gift = a_draft(a_campaign())
    results = press_at_once(gift, PRESSES)
    checkout = RehearsalCheckout.objects.get()
    assert not [result for result in results if isinstance(result, Exception)]
    assert set(results) <= {"", f"/support/rehearsal/{checkout.ref}/"}
    assert provider.asked == 1
    assert Gift.objects.count() == Person.objects.count() == 1
    assert Gift.objects.get().state == GiftState.PROMISED


@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_update_there_would_be_many(provider, monkeypatch):
    """The control: look first, write afterwards, as one does who does not think of others."""
    together = threading.Barrier(8)

    def look_then_write(gift, person, now):
        is_draft = Gift.objects.get(pk=gift.pk).state == GiftState.DRAFT
        together.wait()
        Gift.objects.filter(pk=gift.pk).update(state=GiftState.PROMISED, provider="rehearsal")
        return is_draft, False

    monkeypatch.setattr(gifts, "_promise", look_then_write)
    press_at_once(a_draft(a_campaign()), 8)
    assert provider.asked > 1


@pytest.mark.django_db
class TestOnePress:
    def test_a_second_press_gets_the_same_address(self, provider):
        gift = a_promise(a_campaign())
        again = begin_gift(gift=gift, person=None, return_path="/", now=NOW)
        assert again.url == gift.checkout_url
        assert provider.asked == 1

    def test_the_promise_is_there_before_the_provider_is_asked(self, monkeypatch):
        seen = []

        class Watching(RehearsalProvider):
            def begin(self, request, *, now):
                seen.append(Gift.objects.get(reference=request.key).state)
                return super().begin(request, now=now)

        monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": Watching()})
        a_promise(a_campaign())
        assert seen == [GiftState.PROMISED]

    def test_while_one_press_is_answered_another_has_no_address_yet(self, provider):
        gift = a_promise(a_campaign())
        Gift.objects.update(checkout_url="", provider_ref="")
        soon = begin_gift(gift=gift, person=None, return_path="/", now=NOW + timedelta(seconds=29))
        assert (soon.url, provider.asked) == ("", 1)

    def test_after_the_lease_a_press_asks_again_and_gets_the_same_checkout(self, provider):
        gift = a_promise(a_campaign())
        Gift.objects.update(checkout_url="", provider_ref="")
        later = begin_gift(gift=gift, person=None, return_path="/", now=NOW + timedelta(seconds=31))
        assert (later.url, provider.asked) == (gift.checkout_url, 2)
        assert RehearsalCheckout.objects.count() == 1

    def test_an_unreachable_provider_leaves_the_promise_to_be_pressed_again(self, monkeypatch):
        class Away(RehearsalProvider):
            def begin(self, request, *, now):
                raise ProviderUnreachable("away")

        monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": Away()})
        gift = a_draft(a_campaign())
        with pytest.raises(ProviderUnreachable):
            begin_gift(gift=gift, person=None, return_path="/", now=NOW)
        monkeypatch.undo()
        gift = Gift.objects.get()
        assert gift.state == GiftState.PROMISED
        assert begin_gift(gift=gift, person=None, return_path="/", now=NOW).url

    def test_a_finished_gift_leads_nowhere(self):
        gift = give(a_campaign())
        assert begin_gift(gift=gift, person=None, return_path="/", now=NOW).url == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minor", "refusal"), [(99, GiftRefusal.TOO_SMALL), (1_000_001, GiftRefusal.TOO_LARGE)]
)
def test_amounts_have_limits(minor, refusal):
    with pytest.raises(GiftRefused) as refused:
        a_draft(a_campaign(), minor)
    assert refused.value.refusal == refusal


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
    entry = book_page(entries_of(campaign), "").entries[0]
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
