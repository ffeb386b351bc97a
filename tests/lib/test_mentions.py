"""Who an @ in a text means."""

import pytest

from standfirst.lib.mentions import MOST_MENTIONS, mentioned

pytestmark = pytest.mark.any_engine
NAMES = ["Ann", "Anna", "Ann Lee", "Jörg", "O’Neil", "ann", "Ω", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Ann, what do you think?", {"Ann", "ann"}),
        ("Ask @anna.", {"Anna"}),
        ("(@Ann Lee)", {"Ann Lee"}),
        ("@Ann  Lee and @jörg", {"Ann Lee", "Jörg"}),
        ("@Ann\nLee", {"Ann Lee"}),
        ("@O’Neil’s boat", {"O’Neil"}),
        ("@Ω", {"Ω"}),
        ("Ann, Anna", set()),
        ("@Annabel @Ann_ @Ann2", set()),
        ("write to me@Ann or x.@Ann", set()),
        ("@ Ann", set()),
        ("@", set()),
        ("> @Ann said so\nNo.", set()),
        ("> said she\n@Ann", {"Ann", "ann"}),
        ("@Nobody", set()),
    ],
)
def test_a_mention_is_a_whole_name_after_an_at(text, expected):
    assert mentioned(text, NAMES) == expected


def test_a_comment_calls_ten_at_most():
    names = [f"Reader {number}" for number in range(100, 200)]
    text = " ".join(f"@{name}" for name in names)
    assert len(mentioned(text, names)) == MOST_MENTIONS


def test_without_the_whole_name_rule_more_would_be_found():
    """The control: the shorter name stands there, too."""
    assert "@Anna".startswith("@Ann")
    assert mentioned("@Anna", ["Ann"]) == set()
