"""What a client missed, from memory if that reaches back far enough, else from the event log."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Max, Min

from standfirst.delivery.live.recent import MOST_REPLAYED, Recent
from standfirst.delivery.live.topics import Asked
from standfirst.delivery.live.wire import Cursor, Told, frames, reload, told
from standfirst.delivery.models import Event
from standfirst.delivery.queries import after

# A page says when it was made in whole seconds, and an event's time is that of its request's
# beginning, which is a little before its commit.
SINCE_SLACK_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Missed:
    """What the log says that a client missed; more than can be told is told as one reload."""

    events: list[Told] = field(default_factory=list)
    is_too_much: bool = False


NOTHING = Missed()


def needs_log(asked: Asked, recent: Recent) -> bool:
    """Whether memory does not reach back to where a client wants to go on."""
    if asked.after is not None:
        return not recent.covers(asked.after)
    if asked.since is not None:
        return not recent.covers_since(asked.since - SINCE_SLACK_SECONDS)
    return False


def missed_in_log(asked: Asked) -> Missed:
    """Read from the log what a client missed: one or two queries, bounded."""
    rows = Event.objects.filter(topic__in=asked.topics)
    if asked.after is not None:
        if not _is_known(asked.after):
            return Missed(is_too_much=True)
        position = asked.after.position
        # "After" is an id above on SQLite, and a transaction not below on PostgreSQL.
        news = rows.filter(after(position if connection.vendor == "postgresql" else position - 1))
        found = list(news.order_by("pk")[: MOST_REPLAYED + 1])
    elif asked.since is not None:
        start = asked.since - SINCE_SLACK_SECONDS
        newest = rows.order_by("-pk")[: MOST_REPLAYED + 1]
        found = [row for row in reversed(newest) if row.at.timestamp() >= start]
    else:
        return NOTHING
    if len(found) > MOST_REPLAYED:
        return Missed(is_too_much=True)
    return Missed([told(row) for row in found])


def _is_known(cursor: Cursor) -> bool:
    """Whether the log still goes back to a place, and has come as far (it may have been restored)."""
    ends = Event.objects.aggregate(oldest=Min("pk"), newest=Max("pk"))
    if ends["oldest"] is None:
        return cursor.number == 0
    return cursor.number == 0 or ends["oldest"] <= cursor.number <= ends["newest"]


def replay(asked: Asked, recent: Recent, from_log: Missed, place: Cursor) -> bytes:
    """Give the bytes of what a client missed; ``place`` is where it goes on from after that.

    Memory is asked in any case: it has what came while the log was read.
    """
    if asked.after is not None:
        in_memory = recent.after(asked.after, asked.topics)
    elif asked.since is not None:
        in_memory = recent.since(asked.since - SINCE_SLACK_SECONDS, asked.topics)
    else:
        return b""
    known = {event.number for event in from_log.events}
    events = from_log.events + [event for event in in_memory if event.number not in known]
    if from_log.is_too_much or len(events) > MOST_REPLAYED:
        return reload(place)
    before = min((event.order for event in events), default=place.position)
    return frames(events, before=before, after=place.position)
