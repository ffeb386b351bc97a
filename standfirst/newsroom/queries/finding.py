"""Search, by Wagtail's own index in the database."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from wagtail.models import Page

from standfirst.delivery.public import public_pages
from standfirst.delivery.replica import found_by_replica
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

    has_more: bool = False

    @property
    def next_page(self) -> int | None:
        """The number of the next page, if there is one."""
        return self.page + 1 if self.has_more and self.page < LAST_PAGE else None

    @property
    def previous_page(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.page - 1 if self.page > 1 else None


def found_for(words: str, page: int, request: HttpRequest, now: datetime) -> Found:
    """Find public articles by their words, best first, and what else has them.

    A replica may say which; what they say, and whether they are public, says the primary.
    """
    asked = one_line(words.replace("\x00", ""))[:LONGEST_QUERY]
    page = min(max(page, 1), LAST_PAGE)
    terms = " ".join(_WORDS.findall(asked))
    if not terms:
        return Found(asked, 1, 0, [], [])
    matches = found_by_replica(lambda source: _matches(terms, page, now, source), now=now)
    cards = _cards_of(matches.articles, request, now)
    return Found(
        words=asked,
        page=page,
        # What was unpublished a moment ago is not counted either.
        total=matches.total - (len(matches.articles) - len(cards)),
        cards=cards,
        others=_links_to(matches.others, request, now),
        has_more=matches.total > page * ON_A_PAGE,
    )


@dataclass(frozen=True)
class _Matches:
    """Which pages match, by number, best first: a replica may have said so, a moment late."""

    total: int
    articles: list[int]
    others: list[int]


def _matches(words: str, page: int, now: datetime, source: str) -> _Matches:
    """Ask a database, by its alias."""
    articles = public_articles(now).using(source).only("pk").search(words)
    first = (page - 1) * ON_A_PAGE
    return _Matches(
        total=articles.count(),
        articles=[article.pk for article in articles[first : first + ON_A_PAGE]],
        others=_other_matches(words, now, source) if page == 1 else [],
    )


def _other_matches(words: str, now: datetime, source: str) -> list[int]:
    found: list[int] = []
    for model in (TopicPage, ContributorPage, PlainPage):
        results = public_pages(model.objects.using(source).only("pk"), now).search(words)
        found += [page.pk for page in results[:OTHERS]]
    return found


def _cards_of(numbers: list[int], request: HttpRequest, now: datetime) -> list[Card]:
    articles = with_card_parts(public_articles(now)).filter(pk__in=numbers)
    return cards_of(sorted(articles, key=lambda article: numbers.index(article.pk)), request)


def _links_to(numbers: list[int], request: HttpRequest, now: datetime) -> list[Link]:
    if not numbers:
        return []
    pages = public_pages(Page.objects.filter(pk__in=numbers), now)
    return [link_to(page, request) for page in sorted(pages, key=lambda p: numbers.index(p.pk))]
