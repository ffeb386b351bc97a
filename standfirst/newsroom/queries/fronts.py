"""What stands on a front: what editors chose, filled up with the newest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Value, Window
from django.db.models.functions import RowNumber, Substr
from django.http import HttpRequest
from wagtail.models import PageQuerySet

from standfirst.delivery.keys import LISTS, list_key, page_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare_soft
from standfirst.newsroom.models import SECONDS, HomePage, SectionPage
from standfirst.newsroom.queries.cards import (
    Card,
    Link,
    cards_of,
    link_to,
    public_articles,
    with_card_parts,
)

IN_A_RIVER = 3


@dataclass(frozen=True)
class River:
    """The newest of one section."""

    section: Link
    cards: list[Card]


@dataclass(frozen=True)
class Front:
    """What leads a page, and what stands beside it."""

    lead: Card | None
    seconds: list[Card]

    @property
    def shown(self) -> set[int]:
        """The keys of all articles in it."""
        return {card.pk for card in (self.lead, *self.seconds) if card is not None}


def front_of(page: HomePage | SectionPage, request: HttpRequest, now: datetime) -> Front:
    """Give the chosen articles in their order; the newest take the places left empty.

    Where nobody chose a lead, it is the first of these that has a picture: a large headline
    alone beside three others says less than it takes room.
    """
    articles = public_articles(now).descendant_of(page)
    chosen = [pick.article_id for pick in page.picks.all()][: 1 + SECONDS]
    # What was chosen and is not public takes its place when it is.
    declare_soft(LISTS, list_key(page.pk), *(page_key(pk) for pk in chosen))
    found = with_card_parts(articles).in_bulk(chosen)
    places = [found[pk] for pk in chosen if pk in found]
    if len(places) <= SECONDS:
        newest = with_card_parts(articles).exclude(pk__in=found)
        places += newest[: 1 + SECONDS - len(places)]
    if not found:
        with_picture = [place for place in places if place.lead_image_id is not None][:1]
        places = with_picture + [place for place in places if place not in with_picture]
    cards = cards_of(places, request)
    return Front(lead=cards[0] if cards else None, seconds=cards[1:])


def newest_revision(now: datetime) -> int:
    """Give the number of the newest revision that is public, of any article; 0 where there is none."""
    newest = public_articles(now).order_by().aggregate(newest=Max("live_revision"))["newest"]
    return int(newest or 0)


def rivers_of(home: HomePage, request: HttpRequest, now: datetime, shown: set[int]) -> list[River]:
    """Give the newest articles of each section that are not shown already."""
    declare_soft(LISTS, list_key(home.pk))
    sections = public_pages(SectionPage.objects.child_of(home), now).order_by("path")
    newest = _newest_by_section(home, public_articles(now).exclude(pk__in=shown))
    cards = cards_of(with_card_parts(newest), request)
    rivers = [
        River(link, [card for card in cards if card.section == link])
        for link in (link_to(section, request) for section in sections)
    ]
    return [river for river in rivers if river.cards]


def _newest_by_section(home: HomePage, articles: PageQuerySet) -> PageQuerySet:
    section_path = Substr("path", Value(1), Value(len(home.path) + home.steplen))
    rank = Window(
        RowNumber(),
        partition_by=[section_path],
        order_by=[F("first_published_at").desc(), F("pk").desc()],
    )
    return articles.descendant_of(home).annotate(rank=rank).filter(rank__lte=IN_A_RIVER)
