"""Finding listed words as people disguise them.

Matching is linear in the text: each way of reading it is looked through once, for all words
together, by Aho–Corasick. A listed word within a longer one does not count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from standfirst.moderation.words_reading import (
    EITHER,
    Fold,
    Reading,
    as_latin,
    as_leet,
    as_written,
    collapsed,
    in_joined_words,
    in_leet,
    in_spelled_words,
    in_words,
)

# Nobody spells two letters apart, or has a sign between them: they are initials.
SHORTEST_SPELLED = 3
LONGEST_PHRASE = 200


@dataclass(frozen=True, order=True)
class Hit:
    """A listed phrase in a text: between which characters of the text as it was written."""

    start: int
    end: int
    phrase: str


class _Pattern:
    """Phrases that are looked for in one way of reading, by the letters that each has there."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._phrases: dict[str, list[tuple[str, str]]] = {}
        for phrase, letters in phrases:
            self._phrases.setdefault(collapsed(letters), []).append((phrase, letters))
        self._keys = list(self._phrases)
        self._automaton = AhoCorasick(self._keys)

    def found_in(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        """Give begin and end within the reading's letters, and the phrase."""
        found = self._automaton.find_matches_as_indexes(reading.collapsed, overlapping=True)
        for number, start, end in found:
            here = reading.letters[start:end]
            for phrase, letters in self._phrases[self._keys[number]]:
                if _may_be(letters, here):
                    yield start, end, phrase


class Finder:
    """Looks for the phrases of one or several lists."""

    def __init__(self, phrases: Iterable[str]) -> None:
        latin: list[str] = []
        other: list[str] = []
        for phrase in dict.fromkeys(each[:LONGEST_PHRASE] for each in phrases):
            (latin if _words(phrase, as_latin).isascii() else other).append(phrase)
        self._latin = _Script(latin, as_latin, as_leet)
        self._other = _Script(other, as_written, as_written)

    def hits(self, text: str) -> list[Hit]:
        """Every hit in a text, the first standing first."""
        found = set(self._latin.hits(text))
        if not text.isascii():
            # What is written in Latin letters alone is no word of another script.
            found |= {
                hit for hit in self._other.hits(text) if _is_foreign(text[hit.start : hit.end])
            }
        return sorted(found)

    def first_hit(self, text: str) -> Hit | None:
        """The hit that stands first, or None."""
        return next(iter(self.hits(text)), None)


class _Script:
    """Phrases of one script, with how words are folded there, and words with signs in them."""

    def __init__(self, phrases: list[str], fold: Fold, fold_signs: Fold) -> None:
        self._fold, self._fold_signs = fold, fold_signs
        plain = [(phrase, f" {words} ") for phrase in phrases if (words := _words(phrase, fold))]
        signed = [(phrase, _words(phrase, fold_signs)) for phrase, _ in plain]
        short = SHORTEST_SPELLED
        letters = [(phrase, words.replace(" ", "")) for phrase, words in signed]
        self._plain = _Pattern(plain)
        self._signed = _Pattern((phrase, f" {words} ") for phrase, words in signed)
        self._letters = _Pattern(each for each in letters if len(each[1]) >= short)
        self._one_word = _Pattern(
            (phrase, f" {words} ")
            for phrase, words in signed
            if " " not in words and len(words) >= short
        )
        self._is_empty = not plain
        self._has_leet = fold is not fold_signs

    def hits(self, text: str) -> Iterator[Hit]:
        """Every hit, in no order; one that is found in two ways may come twice."""
        if self._is_empty:
            return
        yield from _hits(self._plain, in_words(text, self._fold))
        leet = in_leet(text) if self._has_leet else None
        if leet is not None:
            yield from _lettered(_hits(self._signed, leet), text)
        joined = in_joined_words(text, self._fold_signs)
        if joined is not None:
            yield from _lettered(_hits(self._one_word, joined), text)
        for run in in_spelled_words(text, self._fold_signs):
            yield from _lettered(_spelled(self._letters, run, text), text)


@lru_cache(maxsize=8)
def finder_of(lists: tuple[str, ...]) -> Finder:
    """Give the finder for lists of words, by their content: a list that changes makes another.

    Every process keeps its own, and none can be out of date.
    """
    return Finder(phrase for words in lists for phrase in phrases_in(words))


def phrases_in(words: str) -> list[str]:
    """The entries of a list, without empty lines and without lines that begin with #."""
    lines = (line.strip() for line in words.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _hits(pattern: _Pattern, reading: Reading) -> Iterator[Hit]:
    for start, end, phrase in pattern.found_in(reading):
        first, last = reading.pieces_at(start, end)
        yield Hit(first.start, last.end, phrase)


def _spelled(pattern: _Pattern, run: Reading, text: str) -> Iterator[Hit]:
    """Hits among letters spelled apart. Within a run, "a b a d", a word has spaces around it:

    "C.A.S.S." is an abbreviation of its own.
    """
    pieces = run.pieces
    for start, end, phrase in pattern.found_in(run):
        before = text[pieces[start - 1].end : pieces[start].start] if start else " "
        after = text[pieces[end - 1].end : pieces[end].start] if end < len(pieces) else " "
        if before.isspace() and after.isspace():
            yield Hit(pieces[start].start, pieces[end - 1].end, phrase)


def _lettered(hits: Iterable[Hit], text: str) -> Iterator[Hit]:
    """Only hits with a real letter: 455 is a number."""
    return (hit for hit in hits if any(char.isalpha() for char in text[hit.start : hit.end]))


def _is_foreign(passage: str) -> bool:
    return any(char.isalpha() and not char.isascii() for char in passage)


def _words(phrase: str, fold: Fold) -> str:
    return in_words(phrase, fold).letters.strip()


def _may_be(wanted: str, here: str) -> bool:
    """Whether letters are those of a phrase, where what may be i or l is either."""
    return wanted == here or all(
        one == other or EITHER in (one, other) for one, other in zip(wanted, here, strict=True)
    )
