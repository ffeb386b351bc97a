"""Articles as they stand in lists: everything a card shows, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet

from standfirst.delivery.keys import page_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import asked_once, declare, declare_soft, declare_until
from standfirst.newsroom.figures import Figure
from standfirst.newsroom.models import ArticlePage, Byline, SectionPage
from standfirst.prepared import Prepared

NEWEST_FIRST = ("-first_published_at", "-pk")
# With whoever is named, in the one query.
BYLINES = Prefetch("bylines", queryset=Byline.objects.select_related("contributor"))
PARTS = ("lead_image__renditions", BYLINES)

_sections = Prepared(
    lambda: SectionPage.objects.live().only(
        "path", "title", "url_path", "page_ptr", "live", "expire_at"
    )
)


@dataclass(frozen=True)
class Link:
    """A title and where it leads; an empty address is a title alone. ``pk`` is the page's."""

    title: str
    url: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Card:
    """An article in a list."""

    pk: int
    url: str
    headline: str
    kicker: str
    standfirst: str
    section: Link | None
    names: tuple[str, ...]
    published_at: datetime | None
    figure: Figure | None


def public_articles(now: datetime) -> PageQuerySet:
    """All articles that anybody may read, newest first, without their stories."""
    articles = public_pages(ArticlePage.objects.all(), now).order_by(*NEWEST_FIRST)
    return articles.defer("story")


def cards_of(articles: Iterable[ArticlePage], request: HttpRequest) -> list[Card]:
    """Give cards in the articles' order, and declare each article shown."""
    shown = list(articles)
    sections = sections_by_path(request) if shown else {}
    return [_card(article, sections, request) for article in shown]


def with_card_parts(articles: PageQuerySet) -> PageQuerySet:
    """Fetch with the articles what their cards show."""
    return articles.select_related("lead_image").prefetch_related(*PARTS)


def sections_by_path(request: HttpRequest) -> dict[str, Link]:
    """All live sections by their place in the tree: one query for any number of articles.

    Declares them softly: a card is one of many, and goes with a section that goes. What is below a
    private section is private, so no card of it is ever made.
    """
    found = live_sections()
    declare_soft(*(page_key(section.pk) for section in found.values()))
    return {
        path: Link(section.title, section.get_url(request) or "", section.pk)
        for path, section in found.items()
    }


def live_sections() -> dict[str, SectionPage]:
    """All live sections, by their place in the tree; asked once for a page that is rendered."""
    return asked_once("sections", lambda: {section.path: section for section in _sections.all()})


def link_to(page: Page, request: HttpRequest) -> Link:
    """Give a page's title and address, and declare the page, for as long as it stands."""
    declare(page_key(page.pk))
    declare_until(page.expire_at)
    return Link(page.title, page.get_url(request) or "", page.pk)


def _card(article: ArticlePage, sections: dict[str, Link], request: HttpRequest) -> Card:
    return Card(
        pk=article.pk,
        url=link_to(article, request).url,
        headline=article.title,
        kicker=article.kicker,
        standfirst=article.standfirst,
        section=sections.get(article.path[: -article.steplen]),
        names=tuple(
            line.contributor.title
            for line in article.bylines.all()
            if line.role == Byline.Role.WORDS
        ),
        published_at=article.first_published_at,
        figure=article.lead_figure,
    )
