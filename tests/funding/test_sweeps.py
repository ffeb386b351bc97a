from datetime import timedelta

import pytest

from standfirst.funding.actions.campaigns import close_ended_campaigns
from standfirst.funding.actions.sweeps import (
    ask_about_promises,
    blank_old_events,
    drop_old_drafts,
)
from standfirst.funding.models import (
    Campaign,
    CheckoutState,
    Entry,
    Gift,
    GiftState,
    GiftWords,
    ProviderEvent,
    RehearsalCheckout,
)
from standfirst.funding.providers import registry
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.providers.rehearsal import RehearsalProvider
from standfirst.worker.registry import JOBS, SCHEDULE
from tests.funding.makers import NOW, a_campaign, a_draft, a_promise, choose, give, work

pytestmark = pytest.mark.django_db


def state():
    return Gift.objects.get().state


def test_drafts_go_after_a_day_with_their_words():
    campaign = a_campaign()
    a_draft(campaign, name="Ada Bell")
    kept = a_promise(campaign)
    assert drop_old_drafts(now=NOW + timedelta(hours=23)) == 0
    assert drop_old_drafts(now=NOW + timedelta(hours=25)) == 1
    assert Gift.objects.get() == kept
    assert GiftWords.objects.count() == 1


def test_a_lost_event_is_made_up_for():
    gift = a_promise(a_campaign())
    choose(gift, "paid")
    assert ask_about_promises(now=NOW + timedelta(minutes=14)) == 0
    assert ask_about_promises(now=NOW + timedelta(minutes=15)) == 1
    assert state() == GiftState.PAID
    work(NOW + timedelta(minutes=16))
    assert Entry.objects.count() == 2, "the event that came after all changes nothing"


def test_an_open_promise_is_asked_about_less_and_less_and_given_up_after_three_days():
    a_promise(a_campaign())
    asked = []
    for minutes in range(0, 4 * 24 * 60, 5):
        before = Gift.objects.get().look_again_at
        ask_about_promises(now=NOW + timedelta(minutes=minutes))
        if Gift.objects.get().look_again_at != before:
            asked.append(minutes)
    assert asked[:4] == [15, 30, 60, 120]
    assert state() == GiftState.EXPIRED
    assert len(asked) < 16


def test_a_promise_that_is_in_progress_is_not_given_up():
    give(a_campaign(), outcome="delayed")
    for days in range(1, 10):
        ask_about_promises(now=NOW + timedelta(days=days))
    assert state() == GiftState.PENDING


def test_a_promise_whose_provider_never_answered_is_given_up():
    a_promise(a_campaign())
    Gift.objects.update(provider_ref="", checkout_url="")
    ask_about_promises(now=NOW + timedelta(days=4))
    assert state() == GiftState.EXPIRED


def test_an_unreachable_provider_is_asked_later(monkeypatch):
    class Away(RehearsalProvider):
        def fetch(self, ref):
            raise ProviderUnreachable("away")

    gift = a_promise(a_campaign())
    choose(gift, "paid")
    monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": Away()})
    later = NOW + timedelta(minutes=20)
    assert ask_about_promises(now=later) == 0
    assert Gift.objects.get().look_again_at > later
    monkeypatch.undo()
    assert ask_about_promises(now=NOW + timedelta(hours=1)) == 1


def test_a_given_up_promise_that_is_paid_after_all_counts():
    a_promise(a_campaign())
    ask_about_promises(now=NOW + timedelta(days=4))
    assert state() == GiftState.EXPIRED
    choose(Gift.objects.get(), "paid", now=NOW + timedelta(days=4))
    work(NOW + timedelta(days=4))
    assert state() == GiftState.PAID
    assert RehearsalCheckout.objects.get().state == CheckoutState.PAID


def test_campaigns_close_at_their_deadline():
    a_campaign("river", deadline=NOW + timedelta(days=1))
    a_campaign("mill")
    assert close_ended_campaigns(now=NOW) == 0
    assert close_ended_campaigns(now=NOW + timedelta(days=1)) == 1
    assert close_ended_campaigns(now=NOW + timedelta(days=2)) == 0
    assert Campaign.objects.get(closed_at__isnull=False).slug == "river"


def test_what_providers_wrote_is_blanked_after_ninety_days():
    give(a_campaign())
    assert blank_old_events(now=NOW + timedelta(days=90)) == 0
    assert blank_old_events(now=NOW + timedelta(days=91)) == 1
    assert blank_old_events(now=NOW + timedelta(days=92)) == 0
    event = ProviderEvent.objects.get()
    assert (bytes(event.body), event.headers, event.finding) == (b"", {}, "recorded")


def test_the_worker_knows_all_of_it():
    assert {"rehearsal_event", "provider_event"} <= {kind.name for kind in JOBS}
    assert {
        "close_ended_campaigns",
        "ask_about_promises",
        "check_ledger",
        "drop_old_drafts",
        "recount_ledger",
        "blank_old_events",
    } <= {task.name for task in SCHEDULE}
