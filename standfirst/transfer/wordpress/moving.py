"""One import from end to end: everything in the order in which one thing needs another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.spool import Row
from standfirst.transfer.wordpress.taking.articles import take_articles
from standfirst.transfer.wordpress.taking.authors import take_authors
from standfirst.transfer.wordpress.taking.comments import take_comments
from standfirst.transfer.wordpress.taking.files import take_attachments
from standfirst.transfer.wordpress.taking.others import leave_others
from standfirst.transfer.wordpress.taking.pages import take_pages
from standfirst.transfer.wordpress.taking.terms import take_terms

# Who is named, where it stands, what it shows, what it is, what was said to it.
STEPS: tuple[Callable[[Move], Iterator[Row]], ...] = (
    take_authors,
    take_terms,
    take_attachments,
    leave_others,
    take_pages,
    take_articles,
    take_comments,
)


def waiting_count(move: Move) -> int:
    """Give how many things are still to be settled."""
    return move.spool.number("SELECT count(*) FROM thing WHERE outcome = ''")


def settle_all(move: Move) -> Iterator[Row]:
    """Settle every thing in the file; yields each as it is done, for whoever shows progress.

    Calling it again after an interruption goes on where that one stopped: what was written is known
    by its record, and everything else is still to be done.
    """
    for step in STEPS:
        yield from step(move)
