"""More on this topic: chosen articles first, then those that share topics, then the newest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpRequest
from wagtail.models import PageQuerySet

from standfirst.delivery.keys import LATEST, LISTS, list_key, page_key
from standfirst.delivery.public import is_public
from standfirst.delivery.recording import declare_soft
from standfirst.newsroom.models import ArticlePage
from standfirst.newsroom.queries.cards import (
    NEWEST_FIRST,
    Link,
    link_to,
    public_articles,
    sections_by_path,
)

RELATED = 5


@dataclass(frozen=True)
class NextRead:
    """An article to read next: a line of words, without picture and names."""

    url: str
    headline: str
    kicker: str


def related_to(article: ArticlePage, request: HttpRequest, now: datetime) -> list[NextRead]:
    """Give what to read next: public articles only, never the article itself, none twice."""
    others = public_articles(now)
    if article.pk is not None:
        others = others.exclude(pk=article.pk)
    chosen = {pick.article_id: pick.article for pick in article.related_picks.all()}
    # What was chosen and is not public takes its place when it is.
    declare_soft(LISTS, *map(page_key, chosen))
    places = [one for one in chosen.values() if one.pk != article.pk and is_public(one, now)]
    places = places[:RELATED]
    topics = [link.topic_id for link in article.topic_links.all()]
    for candidates, keys in (
        (_sharing(topics, others), [list_key(topic) for topic in topics]),
        (others, [LATEST]),
    ):
        if len(places) < RELATED:
            declare_soft(*keys)
            rest = candidates.exclude(pk__in=[place.pk for place in places])
            places += rest[: RELATED - len(places)]
    sections = sections_by_path(request) if places else {}
    return [_next_read(place, sections, request) for place in places]


def _next_read(article: ArticlePage, sections: dict[str, Link], request: HttpRequest) -> NextRead:
    section = sections.get(article.path[: -article.steplen])
    return NextRead(
        url=link_to(article, request).url,
        headline=article.title,
        kicker=article.kicker or (section.title if section else ""),
    )


def _sharing(topics: list[int], others: PageQuerySet) -> PageQuerySet:
    shared = Count("topic_links", filter=Q(topic_links__topic__in=topics))
    return others.annotate(shared=shared).filter(shared__gt=0).order_by("-shared", *NEWEST_FIRST)
