"""What was read, on disk: so that memory stays flat and things can be taken in any order.

A SQLite file that has no name: it is unlinked as soon as it is open and goes away with the process,
however that ends. It also keeps the account: what became of every single thing, and why.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_SCHEMA = """
CREATE TABLE thing (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
    number TEXT NOT NULL, name TEXT NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL,
    parent TEXT NOT NULL, slug TEXT NOT NULL, body TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT '', why TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '[]',
    ours INTEGER, address TEXT NOT NULL DEFAULT ''
);
CREATE INDEX by_kind ON thing (kind, number);
CREATE INDEX by_slug ON thing (kind, slug);
CREATE INDEX by_parent ON thing (kind, parent);
CREATE INDEX by_item ON thing (item, kind);
CREATE TABLE mention (
    item INTEGER NOT NULL, place INTEGER NOT NULL, taxonomy TEXT NOT NULL, slug TEXT NOT NULL,
    is_main INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX mention_by_term ON mention (taxonomy, slug, is_main);
CREATE INDEX mention_by_item ON mention (item, place);
CREATE TABLE creator (item INTEGER NOT NULL, login TEXT NOT NULL, name TEXT NOT NULL);
CREATE INDEX creator_by_login ON creator (login);
CREATE TABLE upload (path TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tally (what TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (what, name)) WITHOUT ROWID;
"""
_COLUMNS = "seq, kind, key, digest, number, name, line, item, parent, slug, body"
# Pages of SQLite's cache: 8 MB, whatever the size of the file.
_CACHE = -8000


class Result(StrEnum):
    """What became of a thing."""

    TAKEN = "taken"
    BEFORE = "before"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as it waits. `body` is the thing itself as JSON; `item` is -1 outside of items."""

    seq: int
    kind: str
    key: str
    digest: str
    number: str
    name: str
    line: int
    item: int
    parent: str
    slug: str
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a thing: why it was left, what was changed on the way, where it is now."""

    result: Result
    why: str = ""
    notes: tuple[str, ...] = ()
    ours: int | None = None
    address: str = ""


def taken(ours: int | None, *notes: str, address: str = "") -> Outcome:
    return Outcome(Result.TAKEN, notes=notes, ours=ours, address=address)


def left(why: str, *notes: str) -> Outcome:
    return Outcome(Result.LEFT, why=why, notes=notes)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thing to be put into the spool."""

    kind: str
    key: str
    digest: str
    name: str
    line: int
    body: str
    number: str = ""
    item: int = -1
    parent: str = ""
    slug: str = ""


class Spool:
    """The things of one file and the account of them."""

    def __init__(self, folder: Path) -> None:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".import-", delete=False) as file:
            path = Path(file.name)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(f"PRAGMA cache_size = {_CACHE}")
        self._db.execute("PRAGMA temp_store = MEMORY")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")
        path.unlink()

    def close(self) -> None:
        self._db.close()

    # Filling

    def add(self, thing: Waiting) -> bool:
        """Put a thing in. One that stands there already, word for word, is settled as a repetition;
        another one under the same number gets a key of its own. Says whether it is to be taken.
        """
        key, is_repeated = thing.key, False
        known = self._digest(key)
        if known is not None and known != thing.digest:
            key = f"{key}:{thing.digest[:12]}"
            known = self._digest(key)
        if known is not None:
            key, is_repeated = f"{key}#{thing.line}", True
        self._db.execute(
            "INSERT OR IGNORE INTO thing (kind, key, digest, number, name, line, item, parent, slug,"
            " body, outcome, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(thing.kind, key, thing.digest, thing.number, thing.name, thing.line, thing.item),
                *(thing.parent, thing.slug, thing.body),
                *((Result.LEFT, "stands in the file a second time") if is_repeated else ("", "")),
            ),
        )
        return not is_repeated

    def _digest(self, key: str) -> str | None:
        row = self._db.execute("SELECT digest FROM thing WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def mention(self, item: int, place: int, taxonomy: str, slug: str, *, is_main: bool) -> None:
        self._db.execute(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?)", (item, place, taxonomy, slug, is_main)
        )

    def credit(self, item: int, login: str, name: str) -> None:
        self._db.execute("INSERT INTO creator VALUES (?, ?, ?)", (item, login, name))

    def file_under(self, path: str, key: str) -> None:
        """Note that an uploaded file of this path belongs to the attachment of this key."""
        self._db.execute(
            "INSERT OR IGNORE INTO upload SELECT ?, seq FROM thing WHERE key = ?", (path, key)
        )

    def count(self, what: str, name: str, number: int = 1) -> None:
        self._db.execute(
            "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT (what, name)"
            " DO UPDATE SET count = count + excluded.count",
            (what, name[:200], number),
        )

    # Asking

    def rows(self, condition: str, parameters: tuple[object, ...] = ()) -> Iterator[Row]:
        """Things by a condition of ours, one at a time."""
        select = f"SELECT {_COLUMNS} FROM thing WHERE {condition}"  # noqa: S608 (ours, not a user's)
        for row in self._db.execute(select, parameters):
            yield Row(*row)

    def row(self, condition: str, parameters: tuple[object, ...] = ()) -> Row | None:
        return next(self.rows(condition, parameters), None)

    def query(
        self, sql: str, parameters: tuple[object, ...] | dict[str, object] = ()
    ) -> Iterator[tuple[object, ...]]:
        yield from self._db.execute(sql, parameters)

    def number(self, sql: str, parameters: tuple[object, ...] = ()) -> int:
        row = self._db.execute(sql, parameters).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def seq_of_upload(self, path: str) -> int | None:
        row = self._db.execute("SELECT seq FROM upload WHERE path = ?", (path,)).fetchone()
        return None if row is None else int(row[0])

    def outcome_of(self, seq: int) -> Outcome | None:
        row = self._db.execute(
            "SELECT outcome, why, notes, ours, address FROM thing WHERE seq = ?", (seq,)
        ).fetchone()
        if row is None or not row[0]:
            return None
        return Outcome(Result(row[0]), row[1], tuple(json.loads(row[2])), row[3], row[4])

    # Settling

    def settle(self, seq: int, outcome: Outcome) -> None:
        """Write down what became of a thing. Said once for each; the last word counts."""
        self._db.execute(
            "UPDATE thing SET outcome = ?, why = ?, notes = ?, ours = ?, address = ? WHERE seq = ?",
            (
                *(outcome.result, outcome.why, json.dumps(outcome.notes, ensure_ascii=False)),
                *(outcome.ours, outcome.address, seq),
            ),
        )
