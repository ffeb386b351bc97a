"""All turns together take everything, and each takes the same whenever it is asked."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.plugins import turns


class Hook:
    def __init__(self):
        self.gone = []

    def pytest_deselected(self, items):
        self.gone += items


def named(*names):
    return [
        SimpleNamespace(nodeid=name, get_closest_marker=lambda marker, name=name: marker in name)
        for name in names
    ]


def taken(monkeypatch, turn, vendor, names):
    monkeypatch.setenv("STANDFIRST_TURN", turn)
    monkeypatch.setattr(turns, "connection", SimpleNamespace(vendor=vendor))
    items, hook = named(*names), Hook()
    turns.pytest_collection_modifyitems(SimpleNamespace(hook=hook), items)
    assert len(items) + len(hook.gone) == len(names)
    return [item.nodeid for item in items]


SWEPT = [f"tests/hostile/test_forms.py::test_a[{number}]" for number in range(40)]
OTHERS = ["tests/desk/test_lists.py::test_b", "tests/desk/test_lists.py::test_c"]
MONEY = ["tests/funding/test_ledger.py::test_d"]
RACES = ["tests/desk/test_races.py::test_e", "tests/desk/test_lists.py::test_postgres_only"]


def taken_in(monkeypatch, turns, vendor, names):
    return [name for turn in range(turns) for name in taken(monkeypatch, str(turn), vendor, names)]


@pytest.mark.parametrize(("vendor", "turns"), [("sqlite", 4), ("postgresql", 16)])
def test_the_turns_together_take_each_once(monkeypatch, vendor, turns):
    assert sorted(taken_in(monkeypatch, turns, vendor, SWEPT)) == sorted(SWEPT)


def test_what_is_no_sweep_is_always_taken(monkeypatch):
    for turn in map(str, range(16)):
        assert taken(monkeypatch, turn, "sqlite", OTHERS + MONEY) == OTHERS + MONEY
        assert taken(monkeypatch, turn, "postgresql", MONEY + RACES) == MONEY + RACES


def test_on_the_second_engine_the_others_take_turns_too(monkeypatch):
    assert sorted(taken_in(monkeypatch, 4, "postgresql", OTHERS)) == sorted(OTHERS)


def test_without_a_turn_all_are_taken(monkeypatch):
    assert taken(monkeypatch, "all", "postgresql", SWEPT + OTHERS) == SWEPT + OTHERS


def collected(turn):
    """Give the sweep's tests that a real run collects in this turn."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        SWEEP,
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "STANDFIRST_TURN": turn},
        capture_output=True,
        text=True,
        check=True,
    )
    return {line for line in done.stdout.splitlines() if "::" in line}


SWEEP = "tests/hostile/test_odd_requests.py"


@pytest.mark.slow
@pytest.mark.any_engine
def test_a_real_run_takes_its_turn():
    """A run forgets most of its caller's settings: the turn must not be among them."""
    everything, one = collected("all"), collected("1")
    assert one < everything
    assert len(one) < len(everything) / 2
