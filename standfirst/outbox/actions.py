"""Taking, finishing and putting off work.

A claim is one conditional UPDATE: of two workers that see the same due row, the database lets one
change it, and the other finds nothing changed and looks for the next.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.db.models import F

from standfirst.outbox.models import Alarm, Job, ScheduledRun

MAX_ATTEMPTS = 12
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)

JobRow = TypeVar("JobRow", bound=Job)


def claim_job(model: type[JobRow], *, now: datetime, lease: timedelta) -> JobRow | None:
    """Take the job that has been due longest, or None if nothing is due.

    The row's ``due_at`` becomes ``now + lease`` and ``attempts`` grows by one, both in the
    database, so that the taking is known even if the taker dies at once.
    """
    rows = model.objects.filter(done_at__isnull=True, due_at__lte=now)
    for pk, due_at in rows.order_by("due_at", "pk").values_list("pk", "due_at")[:20]:
        changed = model.objects.filter(pk=pk, due_at=due_at, done_at__isnull=True).update(
            due_at=now + lease, attempts=F("attempts") + 1
        )
        if changed:
            return cast("JobRow", model.objects.get(pk=pk))
    return None


def finish_job(job: Job, *, now: datetime) -> None:
    """Mark a job done. Doing so twice leaves the first time standing."""
    type(job).objects.filter(pk=job.pk, done_at__isnull=True).update(
        done_at=now, due_at=None, last_error=""
    )


def postpone_job(job: Job, *, error: str, now: datetime) -> None:
    """Put a failed job off, longer each time; after MAX_ATTEMPTS leave it for a person to see."""
    due_at = None if job.attempts >= MAX_ATTEMPTS else now + delay_after(job.attempts)
    type(job).objects.filter(pk=job.pk, done_at__isnull=True).update(
        due_at=due_at, last_error=error[:2000]
    )


def retry_given_up(model: type[JobRow], *, now: datetime) -> int:
    """Make due again what was given up, as if it had never been tried; give how many rows."""
    given_up = model.objects.filter(done_at__isnull=True, due_at__isnull=True, attempts__gt=0)
    return given_up.update(due_at=now, attempts=0)


def delay_after(attempts: int) -> timedelta:
    """Give the wait after so many attempts: 30 s, doubling, at most six hours."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def claim_run(name: str, *, every: timedelta, now: datetime) -> ScheduledRun | None:
    """Take a periodic task's turn if it is due, or None if it is not or another took it."""
    run, _ = ScheduledRun.objects.get_or_create(name=name, defaults={"due_at": now})
    if run.due_at > now:
        return None
    changed = ScheduledRun.objects.filter(pk=run.pk, due_at=run.due_at).update(
        due_at=now + every, started_at=now
    )
    return ScheduledRun.objects.get(pk=run.pk) if changed else None


def finish_run(run: ScheduledRun, *, error: str, now: datetime) -> None:
    """Record how a periodic task ended; an empty error means that it succeeded."""
    if error:
        ScheduledRun.objects.filter(pk=run.pk).update(last_error=error[:2000])
    else:
        ScheduledRun.objects.filter(pk=run.pk).update(succeeded_at=now, last_error="")


def note_run(name: str, *, now: datetime) -> None:
    """Record that something succeeded which no worker runs: a backup. No worker began it."""
    ScheduledRun.objects.update_or_create(
        name=name,
        defaults={"due_at": now, "succeeded_at": now, "last_error": ""},
    )


def keep_alarms(found: Mapping[str, str], *, now: datetime) -> list[Alarm]:
    """Bring the alarms in step with what was found, by name; give those that are not mended."""
    Alarm.objects.filter(ended_at__isnull=True).exclude(name__in=found).update(ended_at=now)
    again = Alarm.objects.filter(ended_at__isnull=False, name__in=found)
    again.update(ended_at=None, raised_at=now, mailed_at=None)
    for name, said in found.items():
        row, _ = Alarm.objects.get_or_create(name=name, defaults={"said": said, "raised_at": now})
        if row.said != said:
            Alarm.objects.filter(pk=row.pk).update(said=said)
    return list(Alarm.objects.filter(ended_at__isnull=True).order_by("raised_at", "pk"))
