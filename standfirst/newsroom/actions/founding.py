from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from standfirst.newsroom.actions.placing import AnyPage, place_draft, put_live
from standfirst.newsroom.models import (
    ContributorIndexPage,
    ContributorPage,
    HomePage,
    PlainPage,
    SectionPage,
    TopicIndexPage,
    TopicPage,
)
from standfirst.people.models import User
from standfirst.pictures.models import Image
from standfirst.siteconfig.actions import Link, change_identity, set_menus
from standfirst.siteconfig.models import FooterLink, HeaderLink


@dataclass(frozen=True)
class AboutContributor:
    """What a contributor's page says, and the account they write from, if any."""

    position: str = ""
    text: str = ""
    portrait: Image | None = None
    user: User | None = None


@transaction.atomic
def found_paper(*, name: str, now: datetime) -> HomePage:
    """Make the front page, the lists of topics and contributors, and the empty pages.

    Done once: where a front page stands already, only what is missing below it is added. The menu
    at the foot is filled unless somebody has filled a menu.
    """
    home = HomePage.objects.order_by("path").first() or _make_home(name, now)
    for page in (
        TopicIndexPage(title=_("Topics")),
        ContributorIndexPage(title=_("Contributors"), slug="authors"),
        PlainPage(title=_("About us"), slug="about"),
        PlainPage(title=_("Imprint"), slug="imprint"),
        PlainPage(title=_("Privacy"), slug="privacy"),
    ):
        slug = page.slug or page.fixed_slug
        if not Page.objects.child_of(home).filter(slug=slug).exists():
            _add(home, page, now)
    if not HeaderLink.objects.exists() and not FooterLink.objects.exists():
        set_menus(header=(), footer=_foot(home), now=now)
    home.refresh_from_db()
    return home


def add_section(
    *, home: HomePage, title: str, now: datetime, slug: str = "", introduction: str = ""
) -> SectionPage:
    """Add a section to the paper."""
    return _add(home, SectionPage(title=title, slug=slug, introduction=introduction), now)


def add_topic(
    *, home: HomePage, title: str, now: datetime, slug: str = "", introduction: str = ""
) -> TopicPage:
    """Add a topic to the paper's list of topics."""
    index = TopicIndexPage.objects.child_of(home).get()
    return _add(index, TopicPage(title=title, slug=slug, introduction=introduction), now)


def add_contributor(
    *,
    home: HomePage,
    name: str,
    now: datetime,
    slug: str = "",
    about: AboutContributor | None = None,
) -> ContributorPage:
    """Add somebody to the paper's list of contributors."""
    about = about or AboutContributor()
    page = ContributorPage(
        title=name,
        slug=slug,
        position=about.position,
        about=about.text,
        portrait=about.portrait,
        user=about.user,
    )
    return _add(ContributorIndexPage.objects.child_of(home).get(), page, now)


def add_page(
    *,
    parent: Page,
    title: str,
    now: datetime,
    slug: str = "",
    story: Sequence[Mapping[str, Any]] = (),
) -> PlainPage:
    """Add a page with a title and a story (raw blocks)."""
    return _add(parent, PlainPage(title=title, slug=slug, story=list(story)), now)


def _make_home(name: str, now: datetime) -> HomePage:
    """Take the place of the page that Wagtail's first migration leaves, and make it the site's."""
    root = Page.get_first_root_node()
    welcome = list(Page.objects.child_of(root).filter(numchild=0))
    home = _add(root, HomePage(title=name, slug="paper"), now)
    base = urlsplit(settings.STANDFIRST_BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": base.hostname or "localhost",
            "port": base.port or (443 if base.scheme == "https" else 80),
            "site_name": name,
            "root_page": home,
        },
    )
    change_identity(name=name, now=now)
    for page in welcome:
        if page.specific_class is Page:
            page.delete()
    return home


def _foot(home: HomePage) -> list[Link]:
    pages = PlainPage.objects.child_of(home).order_by("path")
    return [
        *(Link(page=page) for page in pages),
        Link(label=_("House rules"), address="/rules/"),
        Link(label=_("Feeds"), address="/feeds/"),
    ]


@transaction.atomic
def _add(parent: Page, page: AnyPage, now: datetime) -> AnyPage:
    return put_live(page=place_draft(parent=parent, page=page), now=now)
