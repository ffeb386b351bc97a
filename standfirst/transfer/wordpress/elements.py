"""From the parser's events to things: which element opens what, and which texts belong to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from standfirst.lib.text import one_line
from standfirst.transfer.wordpress.names import FOREIGN, Namespaces
from standfirst.transfer.wordpress.records import (
    FIELDS,
    USELESS,
    Record,
    author_of,
    comment_of,
    item_of,
    term_of,
)
from standfirst.transfer.wordpress.things import Channel, Mended, Thing, WxrRefused

LARGEST_RECORD = 32_000_000  # characters of one item, its comments not counted
DEEPEST = 64
# Elements that open a record, by the kind of record they may stand in ("" is outside of any item).
_OPENERS = {
    ("", "item"): "item",
    ("", "wp:author"): "author",
    ("", "wp:category"): "category",
    ("", "wp:tag"): "tag",
    ("", "wp:term"): "term",
    ("item", "wp:comment"): "comment",
    ("item", "wp:postmeta"): "meta",
    ("item", "category"): "mention",
    ("comment", "wp:commentmeta"): "meta",
    ("term", "wp:termmeta"): "meta",
    ("category", "wp:termmeta"): "meta",
    ("tag", "wp:termmeta"): "meta",
}
_CODES = expat.errors.codes
_ENDS_EARLY = {
    _CODES[expat.errors.XML_ERROR_NO_ELEMENTS],
    _CODES[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    _CODES[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    _CODES[expat.errors.XML_ERROR_PARTIAL_CHAR],
}
# qTranslate marks languages with comments; in a title they would otherwise glue two languages together.
_LANGUAGE_MARK = re.compile(r":([a-z]{2})?")


@dataclass(slots=True)
class _Open:
    name: str
    raw: str
    line: int
    record: Record | None = None
    texts: list[str] | None = None


class Elements:
    """Holds the open elements and the records being filled; hands out what is finished."""

    def __init__(self, mended: Mended) -> None:
        self._namespaces = Namespaces(mended)
        self._open: list[_Open] = []
        self._records: list[Record] = []
        self._finished: list[Thing] = []
        self._channel: dict[str, str] = {}
        self._items = 0
        self.unread: Counter[str] = Counter()

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external

    def take(self) -> Iterator[Thing]:
        finished, self._finished = self._finished, []
        yield from finished

    def channel(self) -> Channel:
        return Channel(
            **{field: self._channel.get(name, "") for name, field in FIELDS["channel"].items()}
        )

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        self._namespaces.enter(attributes)
        name = self._namespaces.known_name(raw)
        line = self._parser.CurrentLineNumber
        # A bare <item> is what people cut out of an export to move one article.
        if not self._open and name not in {"rss", "channel", "item"}:
            cause = f"this is not a WordPress export: it begins with <{raw[:40]}> where <rss> should stand"
            raise WxrRefused(line, cause)
        if len(self._open) >= DEEPEST:
            raise WxrRefused(
                line, f"elements are nested more than {DEEPEST} deep, which no export does"
            )
        element = _Open(name, raw, line)
        kind = _OPENERS.get((self._records[-1].kind if self._records else "", name))
        if kind is not None:
            element.record = self._open_record(kind, line, attributes)
        if kind == "mention" or (kind is None and self._is_field(name)):
            element.texts = []
        self._open.append(element)

    def _end(self, _raw: str) -> None:
        self._namespaces.leave()
        element = self._open.pop()
        text = "" if element.texts is None else "".join(element.texts).strip()
        if element.record is not None:
            if element.record.kind == "mention":
                element.record.put("name", text)
            self._close_record(self._records.pop())
        elif element.texts is not None and self._records:
            self._records[-1].put(element.name, text)
        elif element.texts is not None:
            self._channel.setdefault(element.name, text)

    def _characters(self, text: str) -> None:
        if not self._open or self._open[-1].texts is None:
            return
        self._open[-1].texts.append(text)
        for record in self._records:
            record.size += len(text)
            if record.size > LARGEST_RECORD:
                raise WxrRefused(
                    record.line, f"one {record.kind} alone is larger than 32 million characters"
                )

    def _comment(self, text: str) -> None:
        match = _LANGUAGE_MARK.fullmatch(text)
        if match and self._open and self._open[-1].texts is not None:
            self._open[-1].texts.append(f"[:{match.group(1) or ''}]")

    def _entity(self, name: str, *_rest: object) -> None:
        cause = f"the file declares an entity of its own ({name[:40]}), which no export needs and attacks use"
        raise WxrRefused(self._parser.CurrentLineNumber, cause)

    def _external(self, *_rest: object) -> int:
        raise WxrRefused(
            self._parser.CurrentLineNumber, "the file refers to something outside itself"
        )

    def _open_record(self, kind: str, line: int, attributes: dict[str, str]) -> Record:
        record = Record(kind, line)
        if kind == "item":
            record.ordinal = self._items
            self._items += 1
        elif kind == "comment":
            record.ordinal = self._records[-1].ordinal
        elif kind == "mention":
            record.put("domain", attributes.get("domain", ""))
            record.put("nicename", attributes.get("nicename", ""))
        self._records.append(record)
        return record

    def _close_record(self, record: Record) -> None:
        if record.kind in {"meta", "mention"}:
            self._records[-1].adopt(record)
        elif record.kind == "comment":
            # A comment leaves at once: an item with a hundred thousand of them stays a small record.
            self._finished.append(comment_of(record))
            self._records[-1].size -= record.size
        elif record.kind == "item":
            self._finished.append(item_of(record))
        else:
            self._finished.append(author_of(record) if record.kind == "author" else term_of(record))

    def _is_field(self, name: str) -> bool:
        """Only what stands directly in a record (or in <channel>) is its field."""
        if not self._records:
            return (
                bool(self._open) and self._open[-1].name == "channel" and name in FIELDS["channel"]
            )
        record = self._records[-1]
        if self._open[-1].record is not record:
            return False
        if name in FIELDS[record.kind]:
            return True
        if name.startswith(f"{FOREIGN}:"):
            self.unread["elements of other makers"] += 1
        elif name not in USELESS.get(record.kind, frozenset()):
            self.unread[f"<{name}>"] += 1
        return False

    def cause_of(self, error: expat.ExpatError, excerpt: str) -> str:
        """What is wrong, in words that can be looked up in the file. `excerpt` begins at the fault."""
        innermost = self._open[-1] if self._open else None
        seen = f": “{one_line(excerpt[:50])}”" if excerpt.strip() else ""
        if error.code in _ENDS_EARLY and innermost is None:
            return "there is nothing in the file"
        if error.code in _ENDS_EARLY and innermost is not None:
            return f"the file ends in the middle: <{innermost.raw}> of line {innermost.line} is never closed"
        if error.code == _CODES[expat.errors.XML_ERROR_TAG_MISMATCH] and innermost is not None:
            return f"<{innermost.raw}> of line {innermost.line} is not closed before this{seen}"
        if excerpt.startswith("]]>"):
            return "a CDATA section was closed before its end, so “]]>” stands in the text"
        return f"this is not well-formed XML ({expat.ErrorString(error.code)}){seen}"
