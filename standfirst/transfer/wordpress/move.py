"""What every step of an import needs: the things, the files, the record, and whether it is a rehearsal."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.core.exceptions import ValidationError
from django.db import transaction

from standfirst.newsroom.models import HomePage
from standfirst.transfer.actions import LONGEST_KEY, Taken, note_thing
from standfirst.transfer.models import ImportedThing, ImportRun
from standfirst.transfer.queries import taken_thing
from standfirst.transfer.wordpress.first_pass import Facts
from standfirst.transfer.wordpress.naming import path_of
from standfirst.transfer.wordpress.spool import Outcome, Result, Row, Spool, left
from standfirst.transfer.wordpress.uploads import Uploads


class NotTaken(Exception):
    """A thing stays behind. The reason is a few words for the account."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Made:
    """What a thing became: its kind and number here, its address, and what had to be changed."""

    kind: str
    object_id: int
    notes: tuple[str, ...] = ()
    address: str = ""


@dataclass(slots=True)
class Move:
    """One import of one file. Without a run it is a rehearsal, which writes nothing."""

    spool: Spool
    facts: Facts
    home: HomePage
    zone: tzinfo
    now: datetime
    uploads: Uploads | None = None
    run: ImportRun | None = None
    kept: Counter[str] = field(default_factory=Counter)
    simplified: Counter[str] = field(default_factory=Counter)

    @property
    def is_rehearsal(self) -> bool:
        return self.run is None

    def known(self, key: str) -> ImportedThing | None:
        """Find what a thing became in an earlier import, or earlier in this one."""
        return taken_thing(source=self.facts.source, key=key)

    def take(self, row: Row, make: Callable[[], Made], *, fingerprint: str = "") -> Outcome:
        """Take one thing over, once, and settle it in the account.

        What it becomes and the note of it are one transaction. A refusal of our own rules leaves
        the thing with the reason; anything else ends the import, which resumes when called again.
        """
        outcome = self._taken_before(row.key, fingerprint)
        if outcome is None:
            try:
                outcome = self._taken_now(row, make, fingerprint)
            except ValidationError as error:
                outcome = left(f"was refused: {' '.join(error.messages)}")
            except NotTaken as refused:
                outcome = left(refused.why)
        self.spool.settle(row.seq, outcome)
        return outcome

    def take_besides(self, key: str, make: Callable[[], Made]) -> int:
        """Take over what the file does not list as a thing of its own; give its number here."""
        thing = self.known(key)
        if thing is not None:
            return thing.object_id
        with transaction.atomic():
            made = make()
            if self.run is not None:
                noted = Taken(key[:LONGEST_KEY], made.kind, made.object_id)
                note_thing(run=self.run, taken=noted, now=self.now)
        return made.object_id

    @property
    def base_path(self) -> str:
        """Where the old paper stood on its host: "" or "/blog"."""
        channel = self.facts.channel
        return path_of(channel.blog_url or channel.link).partition("?")[0].rstrip("/")

    def _taken_before(self, key: str, fingerprint: str) -> Outcome | None:
        thing = self.known(key)
        if thing is None:
            return None
        if thing.fingerprint != fingerprint:
            return left("another paper with this address and number was imported before")
        return Outcome(Result.BEFORE, ours=thing.object_id)

    def _taken_now(self, row: Row, make: Callable[[], Made], fingerprint: str) -> Outcome:
        with transaction.atomic():
            made = make()
            if self.run is not None:
                noted = Taken(row.key, made.kind, made.object_id, fingerprint)
                note_thing(run=self.run, taken=noted, now=self.now)
        return Outcome(Result.TAKEN, notes=made.notes, ours=made.object_id, address=made.address)


def fingerprint_of(*texts: str) -> str:
    """Tell things apart that bear the same number; nothing secret is hidden by it."""
    return hashlib.sha1("\x1f".join(texts).encode(), usedforsecurity=False).hexdigest()
