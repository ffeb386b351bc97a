import re
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page, PageQuerySet

from standfirst.delivery.baking import baked
from standfirst.delivery.keys import LISTS
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare_soft
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ContributorPage, SectionPage, TopicPage
from standfirst.newsroom.queries.cards import Card, link_to
from standfirst.newsroom.queries.listings import (
    articles_of_contributor,
    articles_of_paper,
    articles_of_section,
    articles_of_topic,
    listing_of,
)
from standfirst.siteconfig.queries import identity

# XML 1.0 cannot carry these; a headline that moved in from elsewhere may.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ArticleFeed(Feed):  # type: ignore[type-arg]
    """RSS 2.0 of the newest articles of something."""

    def __init__(self, request: HttpRequest, articles: PageQuerySet, about: Page | None) -> None:
        paper = identity()
        self.cards = listing_of(articles, request).cards
        self.title = clean(f"{about.title} · {paper.name}" if about else paper.name)
        self.description = clean(paper.tagline or paper.name)
        self.link = link_to(about, request).url if about else "/"
        self.feed_url = request.path

    def items(self) -> list[Card]:
        """The articles."""
        return self.cards

    def item_title(self, item: Card) -> str:
        """The headline."""
        return clean(item.headline)

    def item_description(self, item: Card) -> str:
        """The standfirst."""
        return clean(item.standfirst)

    def item_link(self, item: Card) -> str:
        """The article's path; the feed makes it whole."""
        return item.url

    def item_author_name(self, item: Card) -> str | None:
        """Who wrote it."""
        return clean(", ".join(item.names)) or None

    def item_categories(self, item: Card) -> list[str]:
        """The section."""
        return [clean(item.section.title)] if item.section else []

    def item_pubdate(self, item: Card) -> datetime | None:
        """When it appeared."""
        return item.published_at


def clean(text: str) -> str:
    """Leave out what XML cannot carry."""
    return _NOT_IN_XML.sub("", text)


@baked()
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds there are."""
    declare_soft(LISTS)
    now = clock()
    sections = public_pages(SectionPage.objects.all(), now).order_by("path")
    links = [
        (link_to(page, request), reverse("newsroom:section_feed", args=[page.slug]))
        for page in sections
    ]
    return render(request, "pages/feeds.html", {"sections": links})


@baked()
def paper_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest of the whole paper."""
    return ArticleFeed(request, articles_of_paper(clock()), None)(request)


@baked()
def section_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest of one section."""
    now = clock()
    section = _public_page(SectionPage.objects.filter(slug=slug), now)
    return ArticleFeed(request, articles_of_section(section, now), section)(request)


@baked()
def topic_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest about one topic."""
    now = clock()
    topic = _public_page(TopicPage.objects.filter(slug=slug), now)
    return ArticleFeed(request, articles_of_topic(topic, now), topic)(request)


@baked()
def contributor_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest that somebody worked on."""
    now = clock()
    contributor = _public_page(ContributorPage.objects.filter(slug=slug), now)
    return ArticleFeed(request, articles_of_contributor(contributor, now), contributor)(request)


def _public_page(pages: PageQuerySet, now: datetime) -> Page:
    page = public_pages(pages, now).first()
    if page is None:
        raise Http404
    return page
