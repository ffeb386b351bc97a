"""What the worker left for a person to look at: jobs given up, tasks that fail, no worker at all."""

from datetime import datetime

from standfirst.outbox.models import ScheduledRun
from standfirst.outbox.queries import idle_since
from standfirst.worker.registry import JOBS, SCHEDULE


def work_findings(now: datetime) -> list[str]:
    """Each finding in a sentence."""
    return [*given_up_jobs(), *failing_tasks(), *missing_worker(now)]


def given_up_jobs() -> list[str]:
    """Jobs that failed so often that nobody tries them again."""
    findings = []
    for kind in JOBS:
        waiting = kind.model.objects.all().given_up()
        latest = waiting.order_by("-pk").first()
        if latest is not None:
            findings.append(
                f"{waiting.count()} jobs of kind {kind.name} were given up; "
                f"the last said: {latest.last_error[:200]}"
            )
    return findings


def failing_tasks() -> list[str]:
    """Scheduled tasks whose last run failed."""
    known = [task.name for task in SCHEDULE]
    failing = ScheduledRun.objects.filter(name__in=known).exclude(last_error="")
    return [f"the task {run.name} fails: {run.last_error[:200]}" for run in failing]


def missing_worker(now: datetime) -> list[str]:
    """Whether anybody works at all. A site that was never served has nothing to miss."""
    since = idle_since(now)
    if since is None:
        return []
    said = f"{since:%Y-%m-%d %H:%M} UTC"
    return [f"no worker has run since {said}; start `standfirst run` or `standfirst work`."]
