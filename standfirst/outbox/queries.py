from datetime import datetime, timedelta

from django.db.models import QuerySet

from standfirst.outbox.models import Alarm, ScheduledRun

# The shortest task is due every five seconds.
NOBODY_WORKS_AFTER = timedelta(minutes=5)


def idle_since(now: datetime) -> datetime | None:
    """Since when no worker has begun anything; None while one works, and where none ever did."""
    latest = ScheduledRun.objects.order_by("-started_at").exclude(started_at=None).first()
    if latest is None or latest.started_at is None:
        return None
    return latest.started_at if now - latest.started_at >= NOBODY_WORKS_AFTER else None


def open_alarms() -> QuerySet[Alarm]:
    """What has not succeeded for its term and is not mended, the oldest first."""
    return Alarm.objects.filter(ended_at__isnull=True).order_by("raised_at", "pk")


def run_of(task: str) -> ScheduledRun | None:
    """Give when a scheduled task ran and succeeded last, or None if it never began."""
    return ScheduledRun.objects.filter(name=task).first()
