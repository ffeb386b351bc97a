"""The account of an import: what was in the file, what was taken, what was left, and why."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.spool import Result, Spool

_LABELS = {
    "author": "Authors",
    "category": "Categories",
    "post_tag": "Tags",
    "item:post": "Posts",
    "item:page": "Pages",
    "item:attachment": "Attachments",
    "item:nav_menu_item": "Menu entries",
    "item:no type": "Items of no kind",
    "comment": "Comments",
    "pingback": "Pingbacks",
    "trackback": "Trackbacks",
}
_ORDER = list(_LABELS)
# A spreadsheet takes a cell that begins so for a formula, and runs it (CWE-1236).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Counted apart, over all stories.
STORY_NOTES = ("kept as HTML: ", "simplified or left out: ")
COLUMNS = ("kind", "number", "name", "line", "outcome", "why", "notes", "address here")


@dataclass(slots=True)
class Line:
    """One kind of thing: how many there are, and what became of them."""

    label: str
    in_file: int = 0
    taken: int = 0
    before: int = 0
    left: dict[str, int] = field(default_factory=dict)

    @property
    def left_count(self) -> int:
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing by name, and what became of it."""

    kind: str
    number: str
    name: str
    line: int
    outcome: Result
    why: str
    notes: tuple[str, ...]
    address: str


def lines_of(spool: Spool) -> list[Line]:
    """Give the table of reconciliation. In each line: in the file = taken + before + left."""
    found: dict[str, Line] = {}
    for kind, outcome, why, count in spool.query(
        "SELECT kind, outcome, why, count(*) FROM thing GROUP BY kind, outcome, why ORDER BY why"
    ):
        line = found.setdefault(str(kind), Line(label_of(str(kind))))
        number = int(str(count))
        line.in_file += number
        if outcome == Result.TAKEN:
            line.taken += number
        elif outcome == Result.BEFORE:
            line.before += number
        else:
            line.left[str(why) or "not reached"] = number
    known = [kind for kind in _ORDER if kind in found]
    return [found[kind] for kind in [*known, *sorted(set(found) - set(known))]]


def label_of(kind: str) -> str:
    if kind in _LABELS:
        return _LABELS[kind]
    family, _, name = kind.partition(":")
    return f"Labels of the kind “{name}”" if family == "term" else f"Items of the kind “{name}”"


def entries(spool: Spool) -> Iterator[Entry]:
    """Give every single thing of the file, in its order."""
    for row in spool.query(
        "SELECT kind, number, name, line, outcome, why, notes, address FROM thing ORDER BY line, seq"
    ):
        kind, number, name, line, outcome, why, notes, address = row
        yield Entry(
            kind=str(kind).removeprefix("item:"),
            number=str(number),
            name=str(name),
            line=int(str(line)),
            outcome=Result(str(outcome)) if outcome else Result.LEFT,
            why=str(why) or ("" if outcome else "not reached"),
            notes=tuple(json.loads(str(notes))),
            address=str(address),
        )


def tally(spool: Spool, what: str) -> list[tuple[str, int]]:
    """Give what was counted along the way under a heading, the most first."""
    return [
        (str(name), int(str(count)))
        for name, count in spool.query(
            "SELECT name, count FROM tally WHERE what = ? ORDER BY count DESC, name", (what,)
        )
    ]


def notes_of(spool: Spool) -> list[tuple[str, int]]:
    """Give what was changed in things that were taken, the most frequent first."""
    counts: Counter[str] = Counter()
    for (notes,) in spool.query("SELECT notes FROM thing WHERE notes <> '[]'"):
        counts.update(note for note in json.loads(str(notes)) if not note.startswith(STORY_NOTES))
    return counts.most_common()


def remarks(move: Move) -> list[str]:
    """Give what is to be said of the file as a whole, a sentence each."""
    mended = move.facts.mended
    said = list(move.facts.notes)
    for count, words in (
        (mended.ampersands, "bare ampersands were mended"),
        (mended.entities, "HTML entities that XML does not know were mended"),
        (
            mended.prefixes,
            f"undeclared prefixes were mended ({', '.join(sorted(mended.undeclared))})",
        ),
        (mended.characters, "characters that XML forbids were taken away"),
        (mended.undecodable_bytes, "bytes outside the file's encoding were read as Windows-1252"),
        (mended.blank_lines, "blank lines before the first tag were skipped"),
    ):
        if count:
            said.append(f"{count} {words}.")
    said += [
        f"{count} × {name} in the file was not read." for name, count in move.facts.unread.items()
    ]
    for what, words in (
        ("fields", "custom fields were left"),
        ("labels", "other labels were left"),
    ):
        names = tally(move.spool, what)
        if names:
            some = ", ".join(name for name, _ in names[:6]) + (" …" if len(names) > 6 else "")
            said.append(f"{sum(count for _, count in names)} {words}: {some}.")
    return said


def write_report(spool: Spool, file: TextIO) -> int:
    """Write every thing by name as CSV; give how many."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    written = 0
    for entry in entries(spool):
        cells = (
            *(entry.kind, entry.number, entry.name, str(entry.line), entry.outcome.value),
            *(entry.why, "; ".join(entry.notes), entry.address),
        )
        writer.writerow([_as_text(cell) for cell in cells])
        written += 1
    return written


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
