"""Lists of articles, page by page, and the lists of topics and contributors."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from wagtail.models import PageQuerySet

from standfirst.delivery.keys import LATEST, LISTS, list_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare_soft
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.newsroom.models import (
    ArticlePage,
    ArticleTopic,
    Byline,
    ContributorIndexPage,
    ContributorPage,
    SectionPage,
    TopicIndexPage,
    TopicPage,
)
from standfirst.newsroom.queries.cards import (
    Card,
    Link,
    cards_of,
    link_to,
    public_articles,
    with_card_parts,
)

ON_A_PAGE = 20

Before = tuple[datetime, int]


@dataclass(frozen=True)
class Listing:
    """One page of a list. ``older`` is the cursor of the next page, empty on the last."""

    cards: list[Card]
    older: str
    is_first: bool


@dataclass(frozen=True)
class Entry:
    """A topic or contributor in the list of all, with how many articles it has."""

    link: Link
    articles: int
    contributor: ContributorPage | None = None


def read_before(text: str) -> Before | None:
    """Read the cursor of a page of articles; None for anything we did not write."""
    match decode_cursor(text):
        case (str() as at, int() as pk):
            try:
                moment = datetime.fromisoformat(at)
                # Beyond the first and last year, no database can be asked.
                is_ours = moment.tzinfo is not None and bool(moment.astimezone(UTC))
            except (ValueError, OverflowError):
                return None
            return (moment, pk) if is_ours else None
    return None


def articles_of_paper(now: datetime) -> PageQuerySet:
    """What stands in the paper."""
    declare_soft(LISTS, LATEST)
    return public_articles(now)


def articles_of_section(section: SectionPage, now: datetime) -> PageQuerySet:
    """What stands in a section."""
    declare_soft(LISTS, list_key(section.pk))
    return public_articles(now).child_of(section)


def articles_of_topic(topic: TopicPage, now: datetime) -> PageQuerySet:
    """What is about a topic."""
    declare_soft(LISTS, list_key(topic.pk))
    links = ArticleTopic.objects.filter(topic_id=topic.pk)
    return public_articles(now).filter(pk__in=links.values("page"))


def articles_of_contributor(contributor: ContributorPage, now: datetime) -> PageQuerySet:
    """What somebody worked on, in any role."""
    declare_soft(LISTS, list_key(contributor.pk))
    lines = Byline.objects.filter(contributor_id=contributor.pk)
    return public_articles(now).filter(pk__in=lines.values("page"))


def listing_of(
    articles: PageQuerySet,
    request: HttpRequest,
    before: Before | None = None,
    shown: frozenset[int] | set[int] = frozenset(),
) -> Listing:
    """Give one page of a list, newest first; the first page leaves out what is shown above it."""
    if before is None:
        articles = articles.exclude(pk__in=shown)
    else:
        at, pk = before
        articles = articles.filter(
            Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=pk)
        )
    found = list(with_card_parts(articles)[: ON_A_PAGE + 1])
    page = found[:ON_A_PAGE]
    older = ""
    if len(found) > ON_A_PAGE and page[-1].first_published_at is not None:
        older = encode_cursor(page[-1].first_published_at.isoformat(), page[-1].pk)
    return Listing(cards_of(page, request), older, is_first=before is None)


def topics_in(index: TopicIndexPage, request: HttpRequest, now: datetime) -> list[Entry]:
    """All public topics by name, with how many public articles each has."""
    declare_soft(LISTS, LATEST)
    counts = _counts(ArticleTopic.objects.filter(page__in=_pks(now)).values_list("topic"))
    topics = public_pages(TopicPage.objects.child_of(index), now).order_by("title")
    return [Entry(link_to(topic, request), counts.get(topic.pk, 0)) for topic in topics]


def contributors_in(
    index: ContributorIndexPage, request: HttpRequest, now: datetime
) -> list[Entry]:
    """All public contributors by name, with how many public articles each worked on."""
    declare_soft(LISTS, LATEST)
    counts = _counts(Byline.objects.filter(page__in=_pks(now)).values_list("contributor"))
    people = public_pages(ContributorPage.objects.child_of(index), now).order_by("title")
    people = people.select_related("portrait").prefetch_related("portrait__renditions")
    return [
        Entry(link_to(person, request), counts.get(person.pk, 0), contributor=person)
        for person in people
    ]


def _pks(now: datetime) -> PageQuerySet:
    return public_pages(ArticlePage.objects.all(), now).order_by().values_list("pk", flat=True)


def _counts(pairs: QuerySet[ArticleTopic] | QuerySet[Byline]) -> dict[int, int]:
    return dict(pairs.annotate(articles=Count("page", distinct=True)).order_by())
