"""Sentences of comments whose toxic passages people marked, and how far each word is evidence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from standfirst.moderation.learned.groups import GROUP
from standfirst.moderation.learned.reading import Word, is_word, sentences, words_of
from tools.models.data import Document


@dataclass(frozen=True)
class Sentence:
    """A sentence's words; for each how many words the mark has that it is in, 0 where in none."""

    document: int
    is_held_out: bool
    is_marked: bool
    words: list[Word]
    lengths: list[int]


def marked_sentences(documents: Iterable[Document]) -> Iterator[Sentence]:
    """Read comments sentence by sentence; one is marked if any of its characters is."""
    for each in documents:
        for start, end in sentences(each.text):
            words = words_of(each.text, start, end, ())
            is_marked = any(
                at in each.marks and not each.text[at].isspace() for at in range(start, end)
            )
            if words:
                lengths = list(_lengths(words, each.marks))
                yield Sentence(each.index, each.is_held_out, is_marked, words, lengths)


def with_groups(sentence: Sentence, groups: Collection[str]) -> Sentence:
    """Give a sentence with the names of groups as one and the same word."""
    words = [
        replace(word, letters=GROUP) if word.letters in groups else word for word in sentence.words
    ]
    return replace(sentence, words=words)


def _lengths(words: Sequence[Word], marks: frozenset[int]) -> Iterator[int]:
    inside = [not marks.isdisjoint(range(word.start, word.end)) for word in words]
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and inside[end]:
            end += 1
        said = sum(is_word(word.letters) for word in words[at:end])
        yield from [max(said, 1)] * (end - at)
        if end == at:
            yield 0
            end += 1
        at = end
