"""The one answer to "is this page public?", asked by every exit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageQuerySet, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath

from standfirst.delivery.keys import page_key
from standfirst.delivery.recording import asked_once, declare, declare_soft, declare_until
from standfirst.prepared import Prepared, PreparedRows

Pages = TypeVar("Pages", bound=PageQuerySet)

_sites = Prepared(lambda: Site.objects.select_related("root_page__locale").order_by("pk")[:2])
# No index holds addresses; of pages with one slug there are few.
_page_by_address = Prepared(
    lambda slug, address: Page.objects.select_related("locale").filter(slug=slug, url_path=address)
)
_restricted = PreparedRows(lambda: PageViewRestriction.objects.values_list("page__path"))


def is_public(page: Page, now: datetime) -> bool:
    """Say whether anybody may read the page: live, not expired, not restricted anywhere above."""
    if not page.live or (page.expire_at is not None and page.expire_at <= now):
        return False
    # A page and its ancestors have the beginnings of its path for paths (treebeard).
    return not page.path.startswith(restricted_paths())


def public_pages(pages: Pages, now: datetime) -> Pages:
    """Keep of a page queryset what anybody may read."""
    restricted = Q(pk__in=[])
    for path in restricted_paths():
        restricted |= Q(path__startswith=path)
    kept: Pages = (
        pages.live().exclude(restricted).filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now))
    )
    return kept


def restricted_paths() -> tuple[str, ...]:
    """Give the paths of pages that not everybody may read, nor what is below them.

    Asked once for a page that is being rendered, which would ask for each list on it.
    """
    return asked_once("restricted_paths", lambda: tuple(path for (path,) in _restricted.rows()))


def page_at(request: HttpRequest, path: str, now: datetime) -> Page:
    """Find the public page at a path and declare it; `specific` gives it with its own fields.

    Raises Http404 when there is none, or none that is public: the two answer the same.
    """
    page = page_named_at(request, path, now)
    declare(page_key(page.pk))
    return page


def page_named_at(request: HttpRequest, path: str, now: datetime) -> Page:
    """Find the public page at a path of which hardly more than its name is shown: softly declared.

    Raises Http404 as `page_at` does.
    """
    page = _page_by_path(request, path)
    if page is None or not is_public(page, now):
        raise Http404
    declare_soft(page_key(page.pk))
    declare_until(page.expire_at)
    return page


def public_pages_at(request: HttpRequest, paths: Iterable[str], now: datetime) -> dict[str, int]:
    """Give the keys of the public pages at some paths, by path: one query for all."""
    site = site_of(request)
    if site is None:
        return {}
    root = site.root_page.localized
    wanted = {f"{root.url_path}{path.strip('/')}".rstrip("/") + "/": path for path in paths}
    slugs = {address.rstrip("/").rsplit("/", 1)[-1] for address in wanted}
    rows = public_pages(Page.objects.filter(slug__in=slugs, url_path__in=list(wanted)), now)
    return {wanted[address]: pk for pk, address in rows.order_by().values_list("pk", "url_path")}


def _page_by_path(request: HttpRequest, path: str) -> Page | None:
    """Find a page by its whole address, where Wagtail asks two queries for each part of it.

    None of our page types answers for addresses below its own, which this would not see
    (`Page.route`; a test holds them to it).
    """
    site = site_of(request)
    if site is None:
        return None
    root = site.root_page.localized
    parts = [part for part in path.split("/") if part]
    address = "".join(f"{part}/" for part in parts)
    slug = parts[-1] if parts else root.slug
    return _page_by_address.first(slug=slug, address=f"{root.url_path}{address}")


def site_of(request: HttpRequest) -> Site | None:
    """Find Wagtail's site for a request: nearly always the only one there is, whatever the host.

    Notes on the request, as Wagtail itself does, what every link on its page would ask for again.
    """
    noted: Any = request
    if not hasattr(request, "_wagtail_site"):
        sites = _sites.all()
        if len(sites) != 1 or not sites[0].is_default_site:
            return Site.find_for_request(request)
        noted._wagtail_site = site = sites[0]  # noqa: SLF001
        if not settings.WAGTAIL_I18N_ENABLED:
            root = site.root_page
            paths = (site.pk, root.url_path, site.root_url, root.locale.language_code)
            noted._wagtail_cached_site_root_paths = [SiteRootPath(*paths)]  # noqa: SLF001
    found: Site | None = noted._wagtail_site  # noqa: SLF001
    return found
