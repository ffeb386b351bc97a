"""Events as bytes: `text/event-stream` (HTML, 9.2 Server-sent events)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from standfirst.delivery.models import Event

RETRY_MILLISECONDS = 3000
HEARTBEAT = b": still here\n\n"
GONE = b"event: gone\ndata: {}\n\n"

_CURSOR = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the event log, as clients get it in ``id:`` and give it back: ``position-number``.

    ``number`` is the id of an event, by which a client knows one that comes twice. ``position`` is
    where to read on: whatever has this order or a higher one. On SQLite, which has one writer, the
    order of an event is its id. On PostgreSQL a lower id may become visible after a higher one
    was sent, so the order is the transaction that wrote it, and a position is the oldest
    transaction that was still open: nothing is missed, and what comes twice has its number.
    """

    position: int
    number: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what a client gives back; None for anything else."""
        match = _CURSOR.fullmatch(text)
        return cls(int(match[1]), int(match[2])) if match else None

    def line(self) -> bytes:
        """Give the line that tells a client its place."""
        return b"id: %d-%d\n" % (self.position, self.number)


@dataclass(frozen=True, slots=True)
class Told:
    """One event made ready: all but its ``id:`` line is the same for whoever hears it."""

    number: int
    order: int
    at: float
    topic: str
    kind: str
    subject_id: int
    body: bytes


def told(row: Event) -> Told:
    """Make a row of the event log ready."""
    order = row.pk if row.transaction is None else row.transaction
    data = {"topic": row.topic, "id": row.subject_id, **_payload(row.payload)}
    body = f"event: {row.kind}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
    return Told(
        number=row.pk,
        order=order,
        at=row.at.timestamp(),
        topic=row.topic,
        kind=row.kind,
        subject_id=row.subject_id,
        body=body.encode(),
    )


def _payload(text: str) -> dict[str, Any]:
    """Give what an event carries: a JSON object's members, or one ``value``."""
    if not text:
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    if isinstance(value, dict):
        return value
    return {"value": value}


def frames(events: Sequence[Told], *, before: int, after: int) -> bytes:
    """Join events in order. Only whoever has the last one has them all and may go on ``after``."""
    if not events:
        return b""
    first = b"".join(Cursor(before, event.number).line() + event.body for event in events[:-1])
    return first + Cursor(after, events[-1].number).line() + events[-1].body


def hello(place: Cursor) -> bytes:
    """Give the beginning of a stream: when to come back after a break, and the place to name then."""
    return b"retry: %d\n%sevent: hello\ndata: {}\n\n" % (RETRY_MILLISECONDS, place.line())


def reload(place: Cursor) -> bytes:
    """Tell that too much was missed to be told one by one."""
    return place.line() + b"event: reload\ndata: {}\n\n"
