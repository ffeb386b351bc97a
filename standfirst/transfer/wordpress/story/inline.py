"""Running text as the rich text of a paragraph block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape

from bs4 import NavigableString, PageElement, Tag

# What a foreign mark becomes. The newsroom shows these tags and no others in a paragraph.
_MARKS = {
    **dict.fromkeys(("b", "strong"), "b"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "i"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("s", "strike", "del"), "s"),
    **{name: name for name in ("sub", "sup", "small", "q")},
}
# Unwrapped without a word: they mark nothing that a reader would miss.
_SILENT = {"span", "font", "wbr", "label", "bdi"}
_UNWRAPPED = {"u", "ins", "mark", "big", "bdo", "time"} | _SILENT
_ABBREVIATIONS = {"abbr", "acronym"}
INLINE = set(_MARKS) | _UNWRAPPED | _ABBREVIATIONS | {"a", "br"}

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_EDGES = re.compile(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$")
_EMPTY_MARK = re.compile(r"<(a|abbr|b|i|code|s|sub|sup|small|q)(?: [^<>]*)?></\1>")
_TAG = re.compile(r"<[^<>]*>")


class InlineWriter:
    """Writes inline nodes; hands out a paragraph whenever one ends, and whatever is not inline.

    `breaks` says whether a line break in the source is one on the page, as in WordPress's classic
    text; a blank line then begins a paragraph. Open marks are closed and opened again around
    what is lifted out.
    """

    def __init__(
        self,
        *,
        breaks: bool,
        emit: Callable[[str], None],
        lift: Callable[[Tag, str], None],
        left: Counter[str],
    ) -> None:
        self._breaks = breaks
        self._emit = emit
        self._lift = lift
        self._left = left
        self._open: list[tuple[str, str]] = []
        self._out: list[str] = []
        self._address = ""

    def write(self, nodes: Iterable[PageElement]) -> None:
        for node in nodes:
            if isinstance(node, Tag):
                self._tag(node)
            elif isinstance(node, NavigableString):
                self._text(str(node))

    def end(self) -> None:
        """Hand out what was written as one paragraph, if it has any words."""
        html = "".join(self._out) + "".join(f"</{name}>" for name, _ in reversed(self._open))
        self._out = [opening for _, opening in self._open]
        html = _EDGES.sub("", _without_empty_marks(html))
        if _TAG.sub("", html).replace("\xa0", " ").strip():
            self._emit(html)

    def _text(self, text: str) -> None:
        if not self._breaks:
            self._out.append(escape(re.sub(r"[ \t\r\n]+", " ", text), quote=False))
            return
        for number, piece in enumerate(_BLANK_LINE.split(text)):
            if number:
                self.end()
            lines = escape(piece, quote=False).replace("\r", "").split("\n")
            self._out.append("<br/>".join(lines))

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self._break()
        elif name == "a":
            self._link(tag)
        elif name in _MARKS:
            self._marked(tag, _MARKS[name], f"<{_MARKS[name]}>")
        elif name in _ABBREVIATIONS and tag.get("title"):
            self._marked(tag, "abbr", f'<abbr title="{escape(str(tag["title"]))}">')
        elif name in _UNWRAPPED | _ABBREVIATIONS:
            if name not in _SILENT:
                self._left[f"formatting <{name}> (the words stay)"] += 1
            self.write(tag.children)
        else:
            self._lifted(tag)

    def _break(self) -> None:
        # Two in a row are how pasted text separates paragraphs.
        if self._out and self._out[-1].rstrip() == "<br/>":
            self._out.pop()
            self.end()
        else:
            self._out.append("<br/>")

    def _link(self, tag: Tag) -> None:
        address = str(tag.get("href") or "").strip()
        if not address or address.startswith("#"):
            self._left["link or mark inside the page (the words stay)"] += 1
            self.write(tag.children)
            return
        if self._address:
            self.write(tag.children)
            return
        self._address = address
        self._marked(tag, "a", f'<a href="{escape(address)}">')
        self._address = ""

    def _marked(self, tag: Tag, name: str, opening: str) -> None:
        self._out.append(opening)
        self._open.append((name, opening))
        self.write(tag.children)
        self._open.pop()
        self._out.append(f"</{name}>")

    def _lifted(self, tag: Tag) -> None:
        alt = smiley(tag)
        if alt is not None:
            self._out.append(escape(alt, quote=False))
            return
        self.end()
        self._lift(tag, self._address)


def smiley(tag: Tag) -> str | None:
    """WordPress draws smileys as pictures whose alternative text is the smiley."""
    classes = tag.get("class") or []
    if tag.name == "img" and {"wp-smiley", "emoji"} & set(classes):
        return str(tag.get("alt") or "")
    return None


def _without_empty_marks(html: str) -> str:
    while True:
        shorter = _EMPTY_MARK.sub("", html)
        if shorter == html:
            return html
        html = shorter


def plain_text(tag: Tag) -> str:
    """The words of a tag on one line, a break between its blocks being a space."""
    for line_break in tag.find_all("br"):
        line_break.replace_with(" ")
    return " ".join(tag.get_text().split())
