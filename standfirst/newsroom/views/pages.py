from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve

from standfirst.delivery.baking import baked, private
from standfirst.delivery.public import is_public, page_at
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ContributorPage, SectionPage, TopicPage
from standfirst.newsroom.queries.listings import read_before
from standfirst.newsroom.queries.reading import page_with_fields
from standfirst.newsroom.queries.redirects import Target, names_an_old_address, target_of

WITH_OLDER_PAGES = (ContributorPage, SectionPage, TopicPage)


@require_safe
def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer for a page of the tree: the same bytes for all if it is public, else Wagtail's rules.

    A draft, an expired page and no page at all answer the same.
    """
    if names_an_old_address(request):
        target = target_of(request, clock())
        if target is not None:
            return redirect_to(target)
    try:
        return public_page(request, path)
    except Http404:
        return private_page(request, path)


@baked(params=("before",))
def public_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Render a public page. Raises Http404 for a cursor that no page of ours links."""
    page = page_with_fields(page_at(request, path, clock()))
    if page is None:
        raise Http404
    if "before" in request.GET and (
        not isinstance(page, WITH_OLDER_PAGES) or read_before(request.GET["before"]) is None
    ):
        raise Http404
    answer: HttpResponseBase = page.serve(request)
    return answer


@private
def private_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Let Wagtail ask for the password or the sign-in that the page wants.

    Raises Http404 where there is no such page, or none that is live and restricted.
    """
    route = Page.route_for_request(request, path)
    now = clock()
    if route is None or is_public(route[0], now):
        raise Http404
    if route[0].expire_at is not None and route[0].expire_at <= now:
        raise Http404
    answer: HttpResponseBase = serve(request, path)
    return answer


def redirect_to(target: Target) -> HttpResponseBase:
    """Send the reader on."""
    kind = HttpResponsePermanentRedirect if target.is_permanent else HttpResponseRedirect
    return kind(target.url)
