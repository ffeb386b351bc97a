"""Pages become pages, each below the one it stood below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from wagtail.models import Page

from standfirst.newsroom.actions import fill_empty_page, import_page
from standfirst.newsroom.models import PlainPage
from standfirst.transfer.models import ImportedThing
from standfirst.transfer.wordpress.first_pass import item_from
from standfirst.transfer.wordpress.move import Made, Move, fingerprint_of
from standfirst.transfer.wordpress.naming import title_of, wanted_slug
from standfirst.transfer.wordpress.spool import Row
from standfirst.transfer.wordpress.story.outcome import Block
from standfirst.transfer.wordpress.taking.addresses import (
    address_of,
    foreseen_slug,
    lead_here,
    slug_below,
)
from standfirst.transfer.wordpress.taking.articles import old_addresses
from standfirst.transfer.wordpress.taking.standing import Standing, standing_of
from standfirst.transfer.wordpress.taking.stories import story_blocks
from standfirst.transfer.wordpress.things import Item

# From those that stand at the top (or whose parent is not in the file) downwards.
_TOP_DOWN = """
WITH RECURSIVE tree(seq, number, depth) AS (
    SELECT seq, number, 0 FROM thing WHERE kind = 'item:page' AND outcome = '' AND (
        parent IN ('', '0') OR parent NOT IN (SELECT number FROM thing WHERE kind = 'item:page'))
    UNION
    SELECT child.seq, child.number, tree.depth + 1 FROM tree
    JOIN thing AS child ON child.kind = 'item:page' AND child.parent = tree.number
    WHERE tree.number <> '' AND child.outcome = '' AND tree.depth < 100
) SELECT seq FROM tree GROUP BY seq ORDER BY min(depth), seq
"""


def take_pages(move: Move) -> Iterator[Row]:
    for (seq,) in list(move.spool.query(_TOP_DOWN)):
        yield from _take(move, move.spool.rows("seq = ?", (seq,)))
    # What is its own ancestor was not reached from the top.
    yield from _take(move, move.spool.rows("kind = 'item:page' AND outcome = '' ORDER BY seq"))


def _take(move: Move, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        item = item_from(row.body)
        move.take(row, partial(_page, move, row, item), fingerprint=fingerprint_of(item.guid))
        yield row


def _page(move: Move, row: Row, item: Item) -> Made:
    standing = standing_of(item, zone=move.zone, now=move.now)
    title, titled = title_of(item.title, item.content)
    blocks, told = story_blocks(move, row, item)
    parent, placed = _parent(move, item)
    notes = (*standing.notes, *titled, *told, *placed)
    wanted = wanted_slug(item.slug, title)
    if move.is_rehearsal:
        is_at_the_top = item.parent in {"", "0"}
        return Made("page", 0, (*notes, *foreseen_slug(wanted, is_first_part=is_at_the_top)))
    page, renamed = _written(move, parent, wanted, _Text(title, blocks), standing)
    if standing.had_addresses:
        renamed += lead_here(move, page, old_addresses(move, item))
    return Made("page", page.pk, (*notes, *renamed), address_of(page))


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's title and story."""

    title: str
    blocks: list[Block]


def _written(
    move: Move, parent: Page, wanted: str, text: _Text, standing: Standing
) -> tuple[PlainPage, tuple[str, ...]]:
    empty = _empty_page(parent, wanted) if standing.is_public else None
    if empty is not None:
        page = fill_empty_page(
            page=empty,
            title=text.title,
            story=text.blocks,
            arrival=standing.arrival,
            now=move.now,
        )
        return page, ("filled the empty page that stood at its address",)
    slug, renamed = slug_below(parent, wanted or text.title)
    page = PlainPage(title=text.title, slug=slug, story=text.blocks)
    return import_page(parent=parent, page=page, arrival=standing.arrival, now=move.now), renamed


def _empty_page(parent: Page, slug: str) -> PlainPage | None:
    """Find a page that was founded empty (about, imprint, privacy) and is still so."""
    page = PlainPage.objects.child_of(parent).filter(slug=slug).first()
    if page is None or page.story:
        return None
    is_imported = ImportedThing.objects.filter(kind="page", object_id=page.pk).exists()
    return None if is_imported else page


def _parent(move: Move, item: Item) -> tuple[Page, tuple[str, ...]]:
    if item.parent in {"", "0"}:
        return move.home, ()
    row = move.spool.row("kind = 'item:page' AND number = ?", (item.parent,))
    if row is None:
        return move.home, ("the page it stood below is not in the file",)
    if move.is_rehearsal:
        return move.home, ()
    thing = move.known(row.key)
    page = PlainPage.objects.filter(pk=thing.object_id).first() if thing else None
    if page is None:
        return move.home, ("the page it stood below was not taken",)
    return page, ()
