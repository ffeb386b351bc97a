"""Finding listed words as people disguise them: case, diacritics, spacing, punctuation.

Matching is linear in the text: it is folded once, and looked through for all words by one
alternation without nested repetition.
"""

import re
from collections.abc import Iterable

from standfirst.lib.text import fold

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORD = re.compile(r"\w+", re.UNICODE)
_SPACED = re.compile(r"(?<!\w)(?:\w[\s._*\-]{1,3}){2,}\w(?!\w)")
_GAP = re.compile(r"[\s._*\-]+")


def listed_word_in(text: str, phrases: Iterable[str]) -> str | None:
    """Give the first listed phrase that stands in the text as whole words, or None.

    Letters that are spelled apart ("b a d", "b.a.d") count as one word; a listed word inside a
    longer one does not count.
    """
    folded = fold(_ZERO_WIDTH.sub("", text))
    joined = _SPACED.sub(lambda match: _GAP.sub("", match[0]), folded)
    seen = {_plain(folded), _plain(joined)}
    for phrase in phrases:
        wanted = _plain(fold(phrase))
        if wanted.strip() and any(wanted in plain for plain in seen):
            return phrase
    return None


def _plain(folded: str) -> str:
    return f" {' '.join(_WORD.findall(folded.replace('_', ' ')))} "
