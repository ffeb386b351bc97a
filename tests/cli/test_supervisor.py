import sys

import pytest

from standfirst.cli import supervisor as supervising
from standfirst.cli.supervisor import Child, Supervisor
from tests.cli.processes import until

pytestmark = pytest.mark.any_engine
FAILS = [sys.executable, "-c", "raise SystemExit(3)"]
LASTS = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


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

    def start(command):
        supervisor = Supervisor([Child("child", command)], clock=clock)
        made.append(supervisor)
        supervisor.look()
        return supervisor, supervisor.children[0]

    yield start
    for supervisor in made:
        for child in supervisor.children:
            if child.process is not None:
                child.process.kill()
                child.process.wait()


def test_a_child_that_dies_at_once_waits_longer_each_time(supervise, clock):
    supervisor, child = supervise(FAILS)
    waits = []
    for _ in range(12):
        until(lambda: child.process.poll() is not None, what="its death")
        supervisor.look()
        waits.append(round(child.start_at - clock.now, 3))
        assert child.process is None, "started again at once"
        clock.now = child.start_at
        supervisor.look()

    assert waits[:4] == [0.2, 0.4, 0.8, 1.6]
    assert waits[-1] == 30.0


def test_a_child_that_lived_long_is_started_again_soon(supervise, clock):
    supervisor, child = supervise(LASTS)
    child.deaths = 9
    clock.now += supervising.STEADY_AFTER_SECONDS
    child.process.kill()
    child.process.wait()

    supervisor.look()

    assert child.start_at - clock.now == pytest.approx(0.2)


def test_a_child_that_lives_is_left_alone(supervise, clock):
    supervisor, child = supervise(LASTS)
    number = child.process.pid
    clock.now += 3600
    supervisor.look()

    assert (child.process.pid, child.deaths) == (number, 0)


def test_at_the_end_children_are_asked_and_then_made_to_end(supervise, monkeypatch, tmp_path):
    monkeypatch.setattr(supervising, "GRACE_SECONDS", 0.0)
    supervisor, child = supervise([sys.executable, "-c", DEAF, str(tmp_path / "deaf")])
    until((tmp_path / "deaf").exists, what="a child that does not hear")

    supervisor.end()

    assert child.process.poll() == -9
