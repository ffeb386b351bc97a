"""A stream filter that puts right what real exports get wrong, and counts it.

Bare ampersands, HTML's named entities (XML knows five), characters that XML forbids, bytes that are
not in the declared encoding, and blank lines before the first tag. It never adds or takes away a
line break after the first tag, so that the parser's line numbers stay those of the file. What stands
in CDATA, comments and processing instructions is left alone but for forbidden characters.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5

from standfirst.transfer.wordpress.things import Mended, WxrRefused

# XML 1.0, production 2 (Char): everything else may not even be written as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_MARK = re.compile(r"&|<!\[CDATA\[|<!--|<\?")
_CLOSERS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_REFERENCE = re.compile(
    r"&(?:#(?P<dec>[0-9]{1,8})|#[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<name>[A-Za-z][A-Za-z0-9]{0,31}));"
)
_LONGEST_MARK = 40
_LONGEST_OPENER = len("<![CDATA[")
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARATION = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def _encoding_of(start: bytes) -> str:
    """Appendix F of XML 1.0: the byte order mark first, then the declaration, then UTF-8."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARATION.search(start[:1024])
    if start.startswith(codecs.BOM_UTF8) or declared is None:
        return "utf-8"
    return declared.group(1).decode("ascii")


class Decoder:
    """Bytes of the file to text. A stray byte is read as Windows-1252, which is what it nearly always is."""

    def __init__(self, mended: Mended) -> None:
        self._mended = mended
        self._decoder: codecs.IncrementalDecoder | None = None

    def feed(self, data: bytes, *, final: bool = False) -> str:
        if self._decoder is None:
            self._decoder = self._decoder_for(data)
        try:
            text = self._decoder.decode(data, final)
        except UnicodeError as error:
            raise WxrRefused(1, f"the file is not in the encoding it names ({error})") from error
        return _ESCAPED_BYTE.sub(self._stray_byte, text)

    def _decoder_for(self, start: bytes) -> codecs.IncrementalDecoder:
        encoding = _encoding_of(start)
        try:
            return codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
        except LookupError as error:
            raise WxrRefused(
                1, f"the file names an encoding that nobody knows: {encoding}"
            ) from error

    def _stray_byte(self, match: re.Match[str]) -> str:
        self._mended.undecodable_bytes += 1
        return bytes([ord(match.group()) - 0xDC00]).decode("cp1252", "replace")


class Mender:
    """Text in, mended text out; holds back only what a chunk's end may have cut in two."""

    def __init__(self, mended: Mended) -> None:
        self._mended = mended
        self._held = ""
        self._closer = ""
        self._has_begun = False

    def feed(self, text: str, *, final: bool = False) -> str:
        text = _FORBIDDEN.sub(self._forbidden, text)
        if not self._has_begun:
            text = self._without_leading_blanks(text)
        buffer = self._held + text
        # Whatever begins before `limit` is whole: no mark or reference is longer than what follows it.
        limit = len(buffer) if final else max(0, len(buffer) - _LONGEST_MARK)
        out: list[str] = []
        position = 0
        while position < limit:
            step = self._inside if self._closer else self._outside
            position = step(buffer, position, limit, out)
        self._held = buffer[position:]
        return "".join(out)

    def _without_leading_blanks(self, text: str) -> str:
        stripped = text.lstrip("\ufeff \t\r\n")
        self._mended.blank_lines += text[: len(text) - len(stripped)].count("\n")
        self._has_begun = bool(stripped)
        return stripped

    def _inside(self, buffer: str, position: int, limit: int, out: list[str]) -> int:
        """Inside CDATA, a comment or an instruction: copied up to its end."""
        end = buffer.find(self._closer, position)
        stop = max(position, limit)
        if end >= 0:
            stop = end + len(self._closer)
            self._closer = ""
        out.append(buffer[position:stop])
        return stop

    def _outside(self, buffer: str, position: int, limit: int, out: list[str]) -> int:
        found = _MARK.search(buffer, position, limit + _LONGEST_OPENER)
        if found is None or found.start() >= limit:
            out.append(buffer[position:limit])
            return limit
        out.append(buffer[position : found.start()])
        if found.group() != "&":
            self._closer = _CLOSERS[found.group()]
            out.append(found.group())
            return found.end()
        reference = _REFERENCE.match(buffer, found.start())
        if reference is None:
            self._mended.ampersands += 1
            out.append("&amp;")
            return found.end()
        out.append(self._mended_reference(reference))
        return reference.end()

    def _mended_reference(self, reference: re.Match[str]) -> str:
        name = reference["name"]
        if name is None:
            point = int(reference["dec"]) if reference["dec"] else int(reference["hex"], 16)
            if point <= 0x10FFFF and not _FORBIDDEN.match(chr(point)):
                return reference.group()
            self._mended.characters += 1
            return ""
        if name in _XML_OWN:
            return reference.group()
        meaning = html5.get(f"{name};")
        if meaning is None:
            self._mended.ampersands += 1
            return "&amp;" + reference.group()[1:]
        self._mended.entities += 1
        return "".join(f"&#{ord(character)};" for character in meaning)

    def _forbidden(self, match: re.Match[str]) -> str:
        self._mended.characters += 1
        return ""
