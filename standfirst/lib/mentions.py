"""Who is named with an @ in a text, among people whose names are known.

A mention is `@Name` with the whole name of somebody, however it is written. What is quoted (a line
that begins with `>`) mentions nobody anew, and the @ of an address is none.
"""

import re
from collections.abc import Iterable

from standfirst.lib.text import one_line

# More people are not called by one comment.
MOST_MENTIONS = 10
_QUOTED = re.compile(r"^[ \t]{0,3}>.*$", re.MULTILINE)
_AT = re.compile(r"(?<![\w@./+-])@(?=\S)")


def mentioned(text: str, names: Iterable[str]) -> set[str]:
    """Give which of the names are mentioned, as they came; at each @ the longest that fits counts.

    At most the first ten. Linear in the text for any number of names.
    """
    known: dict[str, set[str]] = {}
    for name in names:
        known.setdefault(_folded(name), set()).add(name)
    known.pop("", None)
    lengths = sorted({len(folded) for folded in known}, reverse=True)
    plain = _folded(_QUOTED.sub("", text))
    found: set[str] = set()
    for at in _AT.finditer(plain):
        begin = at.end()
        for length in lengths:
            if plain[begin : begin + length] in known and _ends(plain, begin + length):
                found |= known[plain[begin : begin + length]]
                break
        if len(found) >= MOST_MENTIONS:
            break
    return found


def _ends(text: str, place: int) -> bool:
    """Whether no word goes on here."""
    return place >= len(text) or not (text[place].isalnum() or text[place] == "_")


def _folded(text: str) -> str:
    return one_line(text).casefold()
