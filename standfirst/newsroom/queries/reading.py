"""What an article page shows around its story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page

from standfirst.delivery.public import public_pages
from standfirst.newsroom.models import (
    ArticlePage,
    Byline,
    ContributorPage,
    SectionPage,
    TopicPage,
)
from standfirst.newsroom.queries.cards import Link, link_to
from standfirst.newsroom.rules import shown_update
from standfirst.pictures.models import Image


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


def fetch_pictures(story: StreamValue) -> None:
    """Fetch the renditions of all of a story's pictures at once."""
    images = list(_images(story))
    prefetch_related_objects(images, "renditions")


def public_parent_links(page: Page, request: HttpRequest, now: datetime) -> list[Link]:
    """Give the way from the front page to this page, without either."""
    parents = public_pages(Page.objects.ancestor_of(page).filter(depth__gt=2), now)
    return [link_to(parent, request) for parent in parents.order_by("depth")]


def _section_of(article: ArticlePage, request: HttpRequest, now: datetime) -> Link | None:
    section = SectionPage.objects.filter(path=article.path[: -article.steplen])
    found = public_pages(section, now).first()
    return link_to(found, request) if found is not None else None


def _credits(article: ArticlePage, request: HttpRequest, now: datetime) -> list[Credit]:
    lines = list(article.bylines.all())
    pks = [line.contributor_id for line in lines]
    named = ContributorPage.objects.filter(pk__in=pks)
    public = {page.pk: page for page in public_pages(named, now)}
    titles = {page.pk: page.title for page in named}
    by_role: dict[str, list[Link]] = {}
    for line in lines:
        page = public.get(line.contributor_id)
        link = link_to(page, request) if page else Link(titles.get(line.contributor_id, ""))
        by_role.setdefault(line.role, []).append(link)
    return [
        Credit(str(Byline.Role(role).label), names, is_of_words=role == Byline.Role.WORDS)
        for role, names in by_role.items()
    ]


def _topics(article: ArticlePage, request: HttpRequest, now: datetime) -> list[Link]:
    pks = [link.topic_id for link in article.topic_links.all()]
    public = public_pages(TopicPage.objects.filter(pk__in=pks), now).in_bulk()
    return [link_to(public[pk], request) for pk in pks if pk in public]


def _dateline_date(article: ArticlePage, published_at: datetime | None) -> date | None:
    if article.dateline_date is not None or published_at is None:
        return article.dateline_date
    return timezone.localtime(published_at).date()


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
