"""Working off what is due, one thing after the other, until told to stop."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, close_old_connections

from standfirst.outbox.actions import (
    claim_job,
    claim_run,
    finish_job,
    finish_run,
    postpone_job,
)
from standfirst.worker.kinds import JobKind, ScheduledTask

log = structlog.get_logger("standfirst.worker")

PAUSE_SECONDS = 0.5
PAUSE_AFTER_TROUBLE_SECONDS = 5.0
# Looking at the schedule costs a query a task; nothing in it is due more often than this.
SCHEDULE_EVERY = timedelta(seconds=5)

Clock = Callable[[], datetime]


class Worker:
    """One loop over all kinds of jobs and all scheduled tasks."""

    def __init__(
        self, *, jobs: Iterable[JobKind], schedule: Iterable[ScheduledTask], clock: Clock
    ) -> None:
        self.jobs = tuple(jobs)
        self.schedule = tuple(schedule)
        self.clock = clock
        self.stopping = threading.Event()
        self.schedule_seen_at: datetime | None = None

    def stop(self) -> None:
        """Finish what is in hand and come to an end."""
        self.stopping.set()

    def run(self) -> None:
        """Work until `stop`. A database that is away is waited for, not died of."""
        log.info("working", jobs=len(self.jobs), tasks=len(self.schedule))
        while not self.stopping.is_set():
            pause = PAUSE_SECONDS
            try:
                worked = self.work_once()
            except DatabaseError as error:
                log.warning("database_trouble", error=str(error))
                worked, pause = 0, PAUSE_AFTER_TROUBLE_SECONDS
            close_old_connections()
            if not worked:
                self.stopping.wait(pause)

    def work_once(self) -> int:
        """Do each task that is due and one job of each kind; give how many things were done.

        One of each kind, so that a thousand notices do not keep a payment waiting.
        """
        worked = 0
        now = self.clock()
        if self.schedule_seen_at is None or now - self.schedule_seen_at >= SCHEDULE_EVERY:
            self.schedule_seen_at = now
            worked += sum(self._take_turn(task) for task in self.schedule)
        return worked + sum(self._take_job(kind) for kind in self.jobs)

    def work_until_idle(self) -> int:
        """Work until nothing is due any more; give how many things were done."""
        total = 0
        while not self.stopping.is_set() and (worked := self.work_once()):
            total += worked
        return total

    def _take_job(self, kind: JobKind) -> bool:
        job = claim_job(kind.model, now=self.clock(), lease=kind.lease)
        if job is None:
            return False
        try:
            kind.perform(job, now=self.clock())
        except Exception as error:  # one bad job must not stop the others
            log.warning(
                "job_failed", kind=kind.name, job=job.pk, attempt=job.attempts, exc_info=True
            )
            postpone_job(job, error=described(error), now=self.clock())
        else:
            finish_job(job, now=self.clock())
        return True

    def _take_turn(self, task: ScheduledTask) -> bool:
        run = claim_run(task.name, every=task.every, now=self.clock())
        if run is None:
            return False
        error = ""
        try:
            task.run(now=self.clock())
        except Exception as failure:  # as above
            log.warning("task_failed", task=task.name, exc_info=True)
            error = described(failure)
        finish_run(run, error=error, now=self.clock())
        return True


def described(error: Exception) -> str:
    """A failure as one line for staff."""
    return f"{type(error).__name__}: {error}"
