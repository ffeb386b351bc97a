"""The links at the top and at the foot of every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from wagtail.models import Page, Site

from standfirst.delivery.keys import LISTS, SITE
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare, declare_soft
from standfirst.newsroom.models import SectionPage
from standfirst.newsroom.queries.cards import link_to
from standfirst.siteconfig import queries as siteconfig
from standfirst.siteconfig.models import FooterLink, HeaderLink


@dataclass(frozen=True)
class MenuLink:
    """A link of a menu, and whether the reader is there or below it."""

    title: str
    url: str
    is_here: bool
    is_around: bool


def masthead_menu(request: HttpRequest, now: datetime) -> list[MenuLink]:
    """What the settings say; until somebody says, all public sections in their order."""
    links = siteconfig.header_links()
    if links:
        return _public_links(links, request, now)
    declare(SITE)
    # A section that appears stands here too.
    declare_soft(LISTS)
    site = Site.find_for_request(request)
    if site is None:
        return []
    sections = SectionPage.objects.child_of(site.root_page).order_by("path")
    titles = [link_to(section, request) for section in public_pages(sections, now)]
    return [_menu_link(link.title, link.url, request) for link in titles]


def foot_menu(request: HttpRequest, now: datetime) -> list[MenuLink]:
    """What the settings say."""
    return _public_links(siteconfig.footer_links(), request, now)


def _public_links(
    links: Sequence[HeaderLink | FooterLink], request: HttpRequest, now: datetime
) -> list[MenuLink]:
    pks = [link.page_id for link in links if link.page_id is not None]
    # Asking about no page at all would still read the restrictions.
    public = public_pages(Page.objects.filter(pk__in=pks), now).in_bulk() if pks else {}
    found = []
    for link in links:
        if link.page_id is None:
            found.append(_menu_link(link.label or link.address, link.address, request))
        elif link.page_id in public:
            target = link_to(public[link.page_id], request)
            found.append(_menu_link(link.label or target.title, target.url, request))
    return found


def _menu_link(title: str, url: str, request: HttpRequest) -> MenuLink:
    is_here = request.path == url
    is_around = url not in ("", "/") and request.path.startswith(url) and not is_here
    return MenuLink(title, url, is_here=is_here, is_around=is_around)
