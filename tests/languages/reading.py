"""What a page says in our words, and whether it says any of them in English."""

import re
from dataclasses import dataclass
from functools import cache

from bs4 import BeautifulSoup, Comment, Doctype

from tools.extraction import messages
from tools.messages import catalogue

# Attributes that are read, or read out; scripts get their words from data.
READ = {"alt", "title", "placeholder", "aria-label"}
PLACEHOLDER = re.compile(r"%\\\((?P<name>\w+)\\\)(?P<kind>[sd])|%d|\\\{(?P<filled>\w*)\\\}")
# What stands for a number, by its name.
COUNTS = {"n", "number", "count", "over", "wait", "written"}
# What may stand beside a sentence without being of it.
MARKS = " .,:;…·“”"
PLACE = re.compile(r"%\(\w+\)[sd]|%d|\{\w*\}")
LONG = 7
TAG = re.compile(r"</?\w+[^>]*>")


def sayings(html):
    """Give every text of a page, each in one line: what stands between tags, and in attributes."""
    page = BeautifulSoup(html, "html5lib")
    # What stands in <code> is what programs call it, in every language.
    for silent in page.select("script, style, code"):
        silent.decompose()
    found = [text for text in page.find_all(string=True) if not isinstance(text, Comment | Doctype)]
    for tag in page.find_all(True):
        found += [
            value
            for name, value in tag.attrs.items()
            if isinstance(value, str) and (name in READ or name.startswith("data-"))
        ]
    return {line for text in found if (line := " ".join(text.split()))}


@dataclass(frozen=True)
class English:
    """The English of our sentences, where a language says something else."""

    plain: frozenset[str]
    # Sentences with a place for a name or number, as one pattern for a whole saying.
    filled: re.Pattern[str]
    # What is long enough to be known amid others.
    long: re.Pattern[str]

    def has(self, saying):
        bare = saying.strip(MARKS)
        return bool(bare in self.plain or self.filled.fullmatch(bare) or self.long.search(saying))


@cache
def english(language):
    """Give what the language's catalogue translates. A sentence is split at tags, as a page is."""
    pieces = set()
    for message in catalogue(language, messages()):
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else message.id
            said = message.string if isinstance(message.string, tuple) else [message.string]
            pieces |= pieces_of(forms) - pieces_of(said)
    filled = {piece for piece in pieces if "%" in piece or "{" in piece}
    plain = {piece for piece in pieces - filled if letters(piece)}
    return English(
        frozenset(plain),
        re.compile("|".join(pattern_of(piece) for piece in filled if is_telling(piece))),
        re.compile("|".join(re.escape(piece) for piece in plain if piece.count(" ") > 2)),
    )


def pieces_of(forms):
    return {
        " ".join(piece.split()).strip(MARKS) for form in forms for piece in TAG.split(form or "")
    }


def letters(piece):
    return len(re.sub(r"[^a-zA-Z]", "", piece))


def is_telling(piece):
    """Whether what stands between the places of a sentence is more than "from … to …"."""
    return max(letters(between) for between in PLACE.split(piece)) >= LONG


def pattern_of(piece):
    return PLACEHOLDER.sub(filling, re.escape(piece)).replace("%%", "%")


def filling(found):
    name = found["name"] or found["filled"]
    is_number = found[0] == "%d" or found["kind"] == "d" or name in COUNTS
    return r"[\d.,\s]+" if is_number else ".+"


def left_in_english(html, language):
    """Give the sentences of ours that a page says in English although it is in another language."""
    known = english(language)
    return sorted(saying for saying in sayings(html) if known.has(saying))
