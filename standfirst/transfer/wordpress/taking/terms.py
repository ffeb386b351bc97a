"""Categories become sections, tags become topics; a category beside another is a topic, too.

An article stands in one section: its main category. Sections have nothing below them, so that a
category's place below another is said and lost. What no article uses is kept as a draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wagtail.models import Page

from standfirst.lib.text import excerpt
from standfirst.newsroom.actions import Arrival, import_page
from standfirst.newsroom.models import HomePage, SectionPage, TopicIndexPage, TopicPage
from standfirst.transfer.wordpress.first_pass import term_from
from standfirst.transfer.wordpress.move import Made, Move
from standfirst.transfer.wordpress.naming import LONGEST_TITLE, plain, wanted_slug
from standfirst.transfer.wordpress.spool import Row, left
from standfirst.transfer.wordpress.taking.addresses import (
    address_of,
    foreseen_slug,
    lead_here,
    slug_below,
)
from standfirst.transfer.wordpress.things import Term

_LONGEST_INTRODUCTION = 600
_DEEPEST_CATEGORY = 10
# What an article stands in that names no category at all.
NO_SECTION = "section:none"
_NO_SECTION_TITLE = "Articles"


def take_terms(move: Move) -> Iterator[Row]:
    for row in move.spool.rows("kind = 'category' AND outcome = '' ORDER BY seq"):
        move.take(row, partial(_section, move, row))
        yield row
    for row in move.spool.rows("kind = 'post_tag' AND outcome = '' ORDER BY seq"):
        move.take(row, partial(_topic, move, row, _times(move, row, is_main=False)))
        yield row
    for row in move.spool.rows("kind LIKE 'term:%' AND outcome = '' ORDER BY seq"):
        kind = row.kind.removeprefix("term:")
        move.spool.settle(row.seq, left(f"labels of the kind “{kind}” are not used here"))
        yield row


def section_of(move: Move, item: int) -> SectionPage:
    """Give the section an item stands in; one is made for items that name no category."""
    found = move.spool.query("SELECT slug FROM mention WHERE item = ? AND is_main = 1", (item,))
    for (slug,) in list(found):
        thing = move.known(f"term:category:{slug}"[:180])
        section: SectionPage | None = (
            SectionPage.objects.filter(pk=thing.object_id).first() if thing else None
        )
        if section is not None:
            return section
    pk = move.take_besides(NO_SECTION, partial(_section_for_others, move))
    made: SectionPage = SectionPage.objects.get(pk=pk)
    return made


def topics_of(move: Move, item: int) -> list[TopicPage]:
    """Give the topics of an item in the order of the file: its tags, and its further categories."""
    found: dict[int, TopicPage] = {}
    mentions = move.spool.query(
        "SELECT taxonomy, slug FROM mention WHERE item = ? AND is_main = 0 ORDER BY place", (item,)
    )
    for taxonomy, slug in list(mentions):
        pk = _topic_number(move, str(taxonomy), str(slug))
        page = TopicPage.objects.filter(pk=pk).first() if pk else None
        if page is not None:
            found.setdefault(page.pk, page)
    return list(found.values())


def _topic_number(move: Move, taxonomy: str, slug: str) -> int | None:
    tag = move.known(f"term:post_tag:{slug}"[:180])
    if tag is not None or taxonomy == "post_tag":
        return tag.object_id if tag else None
    row = move.spool.row("key = ?", (f"term:category:{slug}"[:180],))
    if row is None:
        return None
    return move.take_besides(f"topic:{slug}"[:180], partial(_topic, move, row, 1))


def _section(move: Move, row: Row) -> Made:
    term = term_from(row.body)
    is_used = _times(move, row, is_main=True) > 0
    notes = [] if is_used else ["no article has it as its first category: kept as a draft"]
    if term.parent:
        notes.append(f"stood below “{term.parent}”; sections have none below them")
    wanted = wanted_slug(row.slug, row.name)
    if move.is_rehearsal:
        return Made("section", 0, (*notes, *foreseen_slug(wanted, is_first_part=True)))
    there = SectionPage.objects.child_of(move.home).filter(slug=wanted, title=row.name).first()
    if there is not None:
        return Made("section", there.pk, (*notes, "joined with the section that is there"))
    page = SectionPage(introduction=_introduction(term))
    made, renamed = _placed(move, move.home, page, row, is_used=is_used)
    if is_used:
        renamed += lead_here(move, made, _category_addresses(move, row, term))
    return Made("section", made.pk, (*notes, *renamed), address_of(made))


def _topic(move: Move, row: Row, times: int) -> Made:
    notes = [] if times else ["no article has it: kept as a draft"]
    wanted = wanted_slug(row.slug, row.name)
    if move.is_rehearsal:
        return Made("topic", 0, tuple(notes))
    index = TopicIndexPage.objects.child_of(move.home).get()
    there = TopicPage.objects.child_of(index).filter(slug=wanted, title=row.name).first()
    if there is not None:
        return Made("topic", there.pk, (*notes, "joined with the topic that is there"))
    page = TopicPage(introduction=_introduction(term_from(row.body)))
    made, renamed = _placed(move, index, page, row, is_used=times > 0)
    if times and row.kind == "post_tag":
        base = move.base_path
        renamed += lead_here(move, made, [f"{base}/tag/{row.slug}/", f"{base}/?tag={row.slug}"])
    return Made("topic", made.pk, (*notes, *renamed), address_of(made))


def _placed(
    move: Move, parent: Page, page: SectionPage | TopicPage, row: Row, *, is_used: bool
) -> tuple[SectionPage | TopicPage, tuple[str, ...]]:
    page.slug, renamed = slug_below(parent, wanted_slug(row.slug, row.name))
    page.title = row.name[:LONGEST_TITLE]
    arrival = Arrival(published_at=move.now if is_used else None)
    return import_page(parent=parent, page=page, arrival=arrival, now=move.now), renamed


def _section_for_others(move: Move) -> Made:
    home: HomePage = move.home
    slug, _ = slug_below(home, wanted_slug("", _NO_SECTION_TITLE))
    page = import_page(
        parent=home,
        page=SectionPage(title=_NO_SECTION_TITLE, slug=slug),
        arrival=Arrival(published_at=move.now),
        now=move.now,
    )
    return Made("section", page.pk)


def _times(move: Move, row: Row, *, is_main: bool) -> int:
    return move.spool.number(
        "SELECT count(*) FROM mention WHERE taxonomy = ? AND slug = ? AND is_main = ?",
        (row.kind, row.slug, is_main),
    )


def _introduction(term: Term) -> str:
    return excerpt(plain(term.description), _LONGEST_INTRODUCTION)


def _category_addresses(move: Move, row: Row, term: Term) -> list[str]:
    base = move.base_path
    slugs, parent = [row.slug], term.parent
    while parent and parent not in slugs and len(slugs) < _DEEPEST_CATEGORY:
        slugs.insert(0, parent)
        above = move.spool.row("kind = 'category' AND slug = ?", (parent,))
        parent = above.parent if above else ""
    old = [f"{base}/category/{'/'.join(slugs)}/", f"{base}/category/{row.slug}/"]
    return [*old, f"{base}/?cat={term.term_id}"] if term.term_id.isdigit() else old
