"""Turning stored story HTML into HTML that is safe to show.

Wagtail's editor only stores what its features allow, but importers and programs write stories
too: what is shown is sanitised where it is shown, whoever stored it. Sanitising twice changes
nothing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from standfirst.lib.passage_html import Mark, marked, text_of

SCHEMES = {"http", "https", "mailto", "tel"}

_INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "q", "s", "small", "strong", "sub", "sup"}
PARAGRAPH_TAGS = _INLINE | {"p", "ul", "ol", "li", "hr"}
PARAGRAPH_ATTRIBUTES = {"a": {"href"}, "abbr": {"title"}, "*": {"dir", "lang"}}

KEPT_TAGS = PARAGRAPH_TAGS | {
    *("blockquote", "cite", "dd", "del", "details", "div", "dl", "dt", "figcaption", "figure"),
    *("h2", "h3", "h4", "h5", "h6", "img", "ins", "pre", "span", "summary", "time", "u"),
    *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
KEPT_ATTRIBUTES = PARAGRAPH_ATTRIBUTES | {
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


def paragraph_html(source: str) -> SafeString:
    """Give the HTML of a paragraph: links to pages resolved, everything but text marks removed."""
    return mark_safe(_clean_paragraph(expand_db_html(source)))  # noqa: S308 -- just cleaned


def paragraph_text(source: str) -> str:
    """Give what a reader reads of a paragraph, without a query: links are their words."""
    return text_of(_clean_paragraph(source))


def kept_text(source: str) -> str:
    """Give what a reader reads of imported HTML."""
    return text_of(clean_kept(source))


def spoken_html(text: str) -> SafeString:
    """Give the HTML of what somebody said: plain text with its paragraphs."""
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 -- it has just escaped it


def with_marks(html: SafeString, marks: Sequence[Mark] | None) -> SafeString:
    """Mark passages in finished HTML."""
    return mark_safe(marked(html, marks)) if marks else html  # noqa: S308 -- both are finished


def _clean_paragraph(source: str) -> str:
    return nh3.clean(
        source,
        tags=PARAGRAPH_TAGS,
        attributes=PARAGRAPH_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def with_opening(html: SafeString, words: str) -> SafeString:
    """Put the dateline where the first paragraph begins."""
    opening = format_html('<span class="dateline">{}</span> ', words)
    first = re.match(r"<p(?: [^>]*)?>", html)
    if first is None:
        return format_html("<p>{}</p>{}", opening, html)
    return format_html("{}{}{}", mark_safe(first[0]), opening, mark_safe(html[first.end() :]))  # noqa: S308


def kept_html(source: str) -> SafeString:
    """Give imported HTML without anything that runs, tracks, or asks another site for a picture."""
    return mark_safe(clean_kept(source))  # noqa: S308 -- nh3 has just cleaned it


def data_block(data: Mapping[str, Any]) -> SafeString:
    """Give JSON-LD as a data block for the head of a page.

    A ``<script>`` whose type is not a script's is data: a browser never runs it, and a policy of
    ``script-src 'self'`` has nothing to say about it (HTML Standard, "prepare the script element",
    which returns for any other type before it asks the policy). It is what search engines read;
    microdata would spread the same over every template. ``<``, ``>`` and ``&`` are written as
    escapes of JSON, so that no text can end the element.
    """
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def clean_kept(source: str) -> str:
    """Sanitise HTML that no block could take."""
    return nh3.clean(
        source,
        tags=KEPT_TAGS,
        attributes=KEPT_ATTRIBUTES,
        attribute_filter=_only_own_pictures,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    """A picture from elsewhere would tell another site who reads: only paths of ours stay."""
    if tag == "img" and attribute == "src":
        is_own = value.startswith("/") and not value.startswith(("//", "/\\"))
        return value if is_own else None
    return value
