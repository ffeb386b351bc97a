"""What is put back is what the function made, and only where the test began at the same place."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from standfirst.newsroom.actions import found_paper
from standfirst.newsroom.models import HomePage
from standfirst.siteconfig.models import Identity
from tests.cast import let_in
from tests.plugins import remembering
from tests.plugins.remembering import TRAIL, all_rows, remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(remembering, "KEPT", {})
    monkeypatch.setattr(remembering, "SEEN", set())


def counted(now):
    """Give a remembered founding and the list of its runs."""
    runs = []

    @remembered
    def paper():
        runs.append(True)
        return found_paper(name="The Weir Courier", now=now)

    return paper, runs


def again(make):
    """Do what a test does, from a new beginning, and give what it gave with all rows then."""
    TRAIL.begin()
    with transaction.atomic():
        value = make()
        rows = {model: found[1] for model, found in all_rows().items()}
        transaction.set_rollback(True)
    return value, rows


def test_the_rows_are_the_same_as_those_that_were_made(now):
    paper, runs = counted(now)
    again(paper)
    made, rows = again(paper)
    put_back, same = again(paper)
    assert len(runs) == 2
    assert put_back == made
    assert same == rows
    assert rows[HomePage]


def test_the_control_a_row_less_is_found(now):
    paper, _runs = counted(now)
    again(paper)
    _made, rows = again(paper)
    (step,) = remembering.KEPT.values()
    next(change for change in step.changes if len(change.came) > 1).came.pop()
    assert again(paper)[1] != rows


def test_what_was_written_before_makes_another_place(now):
    paper, runs = counted(now)
    again(paper)
    again(paper)

    def after_another_write():
        Identity.objects.update(name="Another")
        return paper()

    again(after_another_write)
    assert len(runs) == 3


def test_steps_follow_one_another(now):
    paper, runs = counted(now)

    @remembered
    def renamed():
        paper()
        Identity.objects.update(name="Another")

    again(renamed)
    made, rows = again(renamed)
    assert again(renamed) == (made, rows)
    assert len(runs) == 2
    assert [identity[0] for identity in rows[Identity].values()]


def test_at_another_time_the_function_runs(now):
    times = []

    @remembered
    def paper(now):
        times.append(now)

    for moment in (now, now, now, now + timedelta(days=1)):
        again(lambda moment=moment: paper(now=moment))
    assert times == [now, now, now + timedelta(days=1)]


@pytest.mark.django_db(transaction=True)
def test_rows_that_stay_can_be_put_back_too(now):
    paper, _runs = counted(now)
    again(paper)
    home, _rows = again(paper)
    TRAIL.begin()
    assert paper() == home
    assert not connection.in_atomic_block
    assert HomePage.objects.get() == home


def test_what_is_made_afterwards_has_keys_of_its_own(now):
    paper, _runs = counted(now)
    again(paper)
    again(paper)
    TRAIL.begin()
    home = paper()
    child = home.add_child(instance=HomePage(title="Another", slug="another"))
    assert child.pk > home.pk


def test_only_rows_can_be_remembered():
    @remembered
    def wrong():
        return "words"

    again(wrong)
    with pytest.raises(AssertionError, match="neither rows nor nothing"):
        again(wrong)


def test_with_another_argument_the_function_runs(enrol):
    def two():
        return [enrol("Ann"), enrol("Ben", is_staff=True)]

    again(two)
    made, rows = again(two)
    assert again(two) == (made, rows)
    assert [person.name for person in made] == ["Ann", "Ben"]
    assert len(remembering.KEPT) == 2


def test_signing_in_is_a_step(now, client, enrol):
    paper, runs = counted(now)
    user = enrol("Ann").user

    def signed_in():
        let_in(client, user)
        return paper()

    for _ in range(3):
        again(signed_in)
    assert len(runs) == 2


def test_another_database_is_another_place(now):
    paper, runs = counted(now)
    for _ in range(2):
        again(paper)

    def elsewhere():
        TRAIL.leave()
        return paper()

    again(elsewhere)
    assert len(runs) == 3


def test_a_test_begins_at_a_known_place():
    assert TRAIL.is_known
    Identity.objects.update(name="Another")
    assert not TRAIL.is_known
