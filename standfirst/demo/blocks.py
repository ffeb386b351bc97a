"""The demo's story blocks as the raw blocks of a story."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from standfirst.demo.files import full_address, store_document, store_picture

NUMBER = re.compile(r"[\d.,:+−–\- ]+[%$]?")

Block = Mapping[str, Any]
Raw = dict[str, Any]


def raw_story(story: Sequence[Block], *, slug: str) -> list[Raw]:
    """Write the story of the page with this slug as raw blocks, each with an id of its own."""
    return [
        {
            "type": KINDS[block["kind"]][0],
            "value": KINDS[block["kind"]][1](block),
            "id": str(block_id(slug, block.get("slug", f"block-{number}"))),
        }
        for number, block in enumerate(story)
    ]


def block_id(slug: str, name: str) -> UUID:
    """Give the id of a named block of a page, the same in every demo."""
    return uuid5(NAMESPACE_URL, f"demo:{slug}:{name}")


def _figure(block: Block) -> Raw:
    return {
        "kind": block["type"],
        "image": store_picture(block).pk,
        "alt": block["alt"],
        "caption": block.get("caption", ""),
        "credit": block.get("credit", ""),
        "credit_url": full_address(block.get("credit_url", "")),
        "licence": block.get("licence", ""),
    }


def _table(block: Block) -> Raw:
    rows: Sequence[Sequence[str]] = block["rows"]
    columns = [
        {"type": _column_kind([row[number] for row in rows]), "heading": heading}
        for number, heading in enumerate(block["header"])
    ]
    return {
        "caption": block["caption"],
        "columns": columns,
        "rows": [{"values": list(row)} for row in rows],
    }


def _column_kind(cells: Sequence[str]) -> str:
    return "number" if all(NUMBER.fullmatch(cell) for cell in cells) else "words"


def _document(block: Block) -> Raw:
    document = store_document(block["file"], block["title"])
    return {"document": document.pk, "title": block["title"]}


KINDS: Mapping[str, tuple[str, Callable[[Block], Any]]] = {
    "paragraphs": ("paragraph", lambda block: block["html"]),
    "heading": ("heading", lambda block: {"text": block["text"], "level": "2"}),
    "quote": (
        "quote",
        lambda block: {"text": block["text"], "source": block.get("attribution", "")},
    ),
    "figure": ("figure", _figure),
    "gallery": (
        "gallery",
        lambda block: {
            "title": block.get("title", ""),
            "figures": [_figure(figure) for figure in block["figures"]],
        },
    ),
    "question": ("question", lambda block: {"question": block["text"]}),
    "appeal": (
        "appeal",
        lambda block: {
            "heading": block.get("heading", ""),
            "text": block["text"],
            "campaign": block["campaign"],
        },
    ),
    "table": ("table", _table),
    "document": ("document", _document),
    "embed": ("embed", lambda block: {"url": block["url"], "title": block["title"]}),
}
