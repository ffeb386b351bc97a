"""Quotes: somebody's words, and who said them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bs4 import NavigableString, Tag

from standfirst.transfer.wordpress.story.inline import INLINE, plain_text
from standfirst.transfer.wordpress.story.pictures import classes_of, text_of

_LONGEST_SOURCE = 200
_WORDS = INLINE | {"p", "div", "footer", "cite"}
_OTHER_NETWORKS = {"twitter-tweet", "instagram-media", "tiktok-embed", "fb-post", "reddit-embed-bq"}


def is_post_elsewhere(quote: Tag) -> bool:
    """Whether the quote is a copy of somebody's post, which links to its own place."""
    return bool(classes_of(quote) & _OTHER_NETWORKS)


def quote_value(quote: Tag, left: Counter[str]) -> dict[str, Any] | None:
    """The quote as words and source, or None where that would lose links or structure."""
    if any(tag.name not in _WORDS for tag in quote.find_all()):
        return None
    signatures = [tag for tag in quote.find_all(["footer", "cite"]) if _stands_last(tag, quote)]
    signature = signatures[0] if signatures else None
    source, address = "", ""
    if signature is not None:
        source = plain_text(signature).lstrip("—–- ")
        link = signature.find("a", href=True)
        address = text_of(link, "href") if isinstance(link, Tag) else ""
        signature.extract()
    if quote.find("a", href=True) is not None or len(source) > _LONGEST_SOURCE:
        if signature is not None:
            quote.append(signature)
        return None
    if quote.find(["b", "strong", "i", "em", "code", "sub", "sup"]) is not None:
        left["formatting in a quote (the words stay)"] += 1
    text = _text(quote)
    return {"text": text, "source": source, "source_url": address} if text else None


def _stands_last(tag: Tag, quote: Tag) -> bool:
    """Only what ends the quote names its source: a <cite> in the middle is a title."""
    current = tag
    while current is not quote:
        for following in current.next_siblings:
            if isinstance(following, Tag) or str(following).strip():
                return False
        if current.parent is None:
            return False
        current = current.parent
    return True


def _text(quote: Tag) -> str:
    for line_break in quote.find_all("br"):
        line_break.replace_with("\n")
    for paragraph in quote.find_all(["p", "div"]):
        paragraph.insert_before(NavigableString("\n\n"))
        paragraph.insert_after(NavigableString("\n\n"))
    lines = [" ".join(line.split()) for line in quote.get_text().split("\n")]
    paragraphs: list[str] = []
    for line in lines:
        if line and paragraphs and paragraphs[-1]:
            paragraphs[-1] += f"\n{line}"
        elif line or (paragraphs and paragraphs[-1]):
            paragraphs.append(line)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
