"""What robots are told of: the pages of the tree, and what other apps show at addresses of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from standfirst.delivery.baking import baked
from standfirst.funding.queries.campaigns import all_campaigns
from standfirst.newsroom.views.robots import PageSitemap
from standfirst.siteconfig.queries import current_rules


@dataclass(frozen=True)
class Place:
    """An address that is in no tree, and when what it shows last changed, if that is known."""

    path: str
    changed_at: datetime | None = None


class PlaceSitemap(Sitemap):  # type: ignore[type-arg]
    """Support, the books, each campaign, and the house rules once there are some."""

    limit = 10_000

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.protocol = request.scheme

    def items(self) -> list[Place]:
        """Everything of the kind that anybody may read."""
        rules = current_rules()
        campaigns = [reverse("funding:campaign", args=[one.slug]) for one in all_campaigns()]
        paths = [reverse("funding:support"), *campaigns, reverse("funding:ledger")]
        places = [Place(path) for path in paths]
        if rules is not None:
            places.append(Place(reverse("siteconfig:rules"), rules.published_at))
        return places

    def location(self, item: Place) -> str:
        """The address."""
        return item.path

    def lastmod(self, item: Place) -> datetime | None:
        """When it last changed for readers."""
        return item.changed_at


@baked(params=("p",))
def sitemap(request: HttpRequest, section: str) -> HttpResponseBase:
    """Up to 10,000 addresses (sitemaps.org)."""
    return sitemaps.sitemap(request, _sections(request), section=section)


@baked()
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """Where the lists of addresses are, as many as it takes."""
    return sitemaps.index(request, _sections(request), sitemap_url_name="sitemap")


def _sections(request: HttpRequest) -> dict[str, Any]:
    return {"pages": PageSitemap(request), "places": PlaceSitemap(request)}
