"""Old addresses."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from standfirst.lib.clock import now as clock
from standfirst.newsroom.queries.redirects import target_of
from standfirst.newsroom.views.pages import redirect_to


class OldAddressMiddleware:
    """Sends readers of an old address on, where nothing else answers.

    Wagtail's own would also lead to a page that is not public any more, and tell its slug.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        target = target_of(request, clock())
        return redirect_to(target) if target is not None else response
