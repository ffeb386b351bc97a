"""A comment's words as a quote: what a reader reads, and nothing that the comment quotes itself."""

import pytest

from standfirst.lib.comment_markup import finished_html
from standfirst.lib.quoting import LONGEST_QUOTE, quote_of


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("One line.", "> One line."),
        ("*Two*\nlines & [a link](https://mill.test/).", "> Two\n> lines & a link."),
        ("First.\n\nSecond.", "> First.\n> Second."),
        ("> They said\n\nI say.", "> I say."),
        ("> > deep\n> less\n\nMine.\n\n> again", "> Mine."),
        ("> only theirs", ""),
        ("- one\n- two", "> one\n> two"),
        ("<b>typed</b>", "> <b>typed</b>"),
    ],
)
def test_a_quote_is_what_was_read(text, quote):
    assert quote_of(finished_html(text)) == quote


def test_a_very_long_one_ends_with_a_whole_word():
    quote = quote_of(finished_html("millstone " * 400))
    assert quote.endswith("millstone…")
    assert len(quote) <= LONGEST_QUOTE + 3


def test_a_quote_of_a_quote_stays_one():
    again = quote_of(finished_html(f"{quote_of(finished_html('First.'))}\n\nSecond."))
    assert again == "> Second."
