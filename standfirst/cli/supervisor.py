"""Keeping a few processes alive: start them, start them again with back-off, end them together.

A child is a copy (fork) of the supervisor, which has loaded the program already: it is at work in a
fraction of a second, and the copies share the memory of what none of them changes.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import structlog
from setproctitle import setproctitle

from standfirst.worker.lifeline import end_with_parent

log = structlog.get_logger("standfirst.run")

LOOK_EVERY_SECONDS = 0.1
FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 30.0
# Whoever lived this long did not die of how it was started.
STEADY_AFTER_SECONDS = 30.0
GRACE_SECONDS = 10.0
END_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Clock = Callable[[], float]
Work = Callable[[], int | None]


@dataclass(slots=True)
class Child:
    """One process to keep alive, and how often it has died of late.

    ``work`` is what it does until SIGTERM; it gives the exit code, or nothing for 0.
    """

    name: str
    work: Work
    pid: int | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    deaths: int = 0

    def delay(self) -> float:
        """How long to wait after so many deaths in a row: 0.2 s, doubling, at most 30 s."""
        return float(
            min(FIRST_DELAY_SECONDS * 2 ** min(self.deaths - 1, 20), LONGEST_DELAY_SECONDS)
        )


class Supervisor:
    """Runs children until it is told to stop by SIGTERM, SIGINT or SIGHUP.

    Must have no second thread and no open database when it starts a child: a copy of either is broken.
    """

    def __init__(self, children: Sequence[Child], *, clock: Clock = time.monotonic) -> None:
        self.children = tuple(children)
        self.clock = clock
        self.is_stopping = False

    def run(self, *, watch: Callable[[], None] | None = None) -> None:
        """Keep the children alive until a signal; `watch` is called at each look."""
        for number in END_SIGNALS:
            signal.signal(number, self._on_signal)
        try:
            while not self.is_stopping:
                self.look()
                if watch is not None:
                    watch()
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            self.end()

    def look(self) -> None:
        """Start what has not started, note what has died, start it again when its time has come."""
        for child in self.children:
            if child.pid is not None and (code := exit_code(child.pid)) is not None:
                self._note_death(child, code)
            if child.pid is None and self.clock() >= child.start_at:
                self._start(child)

    def end(self) -> None:
        """Ask all children to finish what they have in hand; kill those that do not."""
        alive = {child.pid for child in self.children if child.pid is not None}
        send(signal.SIGTERM, alive)
        deadline = time.monotonic() + GRACE_SECONDS
        while alive and time.monotonic() < deadline:
            alive = {pid for pid in alive if exit_code(pid) is None}
            time.sleep(LOOK_EVERY_SECONDS / 2 if alive else 0)
        send(signal.SIGKILL, alive)
        for pid in alive:
            os.waitpid(pid, 0)
        for child in self.children:
            child.pid = None

    def _start(self, child: Child) -> None:
        # Else what is waiting to be written would be written by both.
        sys.stdout.flush()
        sys.stderr.flush()
        supervisor = os.getpid()
        child.pid = os.fork()
        if child.pid == 0:
            be_child(child, supervisor)
        child.started_at = self.clock()
        log.info("started", child=child.name, pid=child.pid)

    def _note_death(self, child: Child, code: int) -> None:
        lived = self.clock() - child.started_at
        child.deaths = 1 if lived >= STEADY_AFTER_SECONDS else child.deaths + 1
        child.start_at = self.clock() + child.delay()
        log.warning("died", child=child.name, pid=child.pid, code=code, again_in=child.delay())
        child.pid = None

    def _on_signal(self, number: int, frame: object) -> None:
        self.is_stopping = True


def exit_code(pid: int) -> int | None:
    """How a child ended, -9 for a SIGKILL; nothing while it lives. Asked once after its end."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def send(number: signal.Signals, pids: set[int]) -> None:
    """Send a signal to children that were not waited for yet: their numbers are still theirs."""
    for pid in pids:
        os.kill(pid, number)


def be_child(child: Child, supervisor: int) -> NoReturn:
    """Do a child's work in this copy and end with it: tied to the supervisor, with its own signals."""
    code = 1
    try:
        end_with_parent(supervisor)
        # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the children.
        os.setsid()
        for number in END_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        setproctitle(f"standfirst: {child.name}")
        code = child.work() or 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # noqa: BLE001 (whatever it was: it is said, and this copy ends)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # The supervisor's own endings (a lock let go, a folder removed) are not this process's.
        os._exit(code)


def become(module: str, *arguments: str) -> NoReturn:
    """Turn this process into a module of this installation, with nothing that was loaded here."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 (ourselves)
