"""What an action of any app tells delivery, in the transaction of the change itself."""

from datetime import datetime

from django.db import transaction

from standfirst.delivery.models import LONGEST_PAYLOAD, Event, StaleKey


def mark_stale(*keys: str, now: datetime) -> None:
    """Note that whatever shows these keys is out of date.

    Belongs inside the transaction that changes the thing, so that neither is there alone.
    """
    _require_transaction()
    StaleKey.objects.bulk_create(StaleKey(key=key, at=now) for key in dict.fromkeys(keys))


def announce(*, topic: str, kind: str, subject_id: int, now: datetime, payload: str = "") -> Event:
    """Tell whoever has the topic open; ``payload`` is public already, at most 200 bytes of UTF-8.

    Raises ValueError for a longer payload: an event is a hint, the page has the rest.
    """
    _require_transaction()
    if len(payload.encode()) > LONGEST_PAYLOAD:
        raise ValueError("An event carries at most 200 bytes.")
    return Event.objects.create(
        topic=topic, kind=kind, subject_id=subject_id, payload=payload, at=now
    )


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Write the log inside the transaction of the change it tells of.")
