"""The one answer to "is this page public?", asked by every exit."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageQuerySet, PageViewRestriction

from standfirst.delivery.keys import page_key
from standfirst.delivery.recording import declare, declare_until

Pages = TypeVar("Pages", bound=PageQuerySet)


def is_public(page: Page, now: datetime) -> bool:
    """Say whether anybody may read the page: live, not expired, not restricted anywhere above."""
    if not page.live or (page.expire_at is not None and page.expire_at <= now):
        return False
    # A page and its ancestors have the beginnings of its path for paths (treebeard), so one query
    # is enough where Wagtail's get_view_restrictions takes two.
    steps = range(page.steplen, len(page.path) + 1, page.steplen)
    lineage = [page.path[:length] for length in steps]
    return not PageViewRestriction.objects.filter(page__path__in=lineage).exists()


def public_pages(pages: Pages, now: datetime) -> Pages:
    """Keep of a page queryset what anybody may read."""
    kept: Pages = pages.live().public().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now))
    return kept


def page_at(request: HttpRequest, path: str, now: datetime) -> Page:
    """Find the public page at a path and declare it.

    Raises Http404 when there is none, or none that is public: the two answer the same.
    """
    route = Page.route_for_request(request, path)
    if route is None or route[1] or route[2] or not is_public(route[0], now):
        raise Http404
    page = route[0].specific
    declare(page_key(page.pk))
    declare_until(page.expire_at)
    return page
