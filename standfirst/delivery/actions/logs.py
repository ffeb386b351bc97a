"""What an action of any app tells delivery, in the transaction of the change itself."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from standfirst.delivery.actions.cdn import tell_cdn
from standfirst.delivery.bell import ring_after_commit
from standfirst.delivery.models import LONGEST_PAYLOAD, Event, Node, StaleKey
from standfirst.delivery.purging import await_purge
from standfirst.prepared import insert

# A kept page is rendered anew after six days (`standfirst.delivery.keeping`).
LOG_KEPT_FOR = timedelta(days=7)


def mark_stale(*keys: str, now: datetime) -> None:
    """Note that whatever shows these keys is out of date.

    Belongs inside the transaction that changes the thing, so that neither is there alone.
    """
    _require_transaction()
    for key in dict.fromkeys(keys):
        insert(StaleKey(key=key, at=now))
    ring_after_commit()
    tell_cdn(keys=keys, is_purge=False, now=now)


def purge(*keys: str, now: datetime) -> None:
    """Note that whatever shows these keys must not be shown again, by any node.

    For what is unpublished, made private, moved, removed or erased. The request that commits it
    waits until every node that lives has dropped its copies, at most two seconds
    (`standfirst.delivery.purging`).
    """
    _require_transaction()
    rows = [StaleKey(key=key, at=now, is_purge=True) for key in dict.fromkeys(keys)]
    StaleKey.objects.bulk_create(rows)
    ring_after_commit()
    tell_cdn(keys=keys, is_purge=True, now=now)
    if rows:
        transaction.on_commit(partial(await_purge, rows[-1].pk))


def announce(*, topic: str, kind: str, subject_id: int, now: datetime, payload: str = "") -> Event:
    """Tell whoever has the topic open; ``payload`` is public already, at most 200 bytes of UTF-8.

    Raises ValueError for a longer payload: an event is a hint, the page has the rest.
    """
    _require_transaction()
    if len(payload.encode()) > LONGEST_PAYLOAD:
        raise ValueError("An event carries at most 200 bytes.")
    event = Event(topic=topic, kind=kind, subject_id=subject_id, payload=payload, at=now)
    insert(event)
    ring_after_commit()
    return event


def say_node_lives(*, name: str, last_purge: int, now: datetime, settings_mark: str = "") -> None:
    """Note that a node follows the stale log, and the newest purge that it has passed (0: no news)."""
    node, _ = Node.objects.get_or_create(name=name, defaults={"seen_at": now})
    Node.objects.filter(pk=node.pk).update(
        seen_at=now,
        last_purge=Greatest(F("last_purge"), last_purge),
        settings_mark=settings_mark,
    )


def forget_old_news(*, now: datetime) -> None:
    """Drop what the logs of stale keys and events hold longer than anybody reads back."""
    for log in (StaleKey, Event):
        log.objects.filter(at__lt=now - LOG_KEPT_FOR).delete()
    Node.objects.filter(seen_at__lt=now - LOG_KEPT_FOR).delete()


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Write the log inside the transaction of the change it tells of.")
