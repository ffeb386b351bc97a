"""Names that look alike: what a reader cannot tell apart is one name."""

import unicodedata
from functools import cache

from confusable_homoglyphs.confusables import confusables_data

from standfirst.lib.text import fold

# What Unicode's table keeps apart in small letters and readers do not: "I" and "1" are an l, "rn" an m.
ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})


def look_of(name: str) -> str:
    """Give what a name looks like: two with the same look are one to a reader. "" for no letters.

    Case, accents, spaces, punctuation and invisible characters do not count, and a letter of another
    script that looks like a Latin one is that one (UTS 39, 4: confusable detection).
    """
    latin = "".join(_latin(char) for char in unicodedata.normalize("NFKC", name))
    kept = "".join(char for char in fold(latin) if char.isalnum() or char == "|")
    return kept.translate(ALIKE).replace("rn", "m")


@cache
def _latin(char: str) -> str:
    if char.isascii():
        return char
    for other in confusables_data.get(char, ()):
        if other["c"].isascii() and other["c"].isalnum():
            return str(other["c"])
    return char
