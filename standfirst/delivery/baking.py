"""Marking views whose answer is the same for everybody, and those whose answer is for one.

A baked view is called with a request that was made anew from the path and the listed query
parameters alone. What is not there cannot leak in: no cookie, no user, no header of the visitor.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from typing import Any, Concatenate, ParamSpec, TypeGuard, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from standfirst.delivery.fronting import PAGE_HEADER, comes_through_front, is_unasked
from standfirst.delivery.keeping import Shelf, address_of, own_shelf, unix_time
from standfirst.delivery.page_folder import Bake, KeptPage, place_of
from standfirst.delivery.page_folder.files import etag_of
from standfirst.delivery.queries import log_position
from standfirst.delivery.recording import Recording, record_keys

_beside: ContextVar[bool] = ContextVar("beside", default=False)
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

            def render() -> HttpResponseBase:
                response = view(public_request(request, listed), *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response

            address = address_of(request.path_info, request.GET, listed)
            return kept_or_rendered(request, Oven(address, soft_seconds, render))

        return cast("View[Args]", bake)

    return decorate


@dataclass(frozen=True, slots=True)
class Oven:
    """What it takes to bake the page of one address."""

    address: str
    soft_seconds: int
    render: Callable[[], HttpResponseBase]


def kept_or_rendered(request: HttpRequest, oven: Oven) -> HttpResponseBase:
    """Answer with the kept page while it is true, else with a new one, which is then kept.

    One process renders an address at a time; who waited for it takes what it made.
    """
    if _beside.get():
        return recorded(oven)[0]
    shelf = own_shelf()
    if shelf is None:
        return finished(request, recorded(oven)[0])
    asked_at = unix_time()
    page = shelf.find_true(oven.address, asked_at)
    answer = from_shelf(request, page)
    if answer is not None:
        return answer
    with shelf.one_renderer(oven.address):
        page = shelf.find_true(oven.address, unix_time(), asked_at)
        return from_shelf(request, page) or rendered(request, oven, shelf)


@contextmanager
def rendering_beside() -> Iterator[None]:
    """Have every page rendered that is asked for here, whatever is kept, and none of them kept."""
    token = _beside.set(True)
    try:
        yield
    finally:
        _beside.reset(token)


def recorded(oven: Oven) -> tuple[HttpResponseBase, Recording]:
    """Render a page and note what it shows."""
    with record_keys() as recording:
        response = oven.render()
    attached: Any = response
    attached.baked_keys = recording
    return response, recording


def rendered(request: HttpRequest, oven: Oven, shelf: Shelf) -> HttpResponseBase:
    """Render a page and keep it, if it may be kept; drop what was kept for this address if not."""
    begun_at, position = unix_time(), log_position()
    try:
        response, recording = recorded(oven)
    except Http404:
        shelf.drop([oven.address])
        raise
    if not is_keepable(response) or not shelf.may_keep(oven.address):
        shelf.drop([oven.address])
        return finished(request, response)
    bake = Bake(
        address=oven.address,
        type=response["Content-Type"],
        soft_seconds=oven.soft_seconds,
        position=position,
        begun_at=begun_at,
        hard=tuple(sorted(recording.hard)),
        soft=tuple(sorted(recording.soft - recording.hard)),
        until=recording.until.timestamp() if recording.until else None,
    )
    before = shelf.folder.find(oven.address) if is_unasked(request) else None
    page = shelf.keep(bake, response.content, before.asked_at if before else None)
    is_told = page is not None and comes_through_front(request)
    return (from_shelf(request, page) if is_told else None) or finished(request, response)


def is_keepable(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whether a response is a page: a 200 with content, no cookie, and nothing that it varies by."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not response.has_header("Vary")
    )


def from_shelf(request: HttpRequest, page: KeptPage | None) -> HttpResponseBase | None:
    """Answer with a kept page; None where there is none (any more).

    The front is told where the page lies, and reads it itself.
    """
    if page is None:
        return None
    if comes_through_front(request):
        place = str(place_of(page.bake.address))
        return HttpResponse(headers={PAGE_HEADER: place, "Content-Type": page.bake.type})
    try:
        body = page.place.read_bytes()
    except FileNotFoundError:
        return None
    return finished(request, HttpResponse(body, content_type=page.bake.type))


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
    query = [(name, request.GET[name]) for name in params if name in request.GET]
    fresh = request_for(request.path_info, urlencode(query))
    fresh.resolver_match = request.resolver_match
    return fresh


def request_for(path: str, query: str) -> WSGIRequest:
    """Make the request of a reader who has nothing, for a decoded path and an encoded query."""
    base = urlsplit(settings.STANDFIRST_BASE_URL)
    fresh = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": base.hostname or "localhost",
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "HTTP_HOST": base.netloc,
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    fresh.user = AnonymousUser()
    return fresh


def finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a baked response its ETag and caching rule, and answer a conditional request.

    Raises RuntimeError if the view set a cookie: such a page must not be shared.
    """
    if response.cookies:
        raise RuntimeError("A baked view must not set a cookie.")
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    response["ETag"] = quote_etag(etag_of(response.content))
    patch_cache_control(response, no_cache=True)
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    return conditional if conditional is not None else response
