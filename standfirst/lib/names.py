"""Names that look alike: what a reader cannot tell apart is one name."""

import unicodedata
import zlib
from functools import cache

from confusable_homoglyphs.confusables import confusables_data

from standfirst.lib.text import fold

# In which a picture is drawn from a name.
SHADES = 8
# What Unicode's table keeps apart in small letters and readers do not: "I" and "1" are an l, "rn" an m.
ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})


def look_of(name: str) -> str:
    """Give what a name looks like: two with the same look are one to a reader. "" for no letters.

    Case, accents, spaces, punctuation and invisible characters do not count, and a letter of another
    script that looks like a Latin one is that one (UTS 39, 4: confusable detection).
    """
    latin = "".join(latin_of(char) for char in unicodedata.normalize("NFKC", name))
    kept = "".join(char for char in fold(latin) if char.isalnum() or char == "|")
    return kept.translate(ALIKE).replace("rn", "m")


@cache
def latin_of(char: str) -> str:
    """Give the Latin letter or digit that a character of another script looks like, or itself."""
    if char.isascii():
        return char
    for other in confusables_data.get(char, ()):
        if other["c"].isascii() and other["c"].isalnum():
            return str(other["c"])
    return char


def initials_of(name: str) -> str:
    """Give what stands for a name in a picture drawn from it: one letter, or two. "" for no letters."""
    words = [word for word in name.split() if word[0].isalnum()]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


def shade_of(name: str) -> int:
    """Give a number from 0 to 7 that is always the same for a name."""
    return zlib.crc32(name.encode()) % SHADES
