"""The models that ship, read when a process first judges a text."""

from functools import cache
from pathlib import Path

from standfirst.moderation.learned.scoring import Spam, Toxicity
from standfirst.moderation.learned.tables import read_file

FOLDER = Path(__file__).parent
TOXICITY, SPAM = FOLDER / "toxicity.model", FOLDER / "spam.model"


@cache
def toxicity() -> Toxicity:
    """Give the model of toxicity; 0.6 MB, read once for each process and its copies."""
    return Toxicity(read_file(TOXICITY))


@cache
def spam() -> Spam:
    """Give the model of spam."""
    return Spam(read_file(SPAM))
