from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageQuerySet, Site

from standfirst.delivery.baking import baked
from standfirst.delivery.keys import LATEST, LISTS, SITE, page_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare, declare_soft
from standfirst.lib.clock import now as clock
from standfirst.newsroom.queries.machines import absolute

SITEMAP = "/sitemap.xml"
NOT_FOR_ROBOTS = ("/admin/", "/account/", "/search/", "/_util/")


class PageSitemap(Sitemap):  # type: ignore[type-arg]
    """All public pages of the paper."""

    limit = 10_000

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request
        self.protocol = request.scheme

    def items(self) -> PageQuerySet:
        """Every page that anybody may read, below and with the front page."""
        declare_soft(LISTS, LATEST)
        site = Site.find_for_request(self.request)
        if site is None:
            return Page.objects.none()
        pages = Page.objects.descendant_of(site.root_page, inclusive=True)
        return public_pages(pages, clock()).order_by("path")

    def location(self, item: Page) -> str:
        """The page's path."""
        declare(page_key(item.pk))
        path: str = item.get_url(self.request) or "/"
        return path

    def lastmod(self, item: Page) -> datetime | None:
        """When it last changed for readers."""
        changed: datetime | None = item.last_published_at
        return changed


@baked()
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone, and where the list of pages is (RFC 9309)."""
    declare(SITE)
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS),
        f"Sitemap: {absolute(SITEMAP)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
