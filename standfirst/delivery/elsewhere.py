"""Answers that pages of other sites may read: the API's, for sites that the operator lists."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from standfirst.delivery.origin import listed_site

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# By this header a guest's key is handed to the page that keeps it (`people.tokens`).
GUEST_HEADER = "Standfirst-Guest"
PREFLIGHT_SECONDS = "600"


class ElsewhereMiddleware:
    """Lets scripts on listed sites read the API (Fetch Standard, CORS), without cookies.

    Credentials are never allowed, so that nothing which is somebody's by a cookie can be read there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.STANDFIRST_EMBED_SITES or not request.path_info.startswith("/api/"):
            return self.get_response(request)
        site = listed_site(request)
        is_preflight = "Access-Control-Request-Method" in request.headers
        if request.method == "OPTIONS" and is_preflight and site:
            response: HttpResponseBase = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
            response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
        else:
            response = self.get_response(request)
        if site:
            response["Access-Control-Allow-Origin"] = site
            response["Access-Control-Expose-Headers"] = f"{GUEST_HEADER}, Retry-After"
        patch_vary_headers(response, ["Origin"])
        return response
