"""Keeping a few processes alive: start them, start them again with back-off, end them together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from standfirst.worker.lifeline import PARENT

log = structlog.get_logger("standfirst.run")

LOOK_EVERY_SECONDS = 0.1
FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 30.0
# Whoever lived this long did not die of how it was started.
STEADY_AFTER_SECONDS = 30.0
GRACE_SECONDS = 10.0

Clock = Callable[[], float]


@dataclass(slots=True)
class Child:
    """One process to keep alive, and how often it has died of late."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    def delay(self) -> float:
        """How long to wait after so many deaths in a row: 0.2 s, doubling, at most 30 s."""
        return float(
            min(FIRST_DELAY_SECONDS * 2 ** min(self.deaths - 1, 20), LONGEST_DELAY_SECONDS)
        )


class Supervisor:
    """Runs children until it is told to stop by SIGTERM, SIGINT or SIGHUP."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        environment: Mapping[str, str] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.children = tuple(children)
        self.environment = {**(environment or os.environ), PARENT: str(os.getpid())}
        self.clock = clock
        self.is_stopping = False

    def run(self, *, watch: Callable[[], None] | None = None) -> None:
        """Keep the children alive until a signal; `watch` is called at each look."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
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
            if child.process is not None and child.process.poll() is not None:
                self._note_death(child)
            if child.process is None and self.clock() >= child.start_at:
                self._start(child)

    def end(self) -> None:
        """Ask all children to finish what they have in hand; kill those that do not."""
        alive = [child.process for child in self.children if child.process is not None]
        for process in alive:
            process.terminate()
        deadline = self.clock() + GRACE_SECONDS
        for process in alive:
            try:
                process.wait(max(0.0, deadline - self.clock()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, child: Child) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the children.
        child.process = subprocess.Popen(  # noqa: S603 (our own commands)
            child.command, env=self.environment, start_new_session=True, stdin=subprocess.DEVNULL
        )
        child.started_at = self.clock()
        log.info("started", child=child.name, pid=child.process.pid)

    def _note_death(self, child: Child) -> None:
        assert child.process is not None
        lived = self.clock() - child.started_at
        child.deaths = 1 if lived >= STEADY_AFTER_SECONDS else child.deaths + 1
        child.start_at = self.clock() + child.delay()
        log.warning(
            "died",
            child=child.name,
            pid=child.process.pid,
            code=child.process.returncode,
            again_in=child.delay(),
        )
        child.process = None

    def _on_signal(self, number: int, frame: object) -> None:
        self.is_stopping = True


def our_module(module: str, *arguments: str) -> list[str]:
    """A module of this very installation, as a child that ends with its parent."""
    return [sys.executable, "-m", "standfirst.worker.supervised", module, *arguments]
