"""A converted story with its pictures and files put in."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import uuid4

from standfirst.transfer.wordpress.first_pass import item_from
from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.spool import Row
from standfirst.transfer.wordpress.story.converting import story_of
from standfirst.transfer.wordpress.story.figures import file_name
from standfirst.transfer.wordpress.story.outcome import Block, FileRef, Story, Surroundings
from standfirst.transfer.wordpress.taking.files import (
    PICTURE,
    Found,
    address_of_file,
    found_file,
)
from standfirst.transfer.wordpress.things import Item

_MISSING_PICTURE = "picture that is missing (a link stands in its place)"
_MISSING_GALLERY = "gallery whose pictures are missing (links stand in their place)"
_MISSING_FILE = "file that is missing (a link stands in its place)"


def story_blocks(move: Move, row: Row, item: Item) -> tuple[list[Block], tuple[str, ...]]:
    """Give the raw blocks of an item's story, and what is to be said of it."""
    story = story_of(item.content, _surroundings(move, row))
    done = Story(kept=story.kept, left=story.left)
    for block in story.blocks:
        _put(move, done, block)
    done.left = +done.left
    notes = [f"kept as HTML: {reason}" for reason in done.kept]
    notes += [f"simplified or left out: {reason}" for reason in done.left]
    move.kept += done.kept
    move.simplified += done.left
    return done.blocks, tuple(notes)


def _surroundings(move: Move, row: Row) -> Surroundings:
    def attached() -> list[str]:
        rows = move.spool.rows(
            "kind = 'item:attachment' AND parent = ? AND parent <> '' ORDER BY seq", (row.number,)
        )
        return [each.number for each in rows if each.number]

    def reused(number: str) -> str:
        found = move.spool.row("kind = 'item:wp_block' AND number = ?", (number,))
        return item_from(found.body).content if found else ""

    return Surroundings(attached=attached, reused=reused)


def _put(move: Move, done: Story, block: Block) -> None:
    kind, value = block["type"], block["value"]
    if kind == "figure":
        _put_figure(move, done, value)
    elif kind == "gallery":
        _put_gallery(move, done, value)
    elif kind == "document":
        _put_document(move, done, value)
    else:
        done.blocks.append(block)


def _put_figure(move: Move, done: Story, value: dict[str, Any]) -> None:
    found = found_file(move, value["file"])
    if found is not None and found.kind == PICTURE:
        done.blocks.append({"type": "figure", "value": _figure(value, found)})
    else:
        _put_link(move, done, value["file"], value["caption"] or value["alt"], _MISSING_PICTURE)


def _put_gallery(move: Move, done: Story, value: dict[str, Any]) -> None:
    figures, missing = [], []
    for each in value["figures"]:
        found = found_file(move, each["file"])
        if found is not None and found.kind == PICTURE:
            # A gallery's own captions, else those that were noted with the pictures.
            caption = each["caption"] or found.caption
            figures.append(_figure({**each, "caption": caption}, found))
        else:
            missing.append(each)
    if len(figures) == 1:
        done.blocks.append({"type": "figure", "value": figures[0]})
    elif figures:
        # Without an id a list's item is taken for a value of the old, bare form.
        items = [{"type": "item", "value": figure, "id": str(uuid4())} for figure in figures]
        done.blocks.append({"type": "gallery", "value": {**value, "figures": items}})
    if missing:
        links = [_link(move, each["file"], each["caption"] or each["alt"]) for each in missing]
        done.keep(
            "<ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>", _MISSING_GALLERY
        )


def _put_document(move: Move, done: Story, value: dict[str, Any]) -> None:
    found = found_file(move, value["file"])
    if found is None:
        _put_link(move, done, value["file"], value["title"], _MISSING_FILE)
    elif found.kind == PICTURE:
        figure = {"alt": "", "caption": value["title"]}
        done.blocks.append({"type": "figure", "value": _figure(figure, found)})
    else:
        title = value["title"] or found.title[:200]
        done.blocks.append(
            {"type": "document", "value": {"document": found.object_id, "title": title}}
        )


def _figure(value: dict[str, Any], found: Found) -> dict[str, Any]:
    return {
        "kind": "photo",
        "image": found.object_id,
        "alt": (value["alt"] or found.alt)[:500],
        "caption": value["caption"],
        "credit": "",
        "credit_url": "",
        "licence": "",
    }


def _put_link(move: Move, done: Story, ref: FileRef, words: str, reason: str) -> None:
    done.keep(f"<p>{_link(move, ref, words)}</p>", reason)


def _link(move: Move, ref: FileRef, words: str) -> str:
    """Where a file is missing its words stay, with a link to where it was."""
    address = address_of_file(move, ref)
    name = address or f"attachment {ref.attachment}"
    move.spool.count("missing in stories", name)
    shown = escape(words or file_name(address) or name)
    if address.startswith(("http://", "https://", "/")):
        shown = f'<a href="{escape(address)}">{shown}</a>'
    return shown
