"""Guards that every request and response passes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from standfirst.delivery.cdn.headers import no_life_at_cdn
from standfirst.delivery.headers import headers_for
from standfirst.delivery.origin import SAFE_METHODS, comes_from_here
from standfirst.delivery.problems import problem

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SecurityHeadersMiddleware:
    """Puts the security headers on every response, 304 and 500 included. Stands first.

    A response that says nothing of caching is kept by nobody: being cached is asked for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = headers_for(path=request.path_info, is_secure=request.is_secure())
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        if "no-cache" in response.headers["Cache-Control"]:
            for name, value in no_life_at_cdn(settings.STANDFIRST_CDN):
                response.headers.setdefault(name, value)
        return response


class OriginCheckMiddleware:
    """Refuses unsafe requests that another site's page caused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through (None) or answer 403 with what to do."""
        if request.method in SAFE_METHODS or getattr(view, "is_exempt_from_origin_check", False):
            return None
        if comes_from_here(request):
            return None
        if is_programs_path(request.path_info):
            return problem(reason="cross_site", status=403, words=_("Another site sent this."))
        return render(request, "pages/refused.html", status=403)


class StaffCsrfMiddleware(CsrfViewMiddleware):
    """Django's token check, for staff pages alone: public pages carry no token.

    The origin check covers every unsafe request; below ``/admin/`` the token comes on top.
    """

    def process_request(self, request: HttpRequest) -> None:
        if is_staff_path(request.path_info):
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not is_staff_path(request.path_info):
            return response
        return super().process_response(request, response)

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if not is_staff_path(request.path_info):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


def is_programs_path(path: str) -> bool:
    """Say whether a path belongs to the API, whose errors programs read."""
    return path.startswith("/api/")


def is_staff_path(path: str) -> bool:
    """Say whether a path belongs to the staff's pages."""
    return path.startswith("/admin/")
