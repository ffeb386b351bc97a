"""Tables whose cells hold words; anything else stays as HTML."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bs4 import Tag

from standfirst.transfer.wordpress.story.inline import INLINE, InlineWriter, plain_text
from standfirst.transfer.wordpress.story.pictures import text_of

_LONGEST_HEADING = 255


def table_value(table: Tag, caption: str, left: Counter[str]) -> dict[str, Any] | None:
    """The table as columns and rows, or None where it is no plain grid of words."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
    if not any(cells) or not all(_is_plain(cell) for row in cells for cell in row):
        return None
    own = table.find("caption")
    caption = plain_text(own) if isinstance(own, Tag) else caption
    has_head = bool(cells[0]) and all(cell.name == "th" for cell in cells[0])
    head = [plain_text(cell)[:_LONGEST_HEADING] for cell in cells[0]] if has_head else []
    body = [
        [_words(cell, left) for cell in row] for row in (cells[1:] if has_head else cells) if row
    ]
    width = max(len(row) for row in [head, *body])
    head += [""] * (width - len(head))
    return {
        "caption": caption,
        "columns": [{"type": "words", "heading": heading} for heading in head],
        "rows": [{"values": row + [""] * (width - len(row))} for row in body],
    }


def _is_plain(cell: Tag) -> bool:
    if any(text_of(cell, name) not in {"", "1"} for name in ("colspan", "rowspan")):
        return False
    return all(tag.name in INLINE | {"p", "div"} for tag in cell.find_all())


def _words(cell: Tag, left: Counter[str]) -> str:
    paragraphs: list[str] = []

    def lift(tag: Tag, _link: str) -> None:
        writer.write(tag.children)
        writer.end()

    writer = InlineWriter(breaks=False, emit=paragraphs.append, lift=lift, left=left)
    writer.write(cell.children)
    writer.end()
    return "".join(f"<p>{words}</p>" for words in paragraphs)
