"""Every ten minutes the worker checks what was booked since the last recount, and changes nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.funding.actions.ledger import recount_ledger
from standfirst.funding.actions.sweeps import LedgerBroken, check_ledger
from standfirst.funding.models import Entry, LedgerHead, Leg
from standfirst.outbox.models import ScheduledRun
from standfirst.worker.alarms import late_tasks
from standfirst.worker.loop import Worker
from standfirst.worker.registry import SCHEDULE
from tests.funding.makers import NOW, a_campaign, cash
from tests.funding.test_ledger import tampering

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    """Two gifts that a recount has read, and two since."""
    campaign = a_campaign()
    for minor in (100, 200):
        cash(campaign, minor)
    recount_ledger(now=NOW)
    for minor in (300, 400):
        cash(campaign, minor)
    return campaign


def test_sound_books_pass(books):
    assert check_ledger(now=NOW) == 2
    recount_ledger(now=NOW)
    assert check_ledger(now=NOW) == 0


def test_before_any_recount_all_is_checked():
    cash(a_campaign(), 100)
    assert check_ledger(now=NOW) == 1


def test_an_empty_ledger_passes():
    assert check_ledger(now=NOW) == 0


def off_by_one():
    Leg.objects.filter(entry=3, account__kind="campaign").update(amount=-301)


def balanced_change():
    for leg in Leg.objects.filter(entry=4):
        Leg.objects.filter(pk=leg.pk).update(amount=2 * leg.amount)


def other_hash():
    Entry.objects.filter(sequence=4).update(hash="f" * 64)


def broken_chain():
    Entry.objects.filter(sequence=3).update(prev_hash="f" * 64)


def other_head():
    LedgerHead.objects.update(hash="f" * 64)


@pytest.mark.parametrize(
    "fault", [off_by_one, balanced_change, other_hash, broken_chain, other_head]
)
def test_the_control_a_changed_entry_is_found(books, fault):
    with tampering("leg", "entry"):
        fault()
    with pytest.raises(LedgerBroken):
        check_ledger(now=NOW)


def test_a_fault_that_a_recount_found_stays_in_sight(books):
    with tampering("leg"):
        off_by_one()
    assert recount_ledger(now=NOW).differences > 0
    with pytest.raises(LedgerBroken, match="#3"):
        check_ledger(now=NOW)


def test_a_missing_guard_is_found(books):
    with tampering("leg"), pytest.raises(LedgerBroken, match="trigger"):
        check_ledger(now=NOW)
    assert check_ledger(now=NOW) == 2


def test_its_price_does_not_grow_with_what_was_recounted(books, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        check_ledger(now=NOW)
    for minor in range(500, 510):
        cash(books, minor)
    recount_ledger(now=NOW)
    cash(books, 1)
    with django_assert_num_queries(len(before)) as after:
        assert check_ledger(now=NOW) == 1
    assert not any("COUNT(" in query["sql"] for query in after)


def test_the_worker_says_when_it_passed_and_the_owners_hear_that_it_does_not(books):
    (task,) = (one for one in SCHEDULE if one.name == "check_ledger")
    assert task.every == timedelta(minutes=10)

    def turn(at):
        Worker(jobs=(), schedule=(task,), clock=lambda: at).work_until_idle()
        return ScheduledRun.objects.get(name="check_ledger")

    passed = turn(NOW)
    assert passed.succeeded_at == NOW
    with tampering("leg"):
        off_by_one()
    failed = turn(NOW + timedelta(hours=2))
    assert (failed.succeeded_at, "LedgerBroken: #3" in failed.last_error) == (NOW, True)
    assert "LedgerBroken: #3" in late_tasks((task,), NOW + timedelta(hours=2))["task:check_ledger"]


def test_the_treasurer_sees_when_it_last_passed_and_why_it_fails(books, client_of, treasurer):
    (task,) = (one for one in SCHEDULE if one.name == "check_ledger")

    def page(at):
        if at is not None:
            Worker(jobs=(), schedule=(task,), clock=lambda: at).work_until_idle()
        return client_of(treasurer).get("/admin/funding/").content.decode()

    assert "has not passed yet" in page(None)
    assert "last passed on 14 March 2026" in page(NOW)
    with tampering("leg"):
        off_by_one()
    failed = page(NOW + timedelta(hours=2))
    assert "last passed on 14 March 2026" in failed
    assert "The newest self-check failed: LedgerBroken: #3" in failed
