"""When moderators look: the nearest word, over the whole table."""

from itertools import product

import pytest

from standfirst.moderation.drafts import Mode
from standfirst.moderation.modes import MODE_WORDS, mode_of

WORDS = ("", *Mode)


@pytest.mark.parametrize(("person", "desk", "page"), list(product(WORDS, repeat=3)))
@pytest.mark.parametrize("paper", Mode)
def test_the_nearest_word_counts(person, desk, page, paper):
    nearest = next(each for each in (person, desk, page, paper) if each)
    assert mode_of(person=person, desk=desk, page=page, paper=paper) is Mode(nearest)


def test_every_mode_has_its_words():
    assert set(MODE_WORDS) == set(Mode)
