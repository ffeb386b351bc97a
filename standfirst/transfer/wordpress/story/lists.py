"""Lists as rich text, however deep."""

from __future__ import annotations

from collections import Counter

from bs4 import Tag

from standfirst.transfer.wordpress.story.inline import INLINE, InlineWriter
from standfirst.transfer.wordpress.story.pictures import text_of

_READABLE = INLINE | {"ul", "ol", "li", "p", "div"}


def list_html(tag: Tag, left: Counter[str]) -> str | None:
    """The list as rich text, or None where it holds more than words and lists."""
    if any(inner.name not in _READABLE for inner in tag.find_all()):
        return None
    if any(text_of(each, "start") not in {"", "1"} for each in [tag, *tag.find_all("ol")]):
        return None
    return _list(tag, left)


def _list(tag: Tag, left: Counter[str]) -> str:
    items: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and child.name in {"ul", "ol"} and items:
            # Pasted HTML hangs a list below its item instead of inside it.
            items[-1] += _list(child, left)
        elif isinstance(child, Tag) and child.name == "li":
            items.append(_item(child, left))
        elif isinstance(child, Tag) or str(child).strip():
            items.append(_item(child.wrap(Tag(name="li")), left))
    return (
        f"<{tag.name}>" + "".join(f"<li>{item}</li>" for item in items if item) + f"</{tag.name}>"
    )


def _item(tag: Tag, left: Counter[str]) -> str:
    parts: list[str] = []
    words: list[str] = []

    def settle() -> None:
        writer.end()
        parts.append("<br/>".join(words))
        words.clear()

    def lift(inner: Tag, _link: str) -> None:
        if inner.name in {"ul", "ol"}:
            settle()
            parts.append(_list(inner, left))
        else:
            writer.write(inner.children)
            writer.end()

    writer = InlineWriter(breaks=False, emit=words.append, lift=lift, left=left)
    writer.write(tag.children)
    settle()
    return "".join(parts)
