"""What is rendered while others write, and asked for by many at once."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from standfirst.delivery import baking
from standfirst.delivery.actions import purge
from tests.delivery.conftest import age, stale
from tests.delivery.test_queries import Writer

pytestmark = pytest.mark.django_db(transaction=True)

# Rows or transactions: beyond all that other databases of the server may have open.
FAR = 1_000_000


def test_a_hard_key_makes_it_stale_at_once(shelf, paper, now):
    paper.get()
    paper.words = "second"
    stale("page:1", now=now)
    assert paper.get().content == b"second"


@pytest.mark.parametrize("key", ["page:1", "latest"])
def test_what_changes_while_it_is_rendered_leaves_it_stale(shelf, paper, now, key):
    """A write between the render's first query and its end must not be covered up by the render."""
    paper.while_rendering = lambda: stale(key, now=now)
    paper.get()
    paper.while_rendering = lambda: None
    paper.words = "second"
    age(shelf, 61)
    assert paper.get().content == b"second"


def test_the_control_a_position_noted_after_the_render_covers_the_change_up(
    shelf, paper, now, monkeypatch
):
    rendered = []
    real = baking.recorded

    def late(oven):
        rendered.append(real(oven))
        return rendered[-1]

    real_position = baking.log_position
    positions = iter(lambda: real_position() + (FAR if not rendered else 0), None)
    monkeypatch.setattr(baking, "recorded", late)
    monkeypatch.setattr(baking, "log_position", lambda: next(positions))
    paper.while_rendering = lambda: stale("page:1", now=now)
    paper.get()
    paper.while_rendering = lambda: None
    paper.words = "second"
    assert paper.get().content == b"first", "the fault that the rule prevents"


def test_a_page_of_which_something_was_purged_meanwhile_is_not_kept(shelf, paper, now):
    def take_back():
        with transaction.atomic():
            purge("page:1", now=now)

    paper.while_rendering = take_back
    paper.get()
    assert shelf.folder.find("/river/gate/") is None


def test_many_who_ask_at_once_cause_one_render(shelf, paper):
    paper.while_rendering = lambda: time.sleep(0.05)
    barrier = threading.Barrier(12)
    answers = []

    def ask():
        barrier.wait()
        answers.append(paper.get().content)
        shelf.index.close()
        connections.close_all()

    crowd = [threading.Thread(target=ask) for _ in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert answers == [b"first"] * 12
    assert paper.renders.total() == 1


def test_who_waited_takes_what_was_begun_after_they_came(shelf, paper, now):
    """Else, where something changes all the time, each of a crowd would render in its turn."""
    barrier = threading.Barrier(6)

    def change():
        time.sleep(0.02)
        stale("page:1", now=now)

    paper.while_rendering = change

    def ask():
        barrier.wait()
        paper.get()
        shelf.index.close()
        connections.close_all()

    crowd = [threading.Thread(target=ask) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert paper.renders.total() <= 2


def test_a_long_transaction_elsewhere_makes_no_old_page_new(shelf, paper, now):
    """It keeps PostgreSQL's position where it is: whoever waited must not go by that."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with Writer("site", now):
        paper.get()
        paper.words = "second"
        stale("page:1", now=now)
        assert paper.get().content == b"second"
