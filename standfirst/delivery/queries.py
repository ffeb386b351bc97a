"""Reading the stale log: where it ends, what went stale since, and what is new to a follower."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from standfirst.delivery.models import Event, StaleKey

# As many as two busy minutes write.
MOST_OF_LATE = 20_000

Log = type[StaleKey] | type[Event]

_NEWEST: dict[Log, str] = {
    StaleKey: "SELECT COALESCE(MAX(id), 0) FROM delivery_stalekey",
    Event: "SELECT COALESCE(MAX(id), 0) FROM delivery_event",
}


def log_position(model: Log = StaleKey) -> int:
    """Give the place in a log from which on a row is news to whoever reads now.

    To be asked before the first query of a render. On SQLite, which has one writer at a time, it
    is the newest row's id. On PostgreSQL it is the oldest transaction that may still be open:
    all before it are in what is read next, and whatever it or a later one wrote counts as news.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        else:
            cursor.execute(_NEWEST[model])
        position: int = cursor.fetchone()[0]
    return position


def state_of_commits() -> object:
    """Give a value that is another one whenever something may have been committed since.

    The cheapest question there is, for whoever looks many times a second and mostly in vain. To
    be asked outside a transaction.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_current_snapshot()::text")
        else:
            # Counts what other connections than this one committed.
            cursor.execute("PRAGMA data_version")
        state: object = cursor.fetchone()[0]
    return state


def news_of(position: int, keys: Iterable[str]) -> list[StaleKey]:
    """Give the rows of some keys that came after a position of the log."""
    return list(StaleKey.objects.filter(after(position), key__in=list(keys)))


def is_news_of(position: int, keys: Iterable[str], *, since: datetime, until: datetime) -> bool:
    """Say whether any of some keys went stale after a position of the log, between two moments."""
    news = StaleKey.objects.filter(after(position), key__in=list(keys))
    return news.filter(at__gt=since, at__lte=until).exists()


def keys_stale_since(position: int, keys: Iterable[str]) -> set[str]:
    """Give those of some keys that went stale after a position of the log."""
    news = StaleKey.objects.filter(after(position), key__in=list(keys))
    return set(news.values_list("key", flat=True).distinct())


def was_purged_since(position: int) -> bool:
    """Say whether anything was purged after a position of the log."""
    return StaleKey.objects.filter(after(position), is_purge=True).exists()


def keys_of_late(since: datetime) -> set[str]:
    """Give the keys that went stale after a time, as far back as the newest rows reach."""
    newest = StaleKey.objects.order_by("-pk").values_list("key", "at", "is_purge")
    rows = newest[:MOST_OF_LATE].iterator()
    return {key for key, at, is_purge in rows if at >= since and not is_purge}


def after(position: int) -> models.Q:
    """Select the rows of a log that are news to whoever has noted a position."""
    if connection.vendor == "postgresql":
        return models.Q(transaction__gte=position)
    return models.Q(pk__gt=position)


class LogReader:
    """Reads a log onwards, each row once, without passing one that may still appear.

    On PostgreSQL a transaction that is still open may yet show rows with lower ids than some that
    were seen: what was read beyond the oldest open one is remembered and read again.
    """

    def __init__(self, model: Log, position: int) -> None:
        self.model = model
        self.position = position
        self._seen: set[int] = set()

    def news(self) -> list[Any]:
        """Give what has been committed since the last time, in the order of the log."""
        # Asked first: a row that is committed between the two questions is read twice, not never.
        settled = log_position(self.model)
        rows = list(self.model.objects.filter(after(self.position)).order_by("pk"))
        news = [row for row in rows if row.pk not in self._seen]
        if connection.vendor == "postgresql":
            self.position = settled
            self._seen = {row.pk for row in rows if (row.transaction or 0) >= settled}
        elif rows:
            self.position = rows[-1].pk
        return news
