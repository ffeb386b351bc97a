"""Finding listed words as people disguise them: case, diacritics, spacing, punctuation.

Matching is linear in the text: it is folded once, and looked through for all words by one
alternation without nested repetition.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from standfirst.lib.text import fold

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORD = re.compile(r"\w+", re.UNICODE)
_SPACED = re.compile(r"(?<!\w)(?:\w[\s._*\-]{1,3}){2,}\w(?!\w)")
_GAP = re.compile(r"[\s._*\-]+")


def listed_word_in(text: str, phrases: Iterable[str]) -> str | None:
    """Give the first listed phrase that stands in the text as whole words, or None.

    Letters that are spelled apart ("b a d", "b.a.d") count as one word, also after a word that is
    a letter itself ("a b a d"); a listed word inside a longer one does not count.
    """
    folded = fold(_ZERO_WIDTH.sub("", text))
    spelled = [_GAP.sub("", match[0]) for match in _SPACED.finditer(folded)]
    plain = _plain(folded)
    for phrase in phrases:
        wanted = _wanted(phrase)
        letters = wanted.replace(" ", "")
        if letters and (wanted in plain or _is_spelled(letters, spelled)):
            return phrase
    return None


def _is_spelled(letters: str, spelled: Iterable[str]) -> bool:
    """Whether single letters in a row spell it. Nobody spells two: they are initials."""
    return len(letters) > len("ab") and any(letters in run for run in spelled)


@lru_cache(maxsize=10_000)
def _wanted(phrase: str) -> str:
    """A listed phrase as it is looked for: the lists are the same from one text to the next."""
    return _plain(fold(phrase))


def _plain(folded: str) -> str:
    return f" {' '.join(_WORD.findall(folded.replace('_', ' ')))} "
