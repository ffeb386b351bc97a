"""The journal of erasures: a file in the site folder that no restore writes over.

An older backup has what was erased since. Whoever restores it reads the journal, and erases again. A
line names nobody: numbers of rows, when those were made, and what was to become of the texts.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from standfirst.people.models import Erasure, Person, Texts

JOURNAL = "erasures.jsonl"


@dataclass(frozen=True)
class Entry:
    """One row that was erased. Times are in ISO 8601, as they stand in the file."""

    person: int
    made_at: str
    user: int | None
    joined_at: str | None
    texts: str
    erased_at: str

    @property
    def row(self) -> tuple[int, str]:
        """What names the row: its number, and when it was made, since a number may be given anew."""
        return self.person, self.made_at


def entry_of(erasure: Erasure) -> Entry:
    """Give the line of an erasure."""
    joined = erasure.user_joined_at
    return Entry(
        person=erasure.person_id,
        made_at=erasure.person.created_at.isoformat(),
        user=erasure.user_number,
        joined_at=joined.isoformat() if joined is not None else None,
        texts=erasure.texts,
        erased_at=erasure.erased_at.isoformat(),
    )


def entries_known() -> list[Entry]:
    """Give the erasures that the database knows, the oldest first."""
    return [entry_of(row) for row in Erasure.objects.select_related("person").order_by("pk")]


def read_journal(place: Path) -> list[Entry]:
    """Read a journal; a line that was torn by a crash, or is none, is passed over."""
    if not place.is_file():
        return []
    lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
    return [entry for entry in map(_entry_in, lines) if entry is not None]


def write_journal(place: Path, entries: Iterable[Entry]) -> int:
    """Add to a journal what it does not have yet, and see it onto the disk; give how many.

    Two at once may write the same line twice, which does no harm.
    """
    known = {entry.row for entry in read_journal(place)}
    fresh = [entry for entry in dict.fromkeys(entries) if entry.row not in known]
    if not fresh:
        return 0
    # Behind a line that was torn, a new one begins on a line of its own.
    begin = "\n" if place.is_file() and not place.read_bytes().endswith(b"\n") else ""
    text = begin + "".join(f"{json.dumps(asdict(entry))}\n" for entry in fresh)
    place.touch(mode=0o600)
    with place.open("ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    return len(fresh)


def returned(entry: Entry) -> Person | None:
    """Find the person of an entry who is there unerased, as an older backup brings them back."""
    row = Person.objects.filter(pk=entry.person, erased_at__isnull=True).first()
    # Another may have the number by now, but was not made at the same microsecond.
    if row is None or row.created_at != datetime.fromisoformat(entry.made_at):
        return None
    return row


def _entry_in(line: str) -> Entry | None:
    try:
        told = json.loads(line)
        entry = Entry(**{**told, "person": int(told["person"])})
        datetime.fromisoformat(entry.made_at)
        Texts(entry.texts)
    except (ValueError, TypeError, KeyError):
        return None
    return entry
