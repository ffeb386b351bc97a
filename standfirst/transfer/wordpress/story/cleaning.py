"""Foreign HTML made well-formed and harmless before anything is read from it."""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape

import nh3
from bs4 import BeautifulSoup, Tag

SCHEMES = {"http", "https", "mailto", "tel"}
# What the walk knows how to read. Everything else is unwrapped here, its words staying.
_TEXT = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em"),
    *("font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike"),
    *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
_FLOW = {
    *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
    *("main", "nav", "ol", "p", "pre", "section", "summary", "ul"),
    *("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
MEDIA = {
    "audio",
    "embed",
    "iframe",
    "img",
    "object",
    "param",
    "picture",
    "source",
    "track",
    "video",
}
KNOWN = _TEXT | _FLOW | MEDIA
# Their content is a program or a style, never words of the article.
_WITH_CONTENT = {"script", "style", "template", "noembed", "noframes"}
_ATTRIBUTES = {
    "*": {"class", "style", "lang", "dir", "data-id", "data-ids", "data-exclude", "data-name"},
    "a": {"href", "title", "name", "id"},
    "abbr": {"title"},
    "acronym": {"title"},
    "audio": {"src"},
    "blockquote": {"cite"},
    "embed": {"src"},
    "iframe": {"src", "title", "data-src"},
    "img": {"src", "alt", "width", "height", "data-src", "data-image", "data-lazy-src"},
    "object": {"data"},
    "ol": {"start"},
    "param": {"name", "value"},
    "source": {"src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "poster"},
}
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]*)(?=[\s/>])")
_HANDLER = re.compile(r"<[^<>]*\s(on[a-z]{3,})\s*=", re.IGNORECASE)
_RUNS_CODE = re.compile(r"[\"'\s=](?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# A second one of these closes the first or has no content: they do not nest by themselves.
_FLAT = {
    *("br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p"),
    *("param", "source", "td", "th", "tr", "track", "wbr"),
}
# HTML's own algorithm takes the square of the depth in time: this deep it takes a tenth of a second.
_DEEPEST_FOREIGN = 1000
# Deeper than any writer nests and shallow enough to walk with functions that call themselves.
DEEPEST = 120


def tree_of(html: str, left: Counter[str]) -> Tag:
    """Give the harmless tree of foreign HTML and count in `left` what was removed on the way."""
    for name in _OPENING.findall(html):
        if name.lower() not in KNOWN:
            left[f"<{name.lower()}>"] += 1
    left["event handlers"] += len(_HANDLER.findall(html))
    left["addresses that run code"] += len(_RUNS_CODE.findall(html))
    clean = nh3.clean(
        html,
        tags=KNOWN,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    # Beautiful Soup warns of a text that is nothing but an address, which here is an address.
    return BeautifulSoup(f"{clean}\n", "html.parser")


def is_a_bomb(html: str) -> bool:
    """Whether the HTML is nested so deep that even cleaning it would take minutes."""
    depth = 0
    for end, name in _TAG.findall(html):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if end else depth + 1
            if depth > _DEEPEST_FOREIGN:
                return True
    return False


def words_of(html: str) -> str:
    """The text alone, for what cannot be read as HTML."""
    return escape(unescape(re.sub(r"<[^<>]*>", " ", html)), quote=False)


def is_too_deep(tree: Tag) -> bool:
    """Whether the tree is nested deeper than it may be walked."""
    level: list[Tag] = [tree]
    for _ in range(DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return False
    return True
