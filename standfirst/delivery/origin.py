"""Where a form came from: the check that stands in place of a token on public pages.

A token cannot be in a page that everybody shares. Browsers say instead which site a request comes
from (Fetch Metadata, ``Sec-Fetch-Site``; before it, ``Origin``, RFC 6454), and a page of another
site cannot make them say otherwise.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from standfirst.lib.canonical import canonical

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
DEFAULT_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int | None]
AnyView = TypeVar("AnyView", bound=Callable[..., object])


def exempt_from_origin_check(view: AnyView) -> AnyView:
    """Mark a view that machines call: it checks a signature or a secret address instead."""
    view.is_exempt_from_origin_check = True  # type: ignore[attr-defined]
    return view


def comes_from_here(request: HttpRequest) -> bool:
    """Say whether an unsafe request may change something.

    With neither header (old clients) only requests without any cookie of ours pass: they act for
    nobody, so another site gains nothing by causing them.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if is_embedded(request):
        return True
    if site in ("same-origin", "none"):
        return True
    if site is not None:
        return origin is not None and _is_listed(origin)
    if origin is not None:
        return parse_origin(origin) == own_origin(request) or _is_listed(origin)
    return "Referer" not in request.headers and not _acts_for_somebody(request)


def is_embedded(request: HttpRequest) -> bool:
    """Say whether a page of a listed site asks the API, for nobody that a cookie names.

    Such a request acts for whomever it names itself, by a key that its own page keeps: another site
    cannot have it sent.
    """
    if not request.path_info.startswith("/api/") or _acts_for_somebody(request):
        return False
    return listed_site(request) != ""


def listed_site(request: HttpRequest) -> str:
    """Give the origin of a request if it is that of a site which may embed; "" for every other."""
    origin = request.headers.get("Origin", "")
    parsed = parse_origin(origin)
    listed = {parse_origin(site) for site in settings.STANDFIRST_EMBED_SITES}
    return origin if parsed is not None and parsed in listed else ""


def is_listed_host(host: str) -> bool:
    """Say whether a host, with its port if that is an unusual one, is that of a site which may embed."""
    sites = {urlsplit(canonical(site)).netloc for site in settings.STANDFIRST_EMBED_SITES}
    return host in sites - {""}


def own_origin(request: HttpRequest) -> Origin | None:
    """Give the origin that this request was made to."""
    return parse_origin(f"{request.scheme}://{request.get_host()}")


def parse_origin(text: str) -> Origin | None:
    """Read an Origin header: scheme, host in lower case, port; None if it is not one."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path or parts.query:
        return None
    if parts.username is not None or parts.fragment:
        return None
    return parts.scheme, parts.hostname, port or DEFAULT_PORTS[parts.scheme]


def _is_listed(origin: str) -> bool:
    parsed = parse_origin(origin)
    listed = (parse_origin(trusted) for trusted in settings.STANDFIRST_TRUSTED_ORIGINS)
    return parsed is not None and parsed in listed


def _acts_for_somebody(request: HttpRequest) -> bool:
    return any(name in request.COOKIES for name in settings.STANDFIRST_IDENTITY_COOKIES)
