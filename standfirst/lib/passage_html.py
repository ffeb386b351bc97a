"""The text of finished HTML, and passages of that text marked in it.

The text is what a reader reads: tags gone, characters for entities, every run of white space one
space, a border between paragraphs, list items and cells one new line. Positions in it are those of
`lib.anchoring`. The HTML must be well-formed, as nh3 and Django's `escape` leave it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

_TOKENS = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>|&[#\w]+;|[^<&]|[<&]""")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
# What stands within a line; any other element begins a new one.
_WITHIN = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "q", "s"),
        *("small", "span", "strong", "sub", "sup", "time", "u"),
    }
)


@dataclass(frozen=True)
class Mark:
    """A stretch of the text to mark, and its words; ``after`` is HTML that stands behind it, once."""

    start: int
    end: int
    words: str
    after: str = ""


def text_of(html: str) -> str:
    """Give what a reader reads."""
    letters: list[str] = []
    gap = " "
    for token, place in _placed(html):
        if place >= 0:
            letters += gap * (place - len(letters)) + unescape(token)
            gap = " "
        elif _begins_a_line(token):
            gap = "\n"
    return "".join(letters)


def marked(html: str, marks: Sequence[Mark]) -> str:
    """Mark stretches of the text, each piece between tags for itself, so that all stays nested.

    One that reads otherwise is left out: a draft is shown with what was said of the published text.
    What stands behind a mark is put out of a link that ends with it: a link holds no other.
    """
    text = text_of(html) if marks else ""
    marks = [mark for mark in marks if text[mark.start : mark.end] == mark.words]
    if not marks:
        return html
    writer = _Writer(marks)
    for token, place in _placed(html):
        writer.write(token, place)
    return writer.finished()


class _Writer:
    """Puts the tokens of HTML together again with marks among them."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.covered = {at for mark in marks for at in range(mark.start, mark.end)}
        self.ends: dict[int, list[str]] = {}
        for mark in marks:
            self.ends.setdefault(mark.end - 1, []).append(mark.after)
        self.parts: list[str] = []
        self.waiting: list[str] = []
        self.is_open = False
        self.links = 0

    def write(self, token: str, place: int) -> None:
        if place < 0 and token[0] == "<" and len(token) > 1:
            self._close()
            self.links += {"<a ": 1, "<a>": 1, "</a": -1}.get(token[:3], 0)
            self.parts.append(token)
        else:
            if place >= 0 and (place in self.covered) is not self.is_open:
                self._switch()
            self.parts.append(token)
            self.waiting += self.ends.get(place, ())
            if self.is_open and place >= 0 and place + 1 not in self.covered:
                self._close()
        if self.waiting and not self.links:
            self._close()
            self.parts += self.waiting
            self.waiting = []

    def finished(self) -> str:
        self._close()
        return "".join([*self.parts, *self.waiting])

    def _switch(self) -> None:
        self.parts.append("</span>" if self.is_open else '<span class="passage">')
        self.is_open = not self.is_open

    def _close(self) -> None:
        if self.is_open:
            self._switch()


def _begins_a_line(token: str) -> bool:
    name = _TAG_NAME.match(token)
    return name is not None and name[1].lower() not in _WITHIN


def _placed(html: str) -> Iterator[tuple[str, int]]:
    """Give tags and characters in turn, each character with its place; -1 for what has none.

    White space has none: it is counted when something follows it.
    """
    length, is_apart = 0, False
    for token in _TOKENS.findall(html):
        if token[0] == "<" and len(token) > 1:
            is_apart = is_apart or _begins_a_line(token)
            yield token, -1
        elif not unescape(token).strip():
            is_apart = True
            yield token, -1
        else:
            place = length + (1 if is_apart and length else 0)
            length, is_apart = place + len(unescape(token)), False
            yield token, place
