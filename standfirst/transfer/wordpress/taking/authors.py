"""Authors become contributors: somebody who is named, not somebody who signs in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from standfirst.newsroom.actions import Arrival, import_page
from standfirst.newsroom.models import ContributorIndexPage, ContributorPage
from standfirst.transfer.wordpress.first_pass import author_from
from standfirst.transfer.wordpress.move import Made, Move
from standfirst.transfer.wordpress.naming import person_name, wanted_slug
from standfirst.transfer.wordpress.spool import Row
from standfirst.transfer.wordpress.taking.addresses import address_of, lead_here, slug_below

_ADDRESS_NOTE = "an e-mail address stood where a name belongs: it was shortened"


def take_authors(move: Move) -> Iterator[Row]:
    for row in move.spool.rows("kind = 'author' AND outcome = '' ORDER BY seq"):
        move.take(row, partial(_contributor, move, row))
        yield row


def contributors_of(move: Move, item: int) -> list[ContributorPage]:
    """Give who is named in an item's byline, in the order of the file."""
    found: dict[int, ContributorPage] = {}
    logins = move.spool.query("SELECT login FROM creator WHERE item = ? ORDER BY rowid", (item,))
    for (login,) in list(logins):
        row = _author_row(move, str(login))
        thing = move.known(row.key) if row is not None else None
        page = ContributorPage.objects.filter(pk=thing.object_id).first() if thing else None
        if page is not None:
            found.setdefault(page.pk, page)
    return list(found.values())


def _author_row(move: Move, login: str) -> Row | None:
    return move.spool.row("kind = 'author' AND number = ?", (login,)) or move.spool.row(
        "kind = 'author' AND slug = ?", (login,)
    )


def _contributor(move: Move, row: Row) -> Made:
    author = author_from(row.body)
    name, notes = person_name(author.name), []
    if "@" in name:
        name = name.partition("@")[0]
        notes.append(_ADDRESS_NOTE)
    name = name or "Unnamed"
    wanted = wanted_slug("" if "@" in author.login else author.login, name)
    is_named = _articles_of(move, row) > 0
    if not is_named:
        notes.append("no article names them: kept as a draft")
    if move.is_rehearsal:
        return Made("contributor", 0, tuple(notes))
    index = ContributorIndexPage.objects.child_of(move.home).get()
    there = ContributorPage.objects.child_of(index).filter(slug=wanted, title=name).first()
    if there is not None:
        return Made("contributor", there.pk, (*notes, "joined with the one who is there"))
    slug, renamed = slug_below(index, wanted or name)
    page = import_page(
        parent=index,
        page=ContributorPage(title=name, slug=slug),
        arrival=Arrival(published_at=move.now if is_named else None),
        now=move.now,
    )
    if is_named:
        notes += lead_here(move, page, _old_addresses(move, row, author.author_id))
    return Made("contributor", page.pk, (*notes, *renamed), address_of(page))


def _articles_of(move: Move, row: Row) -> int:
    return move.spool.number(
        "SELECT count(*) FROM creator WHERE login IN (?, ?)", (row.number, row.slug)
    )


def _old_addresses(move: Move, row: Row, number: str) -> list[str]:
    base = move.base_path
    # An address as a slug would publish it in a redirect.
    old = [] if "@" in row.number else [f"{base}/author/{row.slug}/"]
    return [*old, f"{base}/?author={number}"] if number.isdigit() else old
