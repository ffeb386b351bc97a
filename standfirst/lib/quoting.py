"""The words of a comment as a quote, to be answered: Markdown of what a reader reads."""

import re

from standfirst.lib.passage_html import text_of

# Who wants to quote more does it by hand: a reply is not to be a copy.
LONGEST_QUOTE = 1000
# The innermost first: what is quoted there was said by somebody else.
_QUOTE = re.compile(r"<blockquote>(?:(?!</?blockquote>).)*</blockquote>", re.DOTALL)


def quote_of(finished: str) -> str:
    """Give the text of finished HTML with a `>` before each line; "" if there is nothing to quote.

    What it quotes itself is left out, and its end where it is very long.
    """
    before = ""
    while before != finished:
        before, finished = finished, _QUOTE.sub("<p>", finished)
    words = text_of(finished)
    if len(words) > LONGEST_QUOTE:
        words = f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
    return "\n".join(f"> {line}" for line in words.split("\n")) if words else ""
