import os
import signal
import subprocess
import sys

import pytest

from tests.cli.processes import is_alive, until

pytestmark = pytest.mark.any_engine

CHILD = (
    "import os, sys, time\n"
    "from standfirst.worker import lifeline\n"
    "if sys.argv[1] == 'thread': lifeline._asked_the_kernel = lambda: False\n"
    "if sys.argv[1] != 'none': lifeline.end_with_parent(int(sys.argv[2]))\n"
    "print(os.getpid(), flush=True)\n"
    "time.sleep(60)\n"
)
PARENT = (
    "import os, subprocess, sys, time\n"
    "words = [sys.executable, '-c', sys.argv[1], sys.argv[2], str(os.getpid())]\n"
    "child = subprocess.Popen(words)\n"
    "time.sleep(60)\n"
)


@pytest.fixture
def family():
    """Give a function that starts a parent with a child and gives both numbers."""
    started = []

    def start(how):
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, CHILD, how], stdout=subprocess.PIPE, text=True
        )
        child = int(parent.stdout.readline())
        started.append((parent, child))
        return parent, child

    yield start
    for parent, child in started:
        parent.kill()
        parent.wait()
        parent.stdout.close()
        if is_alive(child):
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("how", ["kernel", "thread"])
def test_a_child_ends_within_two_seconds_of_its_parents_kill(family, how):
    if how == "kernel" and sys.platform != "linux":
        pytest.skip("prctl is Linux's")
    parent, child = family(how)

    parent.kill()

    until(lambda: not is_alive(child), seconds=2, what="the child's end")


def test_without_the_lifeline_a_child_lives_on(family):
    """The control."""
    parent, child = family("none")

    parent.kill()
    parent.wait()

    assert is_alive(child)


def test_a_child_whose_parent_died_before_it_looked_ends_at_once():
    code = "from standfirst.worker.lifeline import end_with_parent as e; e(1); print('alive')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
