"""What page templates ask of the newsroom. Each tag costs a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.models import Page

from standfirst.lib.clock import now as clock
from standfirst.newsroom import markup
from standfirst.newsroom.models import (
    ArticlePage,
    ContributorIndexPage,
    ContributorPage,
    Correction,
    HomePage,
    PlainPage,
    SectionPage,
    TopicIndexPage,
    TopicPage,
)
from standfirst.newsroom.queries import corrections, fronts, listings, machines, menus
from standfirst.newsroom.queries import reading as readings
from standfirst.newsroom.queries import related as relations

register = template.Library()


@dataclass(frozen=True)
class HomeFront:
    """The front page: what leads it, the newest of each section, and up to which revision."""

    front: fronts.Front
    rivers: list[fronts.River]
    revision: int


@register.simple_tag(takes_context=True)
def home_front(context: Context, page: HomePage) -> HomeFront:
    """``{% home_front page as home %}``: lead, seconds and rivers."""
    request, now = context["request"], clock()
    # Asked first: what is published meanwhile is told again, and not missed.
    revision = fronts.newest_revision(now)
    front = fronts.front_of(page, request, now)
    return HomeFront(front, fronts.rivers_of(page, request, now, front.shown), revision)


@register.simple_tag(takes_context=True)
def section_front(context: Context, page: SectionPage) -> fronts.Front | None:
    """``{% section_front page as front %}``: lead and seconds; None on the older pages."""
    if "before" in context["request"].GET:
        return None
    return fronts.front_of(page, context["request"], clock())


@register.simple_tag(takes_context=True)
def listing(
    context: Context,
    page: SectionPage | TopicPage | ContributorPage,
    front: fronts.Front | None = None,
) -> listings.Listing:
    """``{% listing page as list %}``: one page of what belongs to a section, topic or person."""
    request, now = context["request"], clock()
    match page:
        case SectionPage():
            articles = listings.articles_of_section(page, now)
        case TopicPage():
            articles = listings.articles_of_topic(page, now)
        case _:
            articles = listings.articles_of_contributor(page, now)
    before = listings.read_before(request.GET.get("before", ""))
    return listings.listing_of(articles, request, before, front.shown if front else frozenset())


@register.simple_tag(takes_context=True)
def topics_in(context: Context, page: TopicIndexPage) -> list[listings.Entry]:
    """``{% topics_in page as topics %}``: all topics by name."""
    return listings.topics_in(page, context["request"], clock())


@register.simple_tag(takes_context=True)
def contributors_in(context: Context, page: ContributorIndexPage) -> list[listings.Entry]:
    """``{% contributors_in page as people %}``: everybody named in bylines, by name."""
    return listings.contributors_in(page, context["request"], clock())


@register.simple_tag(takes_context=True)
def reading_of(context: Context, page: ArticlePage) -> readings.Reading:
    """``{% reading_of page as reading %}``: section, bylines, dateline, times, topics."""
    return readings.reading_of(page, context["request"], clock())


@register.simple_tag(takes_context=True)
def corrections_of(context: Context, page: ArticlePage) -> list[Correction]:
    """``{% corrections_of page as corrections %}``: its corrections, the newest first."""
    is_preview = getattr(context["request"], "is_preview", False)
    return corrections.corrections_of(page, is_preview=is_preview)


@register.simple_tag
def dateline_of(reading: readings.Reading) -> str:
    """``{% dateline_of reading as dateline %}``: where and when, as it opens the story."""
    day = reading.dateline_date
    parts = (reading.place, date_format(day, "MONTH_DAY_FORMAT") if day else "")
    words = ", ".join(part for part in parts if part)
    return f"{words} –" if reading.place else ""


@register.simple_tag(takes_context=True)
def related_to(context: Context, page: ArticlePage) -> list[relations.NextRead]:
    """``{% related_to page as related %}``: more on this topic."""
    return relations.related_to(page, context["request"], clock())


@register.simple_tag
def story_of(page: ArticlePage | PlainPage) -> StreamValue:
    """``{% story_of page as story %}``: the blocks, with all their pictures fetched at once."""
    readings.fetch_pictures(page)
    return page.story


@register.simple_tag
def preview_of(page: ArticlePage) -> machines.Preview:
    """``{% preview_of page as preview %}``: description and picture for other sites."""
    return machines.preview_of_article(page)


@register.simple_tag(takes_context=True)
def news_article(
    context: Context, page: ArticlePage, reading: readings.Reading, preview: machines.Preview
) -> SafeString:
    """``{% news_article page reading preview %}``: schema.org's NewsArticle as a data block."""
    article = machines.news_article(page, reading, preview, context["paper"])
    return markup.data_block(article | machines.correction_comments(corrections_of(context, page)))


@register.simple_tag
def absolute(path: str) -> str:
    """``{% absolute path %}``: the whole address of a path of ours."""
    return machines.absolute(path)


@register.simple_tag(takes_context=True)
def masthead_menu(context: Context) -> list[menus.MenuLink]:
    """``{% masthead_menu as links %}``: the line of links under the paper's name."""
    return menus.masthead_menu(_request(context), clock())


@register.simple_tag(takes_context=True)
def foot_menu(context: Context) -> list[menus.MenuLink]:
    """``{% foot_menu as links %}``: the links at the foot."""
    return menus.foot_menu(_request(context), clock())


@register.simple_tag
def feed_of(page: Page) -> str:
    """``{% feed_of page as feed %}``: the address of a page's feed, the paper's for any other."""
    match page:
        case SectionPage():
            return reverse("newsroom:section_feed", args=[page.slug, "xml"])
        case TopicPage():
            return reverse("newsroom:topic_feed", args=[page.slug, "xml"])
        case ContributorPage():
            return reverse("newsroom:contributor_feed", args=[page.slug, "xml"])
    return reverse("newsroom:paper_feed", args=["xml"])


def _request(context: Context) -> HttpRequest:
    """The request; a page rendered without one (a plain error) stands at no address."""
    request: Any = context.get("request")
    return request if isinstance(request, HttpRequest) else HttpRequest()
