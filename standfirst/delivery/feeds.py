"""Feeds of anything: RSS 2.0, and JSON Feed 1.1 (jsonfeed.org/version/1.1) of the same items."""

import json
import re
from typing import IO, Any

from django.utils.feedgenerator import Rss201rev2Feed, SyndicationFeed

# XML 1.0 cannot carry these; words that moved in from elsewhere may have them.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JsonFeed(SyndicationFeed):
    """A feed as JSON, by what Django's other feeds are made of."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        """Write the feed."""
        told = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [_json_item(item) for item in self.items],
        }
        outfile.write(json.dumps(_without_empty(told), ensure_ascii=False))


FORMATS: dict[str, type[SyndicationFeed]] = {"xml": Rss201rev2Feed, "json": JsonFeed}


class FeedFormatConverter:
    """The end of a feed's address, which says how it is written."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> type[SyndicationFeed]:
        """What writes it."""
        return FORMATS[value]

    def to_url(self, value: str) -> str:
        """The end itself."""
        return value


def clean(text: str) -> str:
    """Leave out what XML cannot carry."""
    return _NOT_IN_XML.sub("", text)


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    author = item["author_name"]
    return _without_empty(
        {
            "id": item["unique_id"] or item["link"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["description"] or " ",
            "date_published": item["pubdate"].isoformat() if item["pubdate"] else None,
            "authors": [{"name": author}] if author else None,
            "tags": list(item["categories"]) or None,
        }
    )


def _without_empty(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "")}
