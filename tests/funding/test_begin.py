"""One button: pressed many times, pressed again, pressed while the provider is away."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from standfirst.funding.actions import gifts
from standfirst.funding.actions.gifts import begin_gift
from standfirst.funding.models import Gift, GiftState, RehearsalCheckout
from standfirst.funding.providers import registry
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.providers.rehearsal import RehearsalProvider
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from tests.funding.makers import NOW, a_campaign, a_draft, a_promise, give

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
    """Press one button many times at once."""
    return press_all_at_once([gift] * times)


def press_all_at_once(drafts, *, network=""):
    """Press the buttons of drafts at once, each in a thread and connection of its own."""
    start = threading.Barrier(len(drafts))
    results = []

    def press(gift):
        try:
            start.wait()
            mine = Gift.objects.select_related("campaign", "words", "person").get(pk=gift.pk)
            begun = begin_gift(gift=mine, person=None, return_path="/", network=network, now=NOW)
            results.append(begun.url)
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(gift,)) for gift in drafts]
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

    def look_then_write(gift, giver, way, now):
        is_draft = Gift.objects.get(pk=gift.pk).state == GiftState.DRAFT
        together.wait()
        Gift.objects.filter(pk=gift.pk).update(state=GiftState.PROMISED, provider="rehearsal")
        return make_guest(now=now) if is_draft else None

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
