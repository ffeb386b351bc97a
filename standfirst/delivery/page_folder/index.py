"""Which kept page shows which key: a small database of this machine's own.

It is a copy of what stands beside each page, so it may be lost: then all pages are dropped.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from standfirst.delivery.page_folder.files import Bake

FILE = "index.sqlite3"
BUSY_SECONDS = 5
SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
    address TEXT PRIMARY KEY, until REAL, size INTEGER DEFAULT 0, asked_at REAL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_by_end ON page (until) WHERE until IS NOT NULL;
CREATE TABLE IF NOT EXISTS shown (
    key TEXT, address TEXT, is_hard INTEGER, PRIMARY KEY (key, address)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shown_by_address ON shown (address);
CREATE TABLE IF NOT EXISTS again (address TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS linked (address TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# Not synced: after a power cut the whole folder is begun anew.
SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"


class KeyIndex:
    """The index of one page folder. Each thread has a connection of its own."""

    def __init__(self, root: Path) -> None:
        self.file = root / FILE
        self._local = threading.local()

    def note(self, bake: Bake, links: Iterable[str] = ()) -> None:
        """Say what a page shows and which addresses with parameters it links."""
        hard = set(bake.hard)
        rows = [(key, bake.address, 1) for key in hard]
        rows += [(key, bake.address, 0) for key in set(bake.soft) - hard]
        with self._writing() as database:
            database.execute("DELETE FROM shown WHERE address = ?", (bake.address,))
            database.executemany("INSERT INTO shown VALUES (?, ?, ?)", rows)
            database.execute(
                "REPLACE INTO page (address, until) VALUES (?, ?)", (bake.address, bake.until)
            )
            database.executemany(
                "INSERT OR IGNORE INTO linked VALUES (?)", [(link,) for link in links]
            )

    def forget(self, addresses: Iterable[str]) -> None:
        """Say that pages are not kept any more."""
        gone = [(address,) for address in addresses]
        with self._writing() as database:
            database.executemany("DELETE FROM shown WHERE address = ?", gone)
            database.executemany("DELETE FROM page WHERE address = ?", gone)

    def showing(self, keys: Iterable[str], *, is_hard: bool) -> set[str]:
        """Give the addresses of the pages that show any of these keys, hard or softly."""
        found: set[str] = set()
        for key in set(keys):
            found.update(
                row[0]
                for row in self._database().execute(
                    "SELECT address FROM shown WHERE key = ? AND is_hard = ?", (key, int(is_hard))
                )
            )
        return found

    def showing_softly(self, key: str, *, after: str, most: int) -> list[str]:
        """Give the next addresses, in their order, of pages that show a key softly."""
        asked = (
            "SELECT address FROM shown WHERE key = ? AND address > ? AND is_hard = 0"
            " ORDER BY address LIMIT ?"
        )
        return [row[0] for row in self._database().execute(asked, (key, after, most))]

    def mark_again(self, addresses: Iterable[str]) -> None:
        """Say that pages were overtaken while they were rendered."""
        marked = [(address,) for address in addresses]
        with self._writing() as database:
            database.executemany("INSERT OR IGNORE INTO again VALUES (?)", marked)

    def take_marked(self) -> list[str]:
        """Give the pages that were marked, and unmark them."""
        if self._database().execute("SELECT 1 FROM again").fetchone() is None:
            return []
        with self._writing() as database:
            return [row[0] for row in database.execute("DELETE FROM again RETURNING address")]

    def over_at(self, moment: float) -> list[str]:
        """Give the addresses of pages that are no longer true (Unix seconds)."""
        rows = self._database().execute("SELECT address FROM page WHERE until <= ?", (moment,))
        return [row[0] for row in rows]

    def weigh(self, address: str, size: int) -> bool:
        """Say how many bytes a page takes; give whether it is (still) known here."""
        with self._writing() as database:
            asked = "UPDATE page SET size = ? WHERE address = ?"
            return database.execute(asked, (size, address)).rowcount > 0

    def size(self) -> int:
        """Bytes that all pages take."""
        asked = "SELECT COALESCE(SUM(size), 0) FROM page"
        return int(self._database().execute(asked).fetchone()[0])

    def addresses(self, after: str, most: int) -> list[str]:
        """Give the next addresses in their order, at most so many."""
        asked = "SELECT address FROM page WHERE address > ? ORDER BY address LIMIT ?"
        return [row[0] for row in self._database().execute(asked, (after, most))]

    def note_asked(self, times: Mapping[str, float]) -> None:
        """Say when pages were last asked for (Unix seconds)."""
        rows = [(moment, address) for address, moment in times.items()]
        with self._writing() as database:
            database.executemany("UPDATE page SET asked_at = ? WHERE address = ?", rows)

    def longest_unread(self, most: int) -> list[tuple[str, int]]:
        """Give the pages that `note_asked` knows as unread for longest, with their sizes."""
        asked = "SELECT address, size FROM page ORDER BY asked_at LIMIT ?"
        return list(self._database().execute(asked, (most,)))

    def is_linked(self, address: str) -> bool:
        """Whether a page of ours has linked this address with parameters."""
        asked = "SELECT 1 FROM linked WHERE address = ?"
        return self._database().execute(asked, (address,)).fetchone() is not None

    def close(self) -> None:
        """Close this thread's connection."""
        database = self._local.__dict__.pop("database", None)
        if database is not None:
            database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        database = self._database()
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

    def _database(self) -> sqlite3.Connection:
        database: sqlite3.Connection | None = getattr(self._local, "database", None)
        if database is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)
            database.executescript(SETTINGS + SCHEMA)
            self._local.database = database
        return database
