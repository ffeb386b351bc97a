"""What an article page shows around its story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page

from standfirst.delivery.public import is_public, public_pages
from standfirst.delivery.recording import asked_once
from standfirst.newsroom.blocks.figures import STORY_PICTURES
from standfirst.newsroom.models import (
    ArticlePage,
    ArticleTopic,
    Byline,
    PlainPage,
    RelatedPick,
)
from standfirst.newsroom.queries.cards import BYLINES, Link, link_to, live_sections
from standfirst.newsroom.rules import shown_update
from standfirst.pictures.models import Image
from standfirst.prepared import Prepared

# What the page of an article shows beside its story, and reads more than once.
TOPICS = Prefetch("topic_links", queryset=ArticleTopic.objects.select_related("topic"))
PICKS = Prefetch(
    "related_picks",
    queryset=RelatedPick.objects.select_related("article").defer("article__story"),
)
AROUND = (BYLINES, TOPICS, PICKS)

_article = Prepared(
    lambda pk: ArticlePage.objects.select_related("locale", "lead_image").filter(pk=pk)
)


@dataclass(frozen=True)
class Credit:
    """What some people did for an article: a role in words, and who."""

    role: str
    names: list[Link]
    is_of_words: bool


@dataclass(frozen=True)
class Reading:
    """The lines around a story. Dates are None in a preview of what never appeared."""

    url: str
    section: Link | None
    credits: list[Credit]
    topics: list[Link]
    place: str
    dateline_date: date | None
    published_at: datetime | None
    updated_at: datetime | None


def page_with_fields(found: Page) -> Any:
    """Give a page as what it is, with the fields of its own type, and what stands around them."""
    if found.specific_class is ArticlePage:
        article = _article.first(pk=found.pk)
        if article is not None:
            # What hardly any article has costs the others no query.
            corrections = ("corrections",) if article.corrected_at is not None else ()
            prefetch_related_objects([article], *AROUND, *corrections)
            fetch_pictures(article)
        return article
    page: Any = found.specific
    page.locale = found.locale
    return page


def reading_of(article: ArticlePage, request: HttpRequest, now: datetime) -> Reading:
    """Give an article's section, bylines, dateline, times and topics, as everybody sees them."""
    published_at = article.first_published_at
    return Reading(
        url=article.get_url(request) or "",
        section=_section_of(article, request, now),
        credits=_credits(article, request, now),
        topics=_topics(article, request, now),
        place=article.place,
        dateline_date=_dateline_date(article, published_at),
        published_at=published_at,
        updated_at=shown_update(published_at, article.last_published_at),
    )


def fetch_pictures(page: ArticlePage | PlainPage) -> None:
    """Fetch all of a page's pictures at once, and their renditions, the one above the story too."""
    known: dict[int | None, Image | None] = asked_once(STORY_PICTURES, dict)
    numbers = set(_picture_numbers(page.story)) - known.keys()
    known.update(dict.fromkeys(numbers) | Image.objects.in_bulk(numbers))
    images = list(_images(page.story))
    if isinstance(page, ArticlePage) and page.lead_image is not None:
        images.append(page.lead_image)
    prefetch_related_objects(images, "renditions")


def public_parent_links(page: Page, request: HttpRequest, now: datetime) -> list[Link]:
    """Give the way from the front page to this page, without either."""
    parents = public_pages(Page.objects.ancestor_of(page).filter(depth__gt=2), now)
    return [link_to(parent, request) for parent in parents.order_by("depth")]


def _section_of(article: ArticlePage, request: HttpRequest, now: datetime) -> Link | None:
    section = live_sections().get(article.path[: -article.steplen])
    if section is None or not is_public(section, now):
        return None
    return link_to(section, request)


def _credits(article: ArticlePage, request: HttpRequest, now: datetime) -> list[Credit]:
    by_role: dict[str, list[Link]] = {}
    for line in article.bylines.all():
        page = line.contributor
        link = link_to(page, request) if is_public(page, now) else Link(page.title)
        by_role.setdefault(line.role, []).append(link)
    return [
        Credit(str(Byline.Role(role).label), names, is_of_words=role == Byline.Role.WORDS)
        for role, names in by_role.items()
    ]


def _topics(article: ArticlePage, request: HttpRequest, now: datetime) -> list[Link]:
    topics = (link.topic for link in article.topic_links.all())
    return [link_to(topic, request) for topic in topics if is_public(topic, now)]


def _dateline_date(article: ArticlePage, published_at: datetime | None) -> date | None:
    if article.dateline_date is not None or published_at is None:
        return article.dateline_date
    return timezone.localtime(published_at).date()


def _picture_numbers(story: StreamValue) -> Iterable[int | None]:
    """Give the numbers of a story's pictures, as they are stored, before any block has asked for one."""
    for block in story.raw_data:
        match block["type"]:
            case "figure":
                figures = [block["value"]]
            case "gallery":
                # Items with an id of their own, or figures alone, as Wagtail stored them once.
                items = block["value"].get("figures", [])
                figures = [item.get("value", item) for item in items]
            case _:
                continue
        yield from (figure.get("image") for figure in figures)


def _images(story: StreamValue) -> Iterable[Image]:
    for block in story:
        match block.block_type:
            case "figure":
                figures = [block.value.figure]
            case "gallery":
                figures = [item.figure for item in block.value["figures"]]
            case _:
                continue
        yield from (figure.image for figure in figures if figure.image is not None)
