from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.transfer.models import ImportedThing, ImportRun

LONGEST_SOURCE = 200
LONGEST_KEY = 200


@dataclass(frozen=True)
class Taken:
    """What a foreign thing became here."""

    key: str
    kind: str
    object_id: int
    fingerprint: str = ""


def begin_run(*, source: str, file_digest: str, now: datetime) -> ImportRun:
    """Note that an import begins."""
    return ImportRun.objects.create(source=source, file_digest=file_digest, started_at=now)


def finish_run(*, run: ImportRun, now: datetime) -> None:
    """Note that an import came to its end."""
    run.finished_at = now
    run.save(update_fields=["finished_at"])


def note_thing(*, run: ImportRun, taken: Taken, now: datetime) -> ImportedThing:
    """Note what a thing became. Belongs into the transaction that made it: both are there or none.

    Raises IntegrityError when another import took the same thing meanwhile.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Note a thing inside the transaction that makes it.")
    return ImportedThing.objects.create(
        source=run.source,
        key=taken.key,
        kind=taken.kind,
        object_id=taken.object_id,
        fingerprint=taken.fingerprint,
        run=run,
        taken_at=now,
    )
