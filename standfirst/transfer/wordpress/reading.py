"""A WXR file read as a stream of frozen things; memory holds one item at a time.

The parser is expat without its namespace processing: prefixes are resolved here, because real
exports use prefixes that they never declare, and a namespace parser refuses those outright. No
entity declared in the file is ever expanded and nothing outside the file is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from standfirst.transfer.wordpress.elements import Elements
from standfirst.transfer.wordpress.mending import Decoder, Mender
from standfirst.transfer.wordpress.things import Channel, Mended, Thing, WxrRefused

CHUNK = 64 * 1024
KNOWN_VERSIONS = ("1.0", "1.1", "1.2")


class Readable(Protocol):
    """Bytes, some at a time."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class Reading:
    """One pass over one file. `channel`, `mended` and `notes` are complete when `things` is used up."""

    stream: Readable
    bytes_read: int = 0
    mended: Mended = field(default_factory=Mended)
    channel: Channel = field(default_factory=Channel)
    notes: list[str] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    _fed: int = 0

    def things(self) -> Iterator[Thing]:
        """Authors, terms, comments and items in the file's order; a comment comes before its item ends.

        Raises WxrRefused with the line and the cause where the file cannot be read on.
        """
        decoder, mender, elements = Decoder(self.mended), Mender(self.mended), Elements(self.mended)
        parser = _parser_for(elements)
        while data := self.stream.read(CHUNK):
            self.bytes_read += len(data)
            self._parse(parser, elements, mender.feed(decoder.feed(data)))
            yield from elements.take()
        self._parse(parser, elements, mender.feed(decoder.feed(b"", final=True), final=True))
        self._parse(parser, elements, None)
        yield from elements.take()
        self.channel = elements.channel()
        self.unread = dict(elements.unread)
        self.notes += self._version_notes()

    def _parse(self, parser: expat.XMLParserType, elements: Elements, text: str | None) -> None:
        data = b"" if text is None else text.encode("utf-8")
        before = self._fed
        self._fed += len(data)
        try:
            parser.Parse(data, text is None)
        except expat.ExpatError as error:
            offset = parser.ErrorByteIndex - before
            # expat points at the last character of "]]>".
            start = offset - 2 if data[max(offset - 2, 0) : offset + 1] == b"]]>" else offset
            excerpt = data[start : start + 200].decode("utf-8", "ignore") if offset >= 0 else ""
            raise WxrRefused(self._line(error.lineno), elements.cause_of(error, excerpt)) from error
        except WxrRefused as refused:
            raise WxrRefused(self._line(refused.line), refused.cause) from refused

    def _line(self, line: int) -> int:
        """Blank lines before the first tag never reach the parser."""
        return line + self.mended.blank_lines

    def _version_notes(self) -> list[str]:
        version = self.channel.version
        if not version:
            return ["The file does not say which version of the format it is; it was read as 1.2."]
        if version not in KNOWN_VERSIONS:
            return [
                f"The file names a version that there is not (“{version[:20]}”); it was read as 1.2."
            ]
        return []


def _parser_for(elements: Elements) -> expat.XMLParserType:
    # With an encoding given here, the declaration's is ignored: we have decoded already.
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    elements.attach(parser)
    return parser
