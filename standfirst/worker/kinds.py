"""What a line of the registry is made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from standfirst.outbox.models import Job

# Longer than any handler takes: mail gives up after 20 s, a provider's answer sooner.
LEASE = timedelta(minutes=5)


class JobAction(Protocol):
    """An action that does one claimed row, and may meet the same row twice."""

    def __call__(self, job: Any, /, *, now: datetime) -> object: ...


class TaskAction(Protocol):
    """An action that compares, repairs or tidies, whenever it is called."""

    def __call__(self, *, now: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class JobKind:
    """A table of jobs and the action that does one of them."""

    name: str
    model: type[Job]
    perform: JobAction
    lease: timedelta = LEASE


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """Something that comes round again. A run that was missed is made up for once, not often.

    ``in_full`` is for who calls it by hand, where a run does only a part each time.
    """

    name: str
    every: timedelta
    run: TaskAction
    in_full: TaskAction | None = None
