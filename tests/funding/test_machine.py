"""The books hold after every step of the machine, and its planted faults are found."""

import os

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from standfirst.funding.actions import matching, payments, settlement
from standfirst.funding.models import MatchPart
from standfirst.funding.queries import meters
from standfirst.lib.money import Money
from tests.funding.machine import Books

pytestmark = pytest.mark.django_db
IS_SOAK = os.environ.get("STANDFIRST_SOAK") == "1"
EXAMPLES, STEPS = (500, 50) if IS_SOAK else (100, 30)


def run(*, examples=EXAMPLES, steps=STEPS, phases=tuple(Phase)):
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.fixture
def treasurers(enrol, groups, monkeypatch):
    both = [
        enrol(name, groups=["treasurer"], is_staff=True).user for name in ("Tess Till", "Tom Till")
    ]
    monkeypatch.setattr(Books, "treasurers", both)


@pytest.mark.slow
def test_the_books_hold(treasurers):
    run()


def off_by_one(patched):
    right = payments.gift_posting

    def wrong(books, amount, *, into):
        return right(books, amount + Money(1, amount.currency), into=into)

    patched.setattr(payments, "gift_posting", wrong)


def taken_in_again(patched):
    patched.setattr(settlement, "known_bookings", lambda **named: set())


def more_than_was_paid(patched):
    patched.setattr(settlement, "left_of", lambda payment: Money(10**9, payment.currency))


def stale_meter(patched):
    right = meters.with_balances

    def stale(accounts):
        return right(accounts.filter(stored_balance__isnull=False))

    patched.setattr(meters, "with_balances", stale)


def any_currency(patched):
    patched.setattr(payments, "mismatch_of", lambda gift, truth, *, account: None)


def doubled_for_ever(patched):
    patched.setattr(matching, "kept_of", lambda payment: payment.amount)


def more_than_one_givers(patched):
    patched.setattr(matching, "room_for", lambda pledge, gift: left_of_cap(pledge))


def left_of_cap(pledge):
    return pledge.cap - matching.standing_sum(pledge, MatchPart.MATCH)


PLANTED = [
    *(off_by_one, taken_in_again, more_than_was_paid, stale_meter, any_currency),
    *(doubled_for_ever, more_than_one_givers),
]


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_planted_faults_are_found(treasurers, monkeypatch, plant):
    plant(monkeypatch)
    with pytest.raises((AssertionError, DatabaseError, ExceptionGroup)):
        run(examples=60, steps=30, phases=(Phase.generate,))
