"""What the people of a measurement write."""

import random

SAYING = (
    "the river gate was shut on Sunday and nobody at the office could say who had ordered it "
    "although my neighbour saw two men with a lamp walk down to the weir at about nine"
)
WORDS = SAYING.split()


def words(chance: random.Random) -> str:
    """Give as many words as a comment has."""
    return " ".join(chance.choices(WORDS, k=chance.randrange(8, 80)))
