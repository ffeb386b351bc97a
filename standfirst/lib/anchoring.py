"""Finding a passage again in a text that was edited.

A passage is known by its words, by 32 characters on either side, and by where it stood. Every place
that could be it is a candidate: where the same words stand, where its surroundings stand around
other words, and where an alignment says so. Quote, prefix, suffix and distance are weighed, the best
wins if it is good enough and no other is nearly as good. **Wrong is worse than lost**: a comment
below words that it does not speak of makes its author say what they did not.

Positions count characters as Python does (code points), not as JavaScript does.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

# Characters that are kept from either side of a quote.
CONTEXT = 32

# How much each piece of evidence is worth; together 1.
QUOTE, AROUND, HOME, NEAR = 0.6, 0.15, 0.05, 0.05
# What a candidate must reach, and by how much it must be better than any other place.
ENOUGH = 0.68
CLEARLY = 0.04
# A side of which nothing can be told, because a block begins or ends there now or did before.
UNSAID = 0.25
# Words that are known by themselves if they stand there once and did before.
KNOWN_BY_THEMSELVES = 4
# A quote whose words are less alike than this was rewritten, whatever stands around it.
REWRITTEN = 0.42
# How far a bracketed passage may have shrunk or grown.
SHRUNK, GROWN = 0.4, 2.5
# Blocks that are looked at besides the passage's own, those first that share most words.
OTHER_BLOCKS = 3
MOST_PLACES = 50

# A word, a sign; where a script writes no spaces, a character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORDY = re.compile(rf"[^\W{_UNSPACED}]{{2}}")
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")


@dataclass(frozen=True)
class Passage:
    """A stretch of a block's text as it read when it was marked.

    ``prefix`` and ``suffix`` are up to 32 characters of the same block; one that is shorter says
    that the block began or ended there.
    """

    block: str
    position: int
    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Found:
    """Where a passage stands now: ``start`` to ``end`` in the text of a block; score 0 to 1."""

    block: str
    start: int
    end: int
    score: float


def passage_at(block: str, text: str, start: int, end: int) -> Passage:
    """Describe a stretch of a block so that it can be found again."""
    return Passage(
        block=block,
        position=start,
        quote=text[start:end],
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
    )


def in_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of a text that begins or ends within a word."""
    while start and _cuts(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _cuts(text[end - 1], text[end]):
        end += 1
    return start, end


class Article:
    """The text of an article as it is now, asked for any number of passages.

    ``blocks`` gives each block's text by its id, in reading order. ``before`` is the same of what
    it was when the passages were last found, where that is known: then a copy that stood beside
    the passage all along is not taken for it, and words that stood there once are known again
    even where everything around them changed.
    """

    def __init__(self, blocks: Mapping[str, str], before: Mapping[str, str] | None = None) -> None:
        self._blocks = {name: _Block(name, text) for name, text in blocks.items()}
        self._before = before

    def find(self, passage: Passage) -> Found | None:
        """Give the place of a passage, or None: it is lost."""
        if not passage.quote:
            return None
        home = self._blocks.get(passage.block)
        end = passage.position + len(passage.quote)
        if home is not None and passage_at(home.name, home.text, passage.position, end) == passage:
            return Found(home.name, passage.position, end, 1.0)
        wanted = _Wanted(passage)
        if not wanted.words:
            return None
        exact = list(self._exact(wanted))
        places = exact + ([] if home is None else _weighed(wanted, home, _bracketed))
        best = _clear_best(places, exact)
        if best is not None and best.score >= 1 - NEAR:
            return best
        for block in self._likely(wanted):
            places += _weighed(wanted, block, _bracketed) + _weighed(wanted, block, _aligned)
        return _clear_best(places, exact) or self._by_words_alone(wanted, exact, places)

    def _by_words_alone(
        self, wanted: "_Wanted", exact: Sequence[Found], places: Sequence[Found]
    ) -> Found | None:
        """What stands there once and stood there once, in enough words to be known by them."""
        if self._before is None or len(exact) != 1 or len(wanted.words) < KNOWN_BY_THEMSELVES:
            return None
        before = sum(text.count(wanted.quote) for text in self._before.values())
        is_rivalled = any(
            place.score >= ENOUGH and _is_elsewhere(place, exact[0]) for place in places
        )
        return exact[0] if before == 1 and not is_rivalled else None

    def _exact(self, wanted: "_Wanted") -> Iterator[Found]:
        """Where the same words stand. Those of the passage's own block are looked at first."""
        left = MOST_PLACES
        for block in self._home_first(wanted):
            starts = [at for at in _places(wanted.quote, block.text) if wanted.fits(block, at)]
            if self._stood_there(wanted, block, len(starts)):
                continue
            for start in starts[:left]:
                yield wanted.weigh(block, start, start + len(wanted.quote))
            left = max(left - len(starts), 0)

    def _stood_there(self, wanted: "_Wanted", block: "_Block", count: int) -> bool:
        """Whether another block has the words no more often than before: they are its own."""
        if self._before is None or block.name == wanted.passage.block:
            return False
        return count <= sum(1 for _at in _places(wanted.quote, self._before.get(block.name, "")))

    def _home_first(self, wanted: "_Wanted") -> Iterator["_Block"]:
        home = self._blocks.get(wanted.passage.block)
        if home is not None:
            yield home
        yield from (block for block in self._blocks.values() if block is not home)

    def _likely(self, wanted: "_Wanted") -> list["_Block"]:
        """The passage's own block, and the others that share most words with it.

        A block that reads as before holds nothing that came to it.
        """
        home = self._blocks.get(wanted.passage.block)
        before = self._before or {}
        shared = [
            (sum((wanted.counts & block.counts).values()), block)
            for block in self._blocks.values()
            if block is not home and before.get(block.name) != block.text
        ]
        least = max(len(wanted.words) // 4, 1)
        likely = [pair for pair in shared if pair[0] >= least]
        likely.sort(key=lambda pair: pair[0], reverse=True)
        others = [block for _count, block in likely[:OTHER_BLOCKS]]
        return [home, *others] if home is not None else others


class _Block:
    """The text of one block and its words, taken apart when they are first asked for."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in _TOKEN.finditer(self.text)]

    @cached_property
    def tokens(self) -> list[str]:
        return [self.text[start:end] for start, end in self.spans]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(token for token in self.tokens if token[0].isalnum())


class _Wanted:
    """A passage that is looked for, and what is asked of it again and again."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.quote = passage.quote

    def fits(self, block: _Block, start: int) -> bool:
        """Whether the words begin and end there as they did: between words, or within one."""
        begins = (self.passage.prefix[-1:], self.quote[0])
        ends = (self.quote[-1], self.passage.suffix[:1])
        end = start + len(self.quote)
        return _cuts(*begins) == _cuts(block.text[:start][-1:], begins[1]) and _cuts(
            *ends
        ) == _cuts(ends[0], block.text[end : end + 1])

    @cached_property
    def words(self) -> list[str]:
        return [token for token in _TOKEN.findall(self.quote) if token[0].isalnum()]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.words)

    def weigh(self, block: _Block, start: int, end: int) -> Found:
        """Say how much speaks for a place. 0 where the words have nothing in common."""
        passage, text = self.passage, block.text
        alike = self._likeness(text[start:end])
        if alike < REWRITTEN:
            return Found(block.name, start, end, 0)
        before = text[max(start - CONTEXT, 0) : start]
        after = text[end : end + CONTEXT]
        score = QUOTE * alike
        score += AROUND * _side(passage.prefix[::-1], before[::-1])
        score += AROUND * _side(passage.suffix, after)
        if block.name == passage.block:
            score += HOME + NEAR * (1 - abs(start - passage.position) / max(len(text), 1))
        return Found(block.name, start, end, score)

    def _likeness(self, text: str) -> float:
        if text == self.quote:
            return 1
        letters = Indel.normalized_similarity(self.quote, text)
        words = [token for token in _TOKEN.findall(text) if token[0].isalnum()]
        return (letters + Indel.normalized_similarity(self.words, words)) / 2


def _side(kept: str, now: str) -> float:
    """How alike two surroundings are, both read away from the quote; UNSAID where it cannot be told.

    A side that is empty because the block began there says nothing when something stands there
    now, for blocks are merged, or when nothing stands where something stood, for they are split.
    """
    if not kept or not now:
        return 1.0 if kept == now else UNSAID
    shortest = min(len(kept), len(now))
    # What is nearest counts most: an edit further away says little.
    near = Indel.normalized_similarity(kept[: min(12, shortest)], now[: min(12, shortest)])
    far = Indel.normalized_similarity(kept[:shortest], now[:shortest])
    return max((near + far - 1), 0.0)


def _bracketed(wanted: _Wanted, block: _Block) -> Iterator[tuple[int, int]]:
    """Where what stood before and what stood after stand around something of a fitting length."""
    prefix, suffix = wanted.passage.prefix, wanted.passage.suffix
    shortest, longest = SHRUNK * len(wanted.quote), GROWN * len(wanted.quote)
    starts = [0] if not prefix else [at + len(prefix) for at in _places(prefix, block.text)]
    ends = [len(block.text)] if not suffix else list(_places(suffix, block.text))
    for start in starts:
        first = bisect_left(ends, start + shortest)
        if first < len(ends) and ends[first] - start <= longest:
            yield start, ends[first]


def _places(words: str, text: str) -> Iterator[int]:
    start, left = text.find(words), MOST_PLACES
    while start >= 0 and left:
        left -= 1
        yield start
        start = text.find(words, start + 1)


def _aligned(wanted: _Wanted, block: _Block) -> Iterator[tuple[int, int]]:
    """Where the passage with its surroundings fits best, word by word."""
    passage = wanted.passage
    needle = passage.prefix + passage.quote + passage.suffix
    first, last = _window(needle, block)
    if first >= last:
        return
    before, inside = _TOKEN.findall(passage.prefix), _TOKEN.findall(passage.quote)
    source = [*before, *inside, *_TOKEN.findall(passage.suffix)]
    pairs = {
        op.src_start + step: first + op.dest_start + step
        for op in LCSseq.opcodes(source, block.tokens[first:last])
        if op.tag == "equal"
        for step in range(op.src_end - op.src_start)
    }
    begin = _first_of(pairs, len(before), len(before) + len(inside))
    finish = _last_of(pairs, len(before), len(before) + len(inside) - 1)
    if begin is None or finish is None:
        return
    begin, finish = max(begin, first), min(finish, last - 1)
    if begin <= finish:
        yield block.spans[begin][0], block.spans[finish][1]


def _window(needle: str, block: _Block) -> tuple[int, int]:
    """Give the tokens, from and to, among which a text stands if it stands in the block at all."""
    if len(block.text) <= len(needle):
        return 0, len(block.tokens)
    fit = fuzz.partial_ratio_alignment(needle, block.text, score_cutoff=50)
    if fit is None:
        return 0, 0
    slack = len(needle) // 4
    first = bisect_left(block.spans, (fit.dest_start - slack, 0))
    last = bisect_left(block.spans, (fit.dest_end + slack, 0))
    return first, last


def _first_of(pairs: Mapping[int, int], begin: int, end: int) -> int | None:
    """Where the first word of the quote stands now, or would stand if it had not been changed."""
    if begin not in pairs and begin - 1 in pairs:
        return pairs[begin - 1] + 1
    known = next((at for at in range(begin, end) if at in pairs), None)
    return None if known is None else pairs[known] - (known - begin)


def _last_of(pairs: Mapping[int, int], begin: int, last: int) -> int | None:
    """Where the last word of the quote stands now, or would stand if it had not been changed."""
    if last not in pairs and last + 1 in pairs:
        return pairs[last + 1] - 1
    known = next((at for at in range(last, begin - 1, -1) if at in pairs), None)
    return None if known is None else pairs[known] + (last - known)


def _clear_best(places: Sequence[Found], exact: Sequence[Found]) -> Found | None:
    """The best place, if it is good enough and nothing elsewhere is nearly as good.

    Where the passage's own words stand within it, they are it, and what was put before is not.
    """
    best = max(places, key=lambda place: place.score, default=None)
    if best is None or best.score < ENOUGH:
        return None
    rival = max((place.score for place in places if _is_elsewhere(place, best)), default=0.0)
    if best.score - rival < CLEARLY:
        return None
    within = [place for place in exact if not _is_elsewhere(place, best)]
    return max(within, key=lambda place: place.score, default=best)


def _weighed(wanted: _Wanted, block: _Block, spans: "_Spans") -> list[Found]:
    return [wanted.weigh(block, start, end) for start, end in spans(wanted, block) if start < end]


def _cuts(left: str, right: str) -> bool:
    """Whether the border between two characters goes through a word."""
    return bool(_WORDY.fullmatch(left + right)) if left else False


def _is_elsewhere(place: Found, other: Found) -> bool:
    apart = place.end <= other.start or other.end <= place.start
    return place.block != other.block or apart


_Spans = Callable[[_Wanted, _Block], Iterator[tuple[int, int]]]
