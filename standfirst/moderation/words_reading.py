"""Reading a text as listed words are looked for in it: without case, diacritics and disguise.

A text is read in several ways, each a string of letters that knows where in the text it came from.
Every way is one pass over the text.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, groupby

from standfirst.lib.names import latin_of

# What stands for a letter. "1" is both i and l, and so are "!" and "|" with a letter after them.
LEET = str.maketrans("!|03456789@$€+", "11oeasgtbgaset")
EITHER = "1"
_COLLAPSED = str.maketrans("i1", "ll")

# Letters that nobody sees, and the Arabic stroke that only lengthens a word.
_UNSEEN = "\u115f\u1160\u3164\uffa0\u0640\u17b4\u17b5"
_SELECTORS = "\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff"
_IGNORED = re.compile(f"[{_UNSEEN}{_SELECTORS}]")


def _class_of(*categories: str) -> str:
    """Give the characters of some of Unicode's categories as ranges in a regex's class."""
    codes = [code for code in range(0xAD, 0x20000) if unicodedata.category(chr(code)) in categories]
    runs = groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    ends = [(run[0][1], run[-1][1]) for run in (list(pairs) for _, pairs in runs)]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ends)


_ACCENTS = _class_of("Mn", "Mc", "Me")
_MARKS = f"{_ACCENTS}{_class_of('Cf')}\U000e0000-\U000e0fff"

_LETTER = rf"[^\W_][{_MARKS}]*+"
_SIGN = rf"(?:[^\W_]|[@$€]|[!|+](?=[{_MARKS}]*[^\W_]))[{_MARKS}]*+"
_GAPS = r"\s._*\-~·•/\\'’=#:+|"
_TOKEN = re.compile(rf"(?:{_LETTER})+")
_LEET_TOKEN = re.compile(rf"(?:{_SIGN})+")
_ONE_SIGN = re.compile(_SIGN)
_MAY_BE_LEET = re.compile(r"[0-9@$€!|+]|[^\W\d_]I")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_CAPITAL_FOR_L = re.compile("(?<=[a-z])I+")
# Letters that are spelled apart; at most three signs stand between two of them.
_SPELLED = re.compile(
    rf"(?<![^\W_])(?<![{_ACCENTS}])(?:{_SIGN}(?:[{_GAPS}][{_MARKS}]*+){{1,3}}){{2,}}{_SIGN}(?![^\W_])"
)
# Signs within a word, without a space. An apostrophe begins a word in French, so it does not count.
_WITHIN = r"._*\-~·•/\\=#:"
_JOINED = re.compile(
    rf"(?<![^\W_])(?<![@$€!|+{_MARKS}])(?:{_SIGN})++"
    rf"(?:(?:[{_WITHIN}][{_MARKS}]*+){{1,2}}(?:{_SIGN})++)+"
)
_JOINT = re.compile(f"[{_WITHIN}{_MARKS}]+")

Fold = Callable[[str], str]


@dataclass(frozen=True)
class Piece:
    """Letters, with the place in the text that they were read from."""

    letters: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """One way to read a text. ``glue`` stands between its pieces, and at both ends."""

    pieces: tuple[Piece, ...]
    glue: str = " "

    @cached_property
    def letters(self) -> str:
        """The pieces in a row."""
        return self.glue + "".join(f"{piece.letters}{self.glue}" for piece in self.pieces)

    @cached_property
    def collapsed(self) -> str:
        """The same with i, l and what may be either as one letter."""
        return self.letters.translate(_COLLAPSED)

    @cached_property
    def _begins(self) -> list[int]:
        lengths = (len(piece.letters) + len(self.glue) for piece in self.pieces)
        return list(accumulate(lengths, initial=len(self.glue)))

    def pieces_at(self, start: int, end: int) -> tuple[Piece, Piece]:
        """The first and the last piece between two places in the letters, the glue left out."""
        first = bisect_right(self._begins, start + len(self.glue)) - 1
        last = bisect_right(self._begins, end - len(self.glue) - 1) - 1
        return self.pieces[first], self.pieces[last]


@lru_cache(maxsize=50_000)
def as_latin(token: str) -> str:
    """Fold a word, with letters of other scripts as the Latin ones that they look like."""
    return _bare("".join(map(latin_of, _seen(token)))).casefold()


@lru_cache(maxsize=50_000)
def as_written(token: str) -> str:
    """Fold a word of another script: by case first, so that its capitals look like its letters."""
    return "".join(map(latin_of, _bare(_seen(token).casefold()))).casefold()


@lru_cache(maxsize=50_000)
def as_leet(token: str) -> str:
    """Fold a word with digits and signs as the letters that they stand for."""
    seen = "".join(map(latin_of, _seen(token)))
    # A capital I behind a small letter is there for an l.
    either = _CAPITAL_FOR_L.sub(lambda found: EITHER * len(found[0]), seen)
    return _bare(either).casefold().translate(LEET)


def collapsed(letters: str) -> str:
    """Give letters with i, l and what may be either as one."""
    return letters.translate(_COLLAPSED)


def in_words(text: str, fold: Fold) -> Reading:
    """Read the words, with whatever stands between them as one space."""
    return Reading(tuple(_folded(_TOKEN.finditer(text), fold)))


def in_leet(text: str) -> Reading | None:
    """Read the words with digits and signs as letters. None where there is none among letters."""
    if not _MAY_BE_LEET.search(text):
        return None
    pieces = tuple(
        Piece(letters, found.start(), found.end())
        for found in _LEET_TOKEN.finditer(text)
        if (letters := as_leet(found[0]) if _HAS_LETTER.search(found[0]) else as_latin(found[0]))
    )
    return Reading(pieces)


def in_joined_words(text: str, fold: Fold) -> Reading | None:
    """Read words that have signs within ("swin-dler") without these. None where there is none."""
    pieces = tuple(_folded(_JOINED.finditer(text), lambda token: fold(_JOINT.sub("", token))))
    return Reading(pieces) if pieces else None


def in_spelled_words(text: str, fold: Fold) -> Iterator[Reading]:
    """Read each run of single letters ("b a d", "b.a.d") as one word."""
    for run in _SPELLED.finditer(text):
        signs = _ONE_SIGN.finditer(run[0])
        yield Reading(
            tuple(
                Piece(letter, run.start() + sign.start(), run.start() + sign.end())
                for sign in signs
                for letter in fold(sign[0])
            ),
            glue="",
        )


def _folded(found: Iterable[re.Match[str]], fold: Fold) -> Iterator[Piece]:
    for match in found:
        letters = fold(match[0])
        if letters:
            yield Piece(letters, match.start(), match.end())


def _seen(token: str) -> str:
    return unicodedata.normalize("NFKD", _IGNORED.sub("", token))


def _bare(spread: str) -> str:
    """Leave out accents and what is invisible; the vowel signs of Indian scripts are letters."""
    return "".join(
        char
        for char in spread
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )
