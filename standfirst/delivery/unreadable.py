"""What a client may send that no later layer could read: answered as if it were not there.

PostgreSQL and file systems know no NUL, and a coding that is no text breaks a request before any
view is asked. So the door takes care of them, once for all views.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

UTF_8 = frozenset({"utf-8", "utf8"})


def readable_type(content_type: str) -> str:
    """Give a Content-Type without a charset other than UTF-8.

    Django decodes the query and the form by it, and takes names like ``zlib`` for charsets, which
    fail while the request is made. Browsers send forms in the page's coding and name none.
    """
    kept = [part for part in content_type.split(";") if not _names_other_charset(part)]
    return ";".join(kept)


class UnreadableRequestMiddleware:
    """An address with NUL names nothing; a cookie with NUL is none of ours."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        for name, value in list(request.COOKIES.items()):
            if "\0" in value:
                del request.COOKIES[name]
        return self.get_response(request)


def _names_other_charset(part: str) -> bool:
    name, _separator, value = part.partition("=")
    if name.strip().casefold() != "charset":
        return False
    return value.strip().strip("\"'").casefold() not in UTF_8
