from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet

from standfirst.delivery.baking import baked
from standfirst.delivery.feeds import clean
from standfirst.delivery.keys import LISTS
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare_soft
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ContributorPage, SectionPage, TopicPage
from standfirst.newsroom.queries.cards import Card, link_to
from standfirst.newsroom.queries.corrections import PublicCorrection, newest_corrections
from standfirst.newsroom.queries.listings import (
    articles_of_contributor,
    articles_of_paper,
    articles_of_section,
    articles_of_topic,
    listing_of,
)
from standfirst.siteconfig.queries import identity

Format = type[SyndicationFeed]


class ArticleFeed(Feed):  # type: ignore[type-arg]
    """The newest articles of something."""

    def __init__(
        self, request: HttpRequest, articles: PageQuerySet, about: Page | None, kind: Format
    ) -> None:
        self.feed_type = kind
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


class CorrectionFeed(Feed):  # type: ignore[type-arg]
    """What was corrected, clarified and updated."""

    def __init__(self, request: HttpRequest, kind: Format) -> None:
        self.feed_type = kind
        paper = identity()
        self.corrections = newest_corrections(request, clock())
        self.title = clean(_("Corrections · {paper}").format(paper=paper.name))
        self.description = clean(
            _("What {paper} got wrong, and put right.").format(paper=paper.name)
        )
        self.link = "/"
        self.feed_url = request.path

    def items(self) -> list[PublicCorrection]:
        """The corrections, the newest first."""
        return self.corrections

    def item_title(self, item: PublicCorrection) -> str:
        """What sort of correction it is, and of what."""
        return clean(f"{item.kind}: {item.headline}")

    def item_description(self, item: PublicCorrection) -> str:
        """The note; what a feed says here is HTML."""
        return clean(linebreaks(item.words, autoescape=True))

    def item_link(self, item: PublicCorrection) -> str:
        """The note in its article; the feed makes the address whole."""
        return item.url

    def item_guid(self, item: PublicCorrection) -> str:
        """The same, wherever the article moves to."""
        return f"urn:uuid:{item.ref}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublicCorrection) -> datetime:
        """When it was published."""
        return item.dated_at


@baked()
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds there are."""
    declare_soft(LISTS)
    now = clock()
    sections = public_pages(SectionPage.objects.all(), now).order_by("path")
    links = [
        (link_to(page, request), reverse("newsroom:section_feed", args=[page.slug, "xml"]))
        for page in sections
    ]
    return render(request, "pages/feeds.html", {"sections": links})


@baked()
def paper_feed(request: HttpRequest, kind: Format) -> HttpResponseBase:
    """The newest of the whole paper."""
    return ArticleFeed(request, articles_of_paper(clock()), None, kind)(request)


@baked()
def corrections_feed(request: HttpRequest, kind: Format) -> HttpResponseBase:
    """What was corrected in the whole paper."""
    return CorrectionFeed(request, kind)(request)


@baked()
def section_feed(request: HttpRequest, slug: str, kind: Format) -> HttpResponseBase:
    """The newest of one section."""
    now = clock()
    section = _public_page(SectionPage.objects.filter(slug=slug), now)
    return ArticleFeed(request, articles_of_section(section, now), section, kind)(request)


@baked()
def topic_feed(request: HttpRequest, slug: str, kind: Format) -> HttpResponseBase:
    """The newest about one topic."""
    now = clock()
    topic = _public_page(TopicPage.objects.filter(slug=slug), now)
    return ArticleFeed(request, articles_of_topic(topic, now), topic, kind)(request)


@baked()
def contributor_feed(request: HttpRequest, slug: str, kind: Format) -> HttpResponseBase:
    """The newest that somebody worked on."""
    now = clock()
    contributor = _public_page(ContributorPage.objects.filter(slug=slug), now)
    return ArticleFeed(request, articles_of_contributor(contributor, now), contributor, kind)(
        request
    )


def _public_page(pages: PageQuerySet, now: datetime) -> Page:
    page = public_pages(pages, now).first()
    if page is None:
        raise Http404
    return page
