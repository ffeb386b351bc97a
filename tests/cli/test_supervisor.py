import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from standfirst.cli import supervisor as supervising
from standfirst.cli.supervisor import Child, Supervisor
from tests.cli.processes import is_alive, until

pytestmark = pytest.mark.any_engine


def fail():
    return 3


def last():
    time.sleep(60)


def turn_deaf(sign: Path):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sign.touch()
    time.sleep(60)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def supervise(clock):
    """Supervise one child by a clock that the test moves."""
    made = []

    def start(work):
        supervisor = Supervisor([Child("child", work)], clock=clock)
        made.append(supervisor)
        supervisor.look()
        return supervisor, supervisor.children[0]

    yield start
    for supervisor in made:
        for child in supervisor.children:
            if child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)


def test_a_child_that_dies_at_once_waits_longer_each_time(supervise, clock):
    supervisor, child = supervise(fail)
    waits = []
    for _ in range(12):
        until(lambda: has_died(supervisor, child), what="its death")
        waits.append(round(child.start_at - clock.now, 3))
        clock.now = child.start_at
        supervisor.look()

    assert waits[:4] == [0.2, 0.4, 0.8, 1.6]
    assert waits[-1] == 30.0


def test_a_child_that_lived_long_is_started_again_soon(supervise, clock):
    supervisor, child = supervise(last)
    child.deaths = 9
    clock.now += supervising.STEADY_AFTER_SECONDS
    os.kill(child.pid, signal.SIGKILL)

    until(lambda: has_died(supervisor, child), what="its death")

    assert child.start_at - clock.now == pytest.approx(0.2)


def test_a_child_that_lives_is_left_alone(supervise, clock):
    supervisor, child = supervise(last)
    number = child.pid
    clock.now += 3600
    supervisor.look()

    assert (child.pid, child.deaths) == (number, 0)


def test_at_the_end_children_are_asked_and_then_made_to_end(supervise, monkeypatch, tmp_path):
    monkeypatch.setattr(supervising, "GRACE_SECONDS", 0.0)
    supervisor, child = supervise(partial(turn_deaf, tmp_path / "deaf"))
    number = child.pid
    until((tmp_path / "deaf").exists, what="a child that does not hear")

    supervisor.end()

    assert not is_alive(number)


def test_a_childs_ending_is_its_own(supervise, tmp_path):
    """Else a copy of the supervisor would undo on its way out what the supervisor holds."""
    held = tmp_path / "held"
    held.touch()
    try:
        supervisor, child = supervise(lambda: sys.exit(4))
        until(lambda: has_died(supervisor, child), what="its death")
        assert held.exists()
    finally:
        held.unlink()


def test_what_a_child_says_of_its_failure_is_read_and_it_is_a_failure(supervise, capfd):
    def stumble():
        raise ValueError("over the sill")

    supervisor, child = supervise(stumble)
    until(lambda: has_died(supervisor, child), what="its death")

    assert "over the sill" in capfd.readouterr().err


def has_died(supervisor, child):
    supervisor.look()
    return child.pid is None
