"""Search, by Wagtail's own index in the database."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from standfirst.delivery.public import public_pages
from standfirst.lib.text import one_line
from standfirst.newsroom.models import ContributorPage, PlainPage, TopicPage
from standfirst.newsroom.queries.cards import (
    Card,
    Link,
    cards_of,
    link_to,
    public_articles,
    with_card_parts,
)

LONGEST_QUERY = 200
# Quotation marks and operators mean something else to each index, and a lone one is an error.
_WORDS = re.compile(r"\w+")
ON_A_PAGE = 20
LAST_PAGE = 50
OTHERS = 5


@dataclass(frozen=True)
class Found:
    """One page of what a search found. ``others`` are topics, people and pages."""

    words: str
    page: int
    total: int
    cards: list[Card]
    others: list[Link]

    @property
    def next_page(self) -> int | None:
        """The number of the next page, if there is one."""
        seen = self.page * ON_A_PAGE
        return self.page + 1 if seen < self.total and self.page < LAST_PAGE else None

    @property
    def previous_page(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.page - 1 if self.page > 1 else None


def found_for(words: str, page: int, request: HttpRequest, now: datetime) -> Found:
    """Find public articles by their words, best first, and what else has them."""
    asked = one_line(words.replace("\x00", ""))[:LONGEST_QUERY]
    page = min(max(page, 1), LAST_PAGE)
    terms = " ".join(_WORDS.findall(asked))
    if not terms:
        return Found(asked, 1, 0, [], [])
    results = with_card_parts(public_articles(now)).search(terms)
    first = (page - 1) * ON_A_PAGE
    return Found(
        words=asked,
        page=page,
        total=results.count(),
        cards=cards_of(results[first : first + ON_A_PAGE], request),
        others=_others(terms, request, now) if page == 1 else [],
    )


def _others(words: str, request: HttpRequest, now: datetime) -> list[Link]:
    links: list[Link] = []
    for model in (TopicPage, ContributorPage, PlainPage):
        results = public_pages(model.objects.all(), now).search(words)
        links += [link_to(page, request) for page in results[:OTHERS]]
    return links
