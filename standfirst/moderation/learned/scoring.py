"""The arithmetic: from a text and a model's tables to a score and the passage that it rests on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standfirst.moderation.learned.groups import GROUP, WORDS
from standfirst.moderation.learned.reading import (
    LINK,
    Word,
    grams,
    is_word,
    place,
    sentences,
    words_of,
)
from standfirst.moderation.learned.tables import Model, Table

EDGE_BEFORE, EDGE_AFTER = "^", "$"
# Words whose sums are kept. A text has some hundred; most of them were in the text before, too.
MOST_KEPT = 20_000
_SPAN = 6


@dataclass(frozen=True)
class Score:
    """What a model says of a text: a chance, its log-odds, and where the weight lies."""

    chance: float
    odds: float
    start: int
    end: int


class English:
    """Whether a text is in the language that the models learned: by the share of known words.

    Words that are known are bits of a table, two for each word; a word that is not takes both by
    accident once in a hundred.
    """

    def __init__(self, known: Table) -> None:
        self._numbers = known.numbers
        self._bits = known.bits + 4

    def share(self, words: Sequence[Word]) -> float:
        """Give the share of a text's words that are known; 0 where it has no words."""
        said = [word.letters for word in words if is_word(word.letters) or word.letters == GROUP]
        return sum(map(self._is_known, said)) / len(said) if said else 0.0

    def _is_known(self, letters: str) -> bool:
        if letters == GROUP:
            return True
        return all(self._has(place(f"{probe}|{letters}", self._bits)) for probe in "xy")

    def _has(self, bit: int) -> int:
        return self._numbers[bit >> 4] >> (bit & 15) & 1


class WordSums:
    """What each word adds by itself: its own weight and those of its parts. Kept, since words recur."""

    def __init__(self, weights: Table) -> None:
        self._numbers, self._step, self._bits = weights.numbers, weights.step, weights.bits
        self._kept: dict[str, float] = {}

    def of(self, letters: str) -> float:
        """Give a word's sum."""
        found = self._kept.get(letters)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[letters] = self._sum(letters)
        return found

    def one(self, feature: str) -> float:
        """Give the weight of one feature."""
        return self._numbers[place(feature, self._bits)] * self._step

    def _sum(self, letters: str) -> float:
        parts = grams(letters)
        inner = sum(self._numbers[place(f"c|{part}", self._bits)] for part in parts)
        return self.one(f"w|{letters}") + self._step * inner / math.sqrt(len(parts))


class Toxicity:
    """Judges each word in its place; a text is as toxic as its worst word."""

    def __init__(self, model: Model, groups: frozenset[str] = WORDS) -> None:
        self.version = model.version
        self.threshold: float = model.head["threshold"]
        self.prior: float = model.head["prior"]
        self.groups = groups | frozenset(model.head["alike"])
        self._slope, self._lift = model.head["slope"], model.head["lift"]
        self._floor, self._bias = model.head["floor"], model.head["bias"]
        self._sums = WordSums(model.tables["weights"])
        self._english = English(model.tables["known"])
        self._least_known: float = model.head["least_known"]

    def score(self, text: str) -> Score | None:
        """Give a text's score, or None where it is not English enough to be judged."""
        read = [words_of(text, *ends, self.groups) for ends in sentences(text)]
        if self._english.share([word for words in read for word in words]) < self._least_known:
            return None
        return self.of_words(read)

    def of_words(self, read: Sequence[Sequence[Word]]) -> Score:
        """Give the score of sentences that were read, whatever their language."""
        worst, start, end = self._floor, 0, 0
        for words in read:
            odds = self._odds_of(words)
            top = max(odds, default=self._floor)
            if top > worst:
                worst = top
                start, end = _around(words, odds, odds.index(top))
        odds_of_text = self._slope * worst + self._lift
        return Score(chance(odds_of_text), odds_of_text, start, end)

    def _odds_of(self, words: Sequence[Word]) -> list[float]:
        """Give each word's log-odds; signs and names of groups are no evidence themselves."""
        letters = [EDGE_BEFORE, *(word.letters for word in words), EDGE_AFTER]
        found, one = [], self._sums.one
        for before, here, after in zip(letters, letters[1:], letters[2:], strict=False):
            if not is_word(here):
                found.append(-math.inf)
                continue
            around = one(f"p|{before}") + one(f"n|{after}")
            pairs = one(f"a|{before} {here}") + one(f"z|{here} {after}")
            found.append(self._bias + self._sums.of(here) + around + pairs)
        return found


class Spam:
    """Judges a text by the mean of what its words and pairs of words add."""

    def __init__(self, model: Model) -> None:
        self.version = model.version
        self.threshold: float = model.head["threshold"]
        self._bias, self._lift = model.head["bias"], model.head["lift"]
        self._sums = WordSums(model.tables["weights"])
        self._english = English(model.tables["known"])
        self._least_known: float = model.head["least_known"]

    def score(self, text: str) -> Score | None:
        """Give a text's score, or None where it is neither English enough nor made of links alone."""
        words = words_of(text, 0, len(text), ())
        is_said = any(is_word(word.letters) for word in words)
        if is_said and self._english.share(words) < self._least_known:
            return None
        if not is_said and all(word.letters != LINK for word in words):
            return None
        return self.of_words(words)

    def of_words(self, words: Sequence[Word]) -> Score:
        """Give the score of words that were read, whatever their language."""
        letters = [EDGE_BEFORE, *(word.letters for word in words), EDGE_AFTER]
        pairs = [self._sums.one(f"b|{one} {other}") for one, other in pairwise(letters)]
        alone = [self._sums.of(word.letters) for word in words]
        total = (sum(alone) + sum(pairs)) / math.sqrt(max(len(words), 1))
        odds = self._bias + total + self._lift
        start, end = _heaviest(words, [own + pair for own, pair in zip(alone, pairs, strict=False)])
        return Score(chance(odds), odds, start, end)


def chance(odds: float) -> float:
    """Give the probability of log-odds."""
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, odds))))


def _around(words: Sequence[Word], odds: Sequence[float], worst: int) -> tuple[int, int]:
    """Take in the neighbours that speak against the text too."""
    first = last = worst
    while first > 0 and odds[first - 1] > 0:
        first -= 1
    while last + 1 < len(words) and odds[last + 1] > 0:
        last += 1
    return words[first].start, words[last].end


def _heaviest(words: Sequence[Word], added: Sequence[float]) -> tuple[int, int]:
    """Give the few words in a row that add most."""
    if not words:
        return 0, 0
    best = max(range(len(words)), key=lambda at: sum(added[at : at + _SPAN]))
    return words[best].start, words[min(best + _SPAN, len(words)) - 1].end
