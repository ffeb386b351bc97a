"""Many at once, each in a thread and connection of its own, on a real file or server."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from standfirst.funding.actions import payments
from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.gifts import Giver
from standfirst.funding.actions.manual import confirm_manual_gift
from standfirst.funding.actions.rehearsal import send_event
from standfirst.funding.actions.statements import match_bank_lines, take_statement
from standfirst.funding.actions.transfers import promise_transfer
from standfirst.funding.models import (
    Account,
    BankLine,
    BankStatement,
    Entry,
    Gift,
    Leg,
    ManualRecord,
    Payment,
    ProviderEvent,
    RehearsalEvent,
)
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.giving import GiftRefused
from standfirst.funding.statements import read_statement
from tests.funding.bank_files import camt, paid
from tests.funding.makers import (
    NOW,
    a_bank_account,
    a_campaign,
    a_draft,
    a_euro_campaign,
    a_promise,
    a_transfer,
    by_hand,
    cash,
    choose,
    second_person,
    usd,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks):
    """Start all tasks together; give what each returned or raised."""
    start, results = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            start.wait()
            results.append(task())
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def errors(results):
    return [result for result in results if isinstance(result, Exception)]


def test_entries_written_at_once_have_no_gaps_and_one_chain():
    campaigns = [a_campaign("one"), a_campaign("two")]
    results = at_once([lambda n=n: cash(campaigns[n % 2], 100 + n) for n in range(24)])
    assert not errors(results)
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == list(range(1, 25))
    assert verify_ledger().is_sound
    assert meter_of_campaign(campaigns[0]).settled == usd(sum(100 + n for n in range(0, 24, 2)))


def test_one_form_sent_many_times_at_once_is_one_gift():
    campaign = a_campaign()
    results = at_once([lambda: by_hand(campaign, key="form-1")] * 12)
    assert not errors(results)
    assert Gift.objects.count() == 1


def test_many_presses_at_once_are_one_promise_to_transfer():
    a_bank_account()
    draft = a_draft(a_campaign(is_rehearsed=False))
    results = at_once([lambda: promise_transfer(gift=draft, giver=Giver(None), now=NOW)] * 12)
    assert not errors(results)
    assert len({begun.gift.provider_ref for begun in results}) == 1
    assert [begun.is_new_guest for begun in results].count(True) == 1


def test_many_confirm_at_once_and_it_is_booked_once():
    gift, second = by_hand(a_campaign()), second_person()
    results = at_once([lambda: confirm_manual_gift(gift=gift, confirmed_by=second, now=NOW)] * 8)
    assert [type(error) for error in errors(results)] == [GiftRefused] * 7
    assert Payment.objects.count() == Entry.objects.count() == 1
    assert verify_ledger().is_sound


def test_one_statement_brought_many_times_at_once_enters_each_arrival_once():
    campaign = a_euro_campaign()
    gifts = [a_transfer(campaign, amount) for amount in (2500, 3000)]
    said = camt(*(paid(f"{gift.money.decimal}", gift.provider_ref) for gift in gifts))

    def take():
        statement = read_statement(said, currency="EUR")
        return take_statement(statement=statement, file_name="", taken_by=None, now=NOW)

    assert not errors(at_once([take] * 8 + [lambda: match_bank_lines(now=NOW)] * 2))
    assert sorted(BankLine.objects.values_list("gift", flat=True)) == [gift.pk for gift in gifts]
    assert ManualRecord.objects.count() == 2
    assert sorted(BankStatement.objects.values_list("known", flat=True)) == [0] + [2] * 7


def test_gifts_by_hand_and_by_provider_do_not_wait_for_each_other_for_ever():
    campaign = a_campaign()
    for _ in range(8):
        choose(a_promise(campaign), "paid")
    for sent in RehearsalEvent.objects.all():
        send_event(sent, NOW)
    events = list(ProviderEvent.objects.all())
    results = at_once(
        [
            *(lambda event=event: digest_event(event, NOW) for event in events),
            *(lambda: cash(campaign, 100) for _ in range(8)),
        ]
    )
    assert not errors(results)
    assert Entry.objects.count() == 24
    assert verify_ledger().is_sound


def an_event_waiting():
    choose(a_promise(a_campaign()), "paid")
    send_event(RehearsalEvent.objects.get(), NOW)
    return ProviderEvent.objects.get()


def digest_many_times(event, times):
    return at_once([lambda: digest_event(ProviderEvent.objects.get(pk=event.pk), NOW)] * times)


def test_one_event_digested_many_times_at_once_is_one_payment():
    assert not errors(digest_many_times(an_event_waiting(), 8))
    assert (Payment.objects.count(), Entry.objects.count()) == (1, 2)
    assert verify_ledger().is_sound


def test_without_the_lock_the_constraints_are_what_is_left(monkeypatch):
    """The control. SQLite has one writer at a time, so there the lock is the transaction's own."""
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite a transaction is the lock")
    together = threading.Barrier(8)

    def unlocked(*, provider, ref, key):
        gift = Gift.objects.select_related("campaign").get(provider=provider, provider_ref=ref)
        together.wait()
        return gift

    event = an_event_waiting()
    monkeypatch.setattr(payments, "locked_gift", unlocked)
    assert len(errors(digest_many_times(event, 8))) == 7
    assert (Payment.objects.count(), Entry.objects.count()) == (1, 2)


def test_no_leg_slips_into_an_entry_that_is_being_sealed():
    """While one transaction seals an entry, another may not yet see it; it has to wait and see."""
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite nobody else writes meanwhile")
    campaign = a_campaign()
    cash(campaign, 100)
    box, given = Account.objects.order_by("pk")
    sealed, results = threading.Event(), []

    def slip_in():
        sealed.wait()
        try:
            with transaction.atomic():
                Leg.objects.bulk_create(
                    Leg(entry_id=2, account=account, amount=amount)
                    for account, amount in ((box, 7), (given, -7))
                )
            results.append("slipped in")
        except DatabaseError as error:
            results.append(str(error))
        finally:
            connections.close_all()

    thread = threading.Thread(target=slip_in)
    thread.start()
    other = a_campaign("other")
    with transaction.atomic():
        cash(other, 200)
        sealed.set()
        thread.join(timeout=0.5)
        assert thread.is_alive(), "it waits for the seal"
    thread.join()
    assert "takes no more legs" in results[0]
    assert verify_ledger().is_sound
