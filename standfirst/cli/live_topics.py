"""All topics of live events, in one list: each kind, and who says which of them are public."""

from collections.abc import Collection
from datetime import datetime

from wagtail.models import Page

from standfirst.delivery.keys import FRONT
from standfirst.delivery.live.topics import PublicKinds
from standfirst.delivery.public import public_pages
from standfirst.discussion.queries import public_threads
from standfirst.funding.queries.campaigns import public_campaigns


def pages(pks: Collection[int], now: datetime) -> set[int]:
    """Pages that anybody may read."""
    return set(public_pages(Page.objects.filter(pk__in=pks), now).values_list("pk", flat=True))


def front(pks: Collection[int], now: datetime) -> set[int]:
    """The front page has no number, and is public whenever the site is."""
    return set(pks)


TOPICS: PublicKinds = {
    FRONT: front,
    "page": pages,
    "thread": public_threads,
    "campaign": public_campaigns,
}
