"""How the models read a text: sentences, their words with places, and the numbers of their features.

Training and scoring both read by these functions, so that a weight means the same to both.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zlib import crc32

from standfirst.moderation.learned.groups import GROUP, WORDS
from standfirst.moderation.words_reading import as_latin

# A link, a word with what may stand inside it ("don't", "f*ck", "a$$hole", what nobody sees), or up to
# three other signs.
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_LINK = r"(?:https?://|www\.)\S+|[\w-]{1,40}\.(?:com|net|org|info|ru|co|tk|ly|be|me|io|tv)\b\S*"
_TOKEN = re.compile(
    rf"({_LINK})|[^\W_]+(?:(?:['’*@$#]|[{_UNSEEN}]{{1,9}})[^\W_]+)*|[^\w\s]{{1,3}}", re.IGNORECASE
)
LINK = "\u29c9"
# A sentence ends at a full stop, a mark, or a line's end; what follows it is white space.
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’)\]]*(?=\s)|(?=\n)|\Z)")
_DIGIT = re.compile(r"[0-9]")
_LONGEST = 24
SHORTEST_GRAM, LONGEST_GRAM = 3, 5


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the models know it, with the place in the text that it was read from."""

    letters: str
    start: int
    end: int


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends."""
    for found in _SENTENCE.finditer(text):
        lead = len(found[0]) - len(found[0].lstrip())
        if lead < len(found[0]):
            yield found.start() + lead, found.end()


def words_of(text: str, start: int, end: int, groups: Collection[str] = WORDS) -> list[Word]:
    """Read the words and signs between two places; ``groups`` are read as one and the same word."""
    found = []
    for token in _TOKEN.finditer(text, start, end):
        letters = LINK if token[1] else letters_of(token[0])
        if letters in groups:
            letters = GROUP
        if letters:
            found.append(Word(letters, token.start(), token.end()))
    return found


def letters_of(token: str) -> str:
    """Fold a word; every digit is a nought, since a number says little but that it is one."""
    folded = as_latin(token).replace("’", "'")[:_LONGEST]
    return _DIGIT.sub("0", folded) if token[:1].isdigit() or token.isdigit() else folded


def place(feature: str, bits: int) -> int:
    """Give the number of a feature among 2**bits. Two may share one; few that matter do."""
    return crc32(feature.encode()) >> (32 - bits)


def grams(letters: str) -> list[str]:
    """Give the parts of a word of three to five letters, its ends marked."""
    marked = f"<{letters}>"
    return [
        marked[at : at + size]
        for size in range(SHORTEST_GRAM, LONGEST_GRAM + 1)
        for at in range(len(marked) - size + 1)
    ]


def is_word(letters: str) -> bool:
    """Whether it is made of letters, not of signs or digits."""
    return letters[:1].isalpha()
