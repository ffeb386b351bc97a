"""New addresses, and old ones that lead to them."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from standfirst.newsroom.actions import lead_old_address
from standfirst.newsroom.addresses import slug_refusal
from standfirst.newsroom.models import FRONT_DEPTH
from standfirst.newsroom.queries.addresses import free_slug
from standfirst.transfer.wordpress.move import Move


def address_of(page: Page) -> str:
    parts = page.get_url_parts()
    return str(parts[2]) if parts and parts[2] else ""


def slug_below(parent: Page, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Give a slug that the page may have, and the words for one that differs from the old."""
    slug = free_slug(parent=parent, wanted=wanted)
    return slug, renaming(parent, wanted, slug)


def renaming(parent: Page, wanted: str, slug: str) -> tuple[str, ...]:
    if slug == wanted or not wanted:
        return ()
    is_reserved = slug_refusal(wanted, is_first_part=parent.depth == FRONT_DEPTH)
    why = "is an address of the paper's own" if is_reserved else "was taken"
    return (f"its slug is “{slug}”, because “{wanted}” {why}",)


def foreseen_slug(wanted: str, *, is_first_part: bool) -> tuple[str, ...]:
    """Say in a rehearsal what can be known before there is a place for the page."""
    if wanted and slug_refusal(wanted, is_first_part=is_first_part):
        return (
            f"its slug will be “{wanted}-2”, because “{wanted}” is an address of the paper's own",
        )
    return ()


def lead_here(move: Move, page: Page, old: Iterable[str]) -> tuple[str, ...]:
    """Lead old addresses to a page that is public; say which of them lead elsewhere already."""
    here = address_of(page).rstrip("/")
    notes = []
    for address in dict.fromkeys(filter(None, old)):
        if address.rstrip("/") in {here, ""}:
            continue
        if not lead_old_address(old=address, page=page, now=move.now):
            notes.append(f"the old address {address} already leads elsewhere")
    return tuple(notes)
