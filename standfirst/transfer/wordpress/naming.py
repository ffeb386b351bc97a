"""What foreign titles, names, slugs and times are here."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.text import slugify

from standfirst.lib.text import excerpt, one_line, text_refusal

LONGEST_TITLE = 255
_FILE_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_LANGUAGE_MARK = re.compile(r"(?:<!--:(?:[a-z]{2})?-->|\[:(?:[a-z]{2})?\])+")
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain(html: str) -> str:
    """Give the words of a little HTML on one line: titles, names, descriptions."""
    html = _UNSHOWABLE.sub(" ", html)
    parts = (part.strip() for part in _LANGUAGE_MARK.split(html))
    text = " / ".join(part for part in parts if part)
    text = unescape(nh3.clean(text, tags=set(), attributes={}, link_rel=None))
    return one_line(_UNSHOWABLE.sub(" ", text))


def title_of(title: str, content: str) -> tuple[str, tuple[str, ...]]:
    """Give a headline that is never empty, and what had to be done to it."""
    words = plain(title)
    notes = []
    if words and re.search(r"<[a-z/]", title, re.IGNORECASE):
        notes.append("formatting in the title was taken away")
    if not words:
        words = excerpt(plain(content), 60) or "Untitled"
        notes.append("had no title: it is called by its first words")
    if len(words) > LONGEST_TITLE:
        words = excerpt(words, LONGEST_TITLE)
        notes.append("the title was too long and was cut")
    return words, tuple(notes)


def wanted_slug(slug: str, title: str) -> str:
    """Give the slug that a thing would have had: its own without encoding and endings, else its title's."""
    last = unquote(slug).rstrip("/").rpartition("/")[2]
    slug = slugify(_FILE_ENDING.sub("", last), allow_unicode=True)
    return (slug or slugify(title, allow_unicode=True))[:200]


def moment_of(gmt: str, local: str, published: str, zone: tzinfo) -> datetime | None:
    """Give a time from WordPress's three ways to say it. Drafts have zeroes for GMT."""
    for text, place in ((gmt, UTC), (local, zone)):
        try:
            return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=place)
        except ValueError:
            continue
    try:
        moment = parsedate_to_datetime(published)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def person_name(name: str, longest: int = 80) -> str:
    return excerpt(plain(name), longest)


def path_of(address: str) -> str:
    """Give an address's path with its query, as a redirect is looked up by; "" for none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if not parts.path and not parts.query:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_showable(text: str) -> bool:
    return text_refusal(text) is None
