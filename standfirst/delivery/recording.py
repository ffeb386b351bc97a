"""Noting what a page is made of while it renders.

Whatever reads something for show declares its key, in the query or tag that reads it. Hard keys
are the thing itself; soft keys are a meter, a count or a list of latest on another's page.
Outside a recording, declaring does nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

Answer = TypeVar("Answer")


@dataclass
class Recording:
    """The keys that one render declared."""

    hard: set[str] = field(default_factory=set)
    soft: set[str] = field(default_factory=set)
    until: datetime | None = None
    """When what was shown stops being true by itself."""
    known: dict[str, Any] = field(default_factory=dict)
    """What was asked already for this render."""


_current: ContextVar[Recording | None] = ContextVar("recording", default=None)


def declare(*keys: str) -> None:
    """Say that the page being rendered shows these things."""
    recording = _current.get()
    if recording is not None:
        recording.hard.update(keys)


def declare_soft(*keys: str) -> None:
    """Say that the page shows a number or list drawn from these things."""
    recording = _current.get()
    if recording is not None:
        recording.soft.update(keys)


def declare_until(end: datetime | None) -> None:
    """Say that the page being rendered is true until then; the earliest end counts."""
    recording = _current.get()
    if recording is not None and end is not None:
        recording.until = min(end, recording.until or end)


def is_recorded() -> bool:
    """Say whether a page is being rendered to be kept."""
    return _current.get() is not None


def asked_once(name: str, ask: Callable[[], Answer]) -> Answer:
    """Give an answer that the whole render shares; outside of one it is asked for each time."""
    recording = _current.get()
    if recording is None:
        return ask()
    if name not in recording.known:
        recording.known[name] = ask()
    answer: Answer = recording.known[name]
    return answer


@contextmanager
def record_keys() -> Iterator[Recording]:
    """Collect what is declared inside the block, in this thread or task."""
    recording = Recording()
    token = _current.set(recording)
    try:
        yield recording
    finally:
        _current.reset(token)
