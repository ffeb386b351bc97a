"""Marking views whose answer is the same for everybody, and those whose answer is for one.

A baked view is called with a request that was made anew from the path and the listed query
parameters alone. What is not there cannot leak in: no cookie, no user, no header of the visitor.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from io import BytesIO
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from standfirst.delivery.recording import record_keys

Args = ParamSpec("Args")
View = Callable[Concatenate[HttpRequest, Args], HttpResponseBase]


def baked(
    *, params: Iterable[str] = (), soft_seconds: int = 60
) -> Callable[[View[Args]], View[Args]]:
    """Mark a view as bakeable.

    ``params`` are the query parameters that belong to the address; others are ignored.
    ``soft_seconds`` is how old a page may get that is only softly stale.
    Other methods than GET and HEAD reach the view as they came.
    """
    listed = tuple(params)

    def decorate(view: View[Args]) -> View[Args]:
        @wraps(view)
        def bake(request: HttpRequest, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            with record_keys() as recording:
                response = view(public_request(request, listed), *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            attached: Any = response
            attached.baked_keys = recording
            attached.soft_seconds = soft_seconds
            return finished(request, response)

        return cast("View[Args]", bake)

    return decorate


def private(view: View[Args]) -> View[Args]:
    """Mark a view whose answer is for one person: no cache, shared or own, keeps it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return cast("View[Args]", answer)


def public_request(request: HttpRequest, params: Iterable[str]) -> HttpRequest:
    """Make a GET request anew from the path and the listed query parameters.

    Host and scheme are the paper's own, whatever the visitor's request said.
    """
    base = urlsplit(settings.STANDFIRST_BASE_URL)
    query = [(name, request.GET[name]) for name in params if name in request.GET]
    fresh = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": request.path_info.encode().decode("latin-1"),
            "QUERY_STRING": urlencode(query),
            "SERVER_NAME": base.hostname or "localhost",
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "HTTP_HOST": base.netloc,
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    fresh.user = AnonymousUser()
    fresh.resolver_match = request.resolver_match
    return fresh


def finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a baked response its ETag and caching rule, and answer a conditional request.

    Raises RuntimeError if the view set a cookie: such a page must not be shared.
    """
    if response.cookies:
        raise RuntimeError("A baked view must not set a cookie.")
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    response["ETag"] = quote_etag(digest)
    patch_cache_control(response, no_cache=True)
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    return conditional if conditional is not None else response
