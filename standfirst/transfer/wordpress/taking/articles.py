"""Posts become articles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from standfirst.lib.text import excerpt
from standfirst.newsroom.actions import LeadPicture, NewArticle, import_article
from standfirst.newsroom.models import ArticlePage, Byline
from standfirst.pictures.models import Image
from standfirst.transfer.wordpress.first_pass import item_from
from standfirst.transfer.wordpress.move import Made, Move, fingerprint_of
from standfirst.transfer.wordpress.naming import path_of, plain, title_of, wanted_slug
from standfirst.transfer.wordpress.spool import Row
from standfirst.transfer.wordpress.story.outcome import FileRef
from standfirst.transfer.wordpress.taking.addresses import (
    address_of,
    foreseen_slug,
    lead_here,
    slug_below,
)
from standfirst.transfer.wordpress.taking.authors import contributors_of
from standfirst.transfer.wordpress.taking.files import PICTURE, found_file
from standfirst.transfer.wordpress.taking.standing import standing_of
from standfirst.transfer.wordpress.taking.stories import story_blocks
from standfirst.transfer.wordpress.taking.terms import section_of, topics_of
from standfirst.transfer.wordpress.things import Item

_LONGEST_STANDFIRST = 600


def take_articles(move: Move) -> Iterator[Row]:
    for row in move.spool.rows("kind = 'item:post' AND outcome = '' ORDER BY seq"):
        item = item_from(row.body)
        move.take(row, partial(_article, move, row, item), fingerprint=fingerprint_of(item.guid))
        yield row


def old_addresses(move: Move, item: Item) -> list[str]:
    """Give every address that led to an item: its own, and WordPress's plain ones.

    The guid only where there is no number: it looks like an address, but may carry the number that
    the post had on a site before, which is another post's now.
    """
    base = move.base_path
    if not item.post_id.isdigit():
        guid = path_of(item.guid)
        return [path_of(item.link), guid if "?" in guid else ""]
    plain_ones = [f"{base}/?p={item.post_id}"]
    if item.post_type == "page":
        plain_ones.append(f"{base}/?page_id={item.post_id}")
    return [path_of(item.link), *plain_ones]


def _article(move: Move, row: Row, item: Item) -> Made:
    standing = standing_of(item, zone=move.zone, now=move.now)
    title, titled = title_of(item.title, item.content)
    blocks, told = story_blocks(move, row, item)
    words, shortened = _standfirst(item)
    notes = (*standing.notes, *titled, *shortened, *told)
    if item.is_sticky == "1":
        notes = (*notes, "was kept on top of the front: choose what leads on the front page itself")
    wanted = wanted_slug(item.slug, title)
    if move.is_rehearsal:
        return Made("article", 0, (*notes, *foreseen_slug(wanted, is_first_part=False)))
    section = section_of(move, row.item)
    slug, renamed = slug_below(section, wanted or title)
    page = import_article(
        section=section,
        article=NewArticle(
            headline=title,
            slug=slug,
            story=blocks,
            standfirst=words,
            lead=_lead(move, item),
            bylines=[(each, Byline.Role.WORDS) for each in contributors_of(move, row.item)],
            topics=topics_of(move, row.item),
            discussion=_discussion(move, row, item),
            search_description=plain(item.meta_value("_yoast_wpseo_metadesc")),
        ),
        arrival=standing.arrival,
        now=move.now,
    )
    if standing.had_addresses:
        renamed += lead_here(move, page, old_addresses(move, item))
    return Made("article", page.pk, (*notes, *renamed), address_of(page))


def _standfirst(item: Item) -> tuple[str, tuple[str, ...]]:
    words = plain(item.excerpt)
    if len(words) <= _LONGEST_STANDFIRST:
        return words, ()
    return excerpt(words, _LONGEST_STANDFIRST), ("its excerpt was cut to 600 characters",)


def _lead(move: Move, item: Item) -> LeadPicture | None:
    number = item.meta_value("_thumbnail_id")
    found = found_file(move, FileRef(attachment=number)) if number.isdigit() else None
    image = Image.objects.filter(pk=found.object_id).first() if found else None
    if found is None or found.kind != PICTURE or image is None:
        if number.isdigit():
            move.spool.count("missing in stories", f"the picture above an article, number {number}")
        return None
    # The newsroom refuses a lead without a description; the picture's title is the next best.
    alt = found.alt or found.caption or found.title or image.title
    return LeadPicture(image=image, alt=alt[:500], caption=found.caption)


def _discussion(move: Move, row: Row, item: Item) -> str:
    if item.comment_status != "closed":
        return ArticlePage.Discussion.OPEN
    comments = "SELECT count(*) FROM thing WHERE kind = 'comment' AND item = ?"
    if move.spool.number(comments, (row.item,)):
        return ArticlePage.Discussion.CLOSED
    return ArticlePage.Discussion.OFF
