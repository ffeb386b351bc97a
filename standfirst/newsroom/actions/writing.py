from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from standfirst.newsroom.actions.placing import place_draft, put_live
from standfirst.newsroom.figures import FigureKind
from standfirst.newsroom.models import (
    ArticlePage,
    ArticleTopic,
    Byline,
    ContributorPage,
    HomePage,
    HomePick,
    PlainPage,
    RelatedPick,
    SectionPage,
    SectionPick,
    TopicPage,
)
from standfirst.pictures.models import Image

RawStory = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class LeadPicture:
    """The picture above a story. Credit and licence are noted with the image itself."""

    image: Image
    alt: str
    caption: str = ""
    kind: str = FigureKind.PHOTO


@dataclass(frozen=True)
class NewArticle:
    """What an article is to say. ``story`` is a list of raw blocks: type, value, and id if known.

    ``first_published_at`` and ``changed_at`` are for articles that appeared before, elsewhere.
    An empty slug is made from the headline.
    """

    headline: str
    story: RawStory = ()
    slug: str = ""
    kicker: str = ""
    standfirst: str = ""
    place: str = ""
    dateline_date: date | None = None
    lead: LeadPicture | None = None
    bylines: Sequence[tuple[ContributorPage, str]] = ()
    topics: Sequence[TopicPage] = ()
    related: Sequence[ArticlePage] = ()
    discussion: str = ArticlePage.Discussion.OPEN
    discussion_days: int | None = None
    search_description: str = ""
    first_published_at: datetime | None = None
    changed_at: datetime | None = None


@transaction.atomic
def draft_article(*, section: SectionPage, article: NewArticle, now: datetime) -> ArticlePage:
    """Store an article that only the newsroom sees.

    Raises ValidationError for a slug that is taken or reserved, or a picture without description.
    """
    page = _article_page(article)
    page.latest_revision_created_at = now
    return place_draft(parent=section, page=page)


@transaction.atomic
def publish_article(*, section: SectionPage, article: NewArticle, now: datetime) -> ArticlePage:
    """Store an article and publish it. Raises what ``draft_article`` raises."""
    page = draft_article(section=section, article=article, now=now)
    return put_live(
        page=page,
        now=now,
        published_at=article.first_published_at,
        changed_at=article.changed_at,
    )


@transaction.atomic
def write_page(*, page: PlainPage, story: RawStory, now: datetime) -> PlainPage:
    """Give a page its story and publish it."""
    page.story = list(story)
    page.save_revision()
    return put_live(page=page, now=now, published_at=page.first_published_at, changed_at=now)


@transaction.atomic
def choose_front(
    *, front: HomePage | SectionPage, articles: Sequence[ArticlePage], now: datetime
) -> None:
    """Choose what leads a front: the first article leads, the next stand beside it."""
    pick = HomePick if isinstance(front, HomePage) else SectionPick
    # Saving an object fetched before its newest child would write an old number of children.
    fresh = type(front).objects.get(pk=front.pk)
    fresh.picks = [
        pick(article=article, sort_order=order) for order, article in enumerate(articles)
    ]
    fresh.save_revision(clean=False)
    put_live(page=fresh, now=now, published_at=fresh.first_published_at, changed_at=now)


@transaction.atomic
def relate_articles(*, article: ArticlePage, related: Sequence[ArticlePage], now: datetime) -> None:
    """Choose what stands under a published article as "More on this topic".

    The article's dates stay: what was written has not changed.
    """
    published_at, changed_at = article.first_published_at, article.last_published_at
    article.related_picks = _related(related)
    article.save_revision(clean=False)
    put_live(page=article, now=now, published_at=published_at, changed_at=changed_at)


def _article_page(article: NewArticle) -> ArticlePage:
    page = ArticlePage(
        title=article.headline,
        slug=article.slug,
        kicker=article.kicker,
        standfirst=article.standfirst,
        place=article.place,
        dateline_date=article.dateline_date,
        story=list(article.story),
        discussion=article.discussion,
        discussion_days=article.discussion_days,
        search_description=article.search_description,
        first_published_at=article.first_published_at,
    )
    if article.lead is not None:
        page.lead_image = article.lead.image
        page.lead_alt = article.lead.alt
        page.lead_caption = article.lead.caption
        page.lead_kind = article.lead.kind
    page.bylines = [
        Byline(contributor=contributor, role=role, sort_order=order)
        for order, (contributor, role) in enumerate(article.bylines)
    ]
    page.topic_links = [
        ArticleTopic(topic=topic, sort_order=order) for order, topic in enumerate(article.topics)
    ]
    page.related_picks = _related(article.related)
    return page


def _related(articles: Sequence[ArticlePage]) -> list[RelatedPick]:
    return [RelatedPick(article=other, sort_order=order) for order, other in enumerate(articles)]
