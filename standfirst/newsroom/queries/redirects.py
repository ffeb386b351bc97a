"""Where an old address leads now."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from standfirst.delivery.public import is_public

# How other systems name a page in the query of their front page: WordPress's plain permalinks.
OLD_QUERIES = frozenset({"p", "page_id", "attachment_id", "cat", "tag", "author", "m"})


@dataclass(frozen=True)
class Target:
    """Where to send whoever asks for an old address."""

    url: str
    is_permanent: bool


def target_of(request: HttpRequest, now: datetime) -> Target | None:
    """Find where the request's old address leads; with its query first, then without it.

    An address whose page is not public leads nowhere: the new one would tell its slug.
    """
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    for candidate in dict.fromkeys((path, path.partition("?")[0])):
        found = get_redirect(request, candidate)
        if found is not None:
            return _target(found, now)
    return None


def names_an_old_address(request: HttpRequest) -> bool:
    """Say whether the front page was asked for with another system's query."""
    return request.path_info == "/" and not OLD_QUERIES.isdisjoint(request.GET)


def _target(found: Redirect, now: datetime) -> Target | None:
    page = found.redirect_page
    if page is not None and not is_public(page, now):
        return None
    return Target(found.link, found.is_permanent) if found.link else None
