"""The one request of a connection, as bytes: read strictly, answered once (RFC 9112).

Nothing but a GET without a body has an answer here, and every connection ends with it, so that
there is no second request whose beginning two programs could see in two places.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

LONGEST_HEAD = 16_384
MOST_LINES = 100
END_OF_HEAD = b"\r\n\r\n"

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_TARGET = re.compile(r"/[!-~]*", re.ASCII)
_VALUE = re.compile(r"[\t -~\x80-\xff]*", re.ASCII)
_VERSIONS = ("HTTP/1.0", "HTTP/1.1")


class Unreadable(Exception):
    """What came is no request."""


@dataclass(frozen=True, slots=True)
class Request:
    """Method, path, query, and headers by their name in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def has_body(self) -> bool:
        """Whether it announces one, of whatever length."""
        return "transfer-encoding" in self.headers or self.headers.get("content-length", "0") != "0"


def read_request(whole: bytes) -> Request:
    """Read a request that ends with its head. Raises Unreadable."""
    head, end, rest = whole.partition(END_OF_HEAD)
    if not end or rest or len(head) > LONGEST_HEAD:
        raise Unreadable
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or len(lines) > MOST_LINES:
        raise Unreadable
    method, target, version = parts
    if not (_TOKEN.fullmatch(method) and _TARGET.fullmatch(target) and version in _VERSIONS):
        raise Unreadable
    try:
        split = urlsplit(f"http://here{target}")
    except ValueError as error:
        raise Unreadable from error
    return Request(method, split.path, split.query, _headers(lines))


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise Unreadable
        name, value = name.lower(), value.strip()
        # Several of one name are one list (RFC 9110, 5.3).
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers


def response_head(status: HTTPStatus, headers: Mapping[str, str]) -> bytes:
    """Give the head of a response whose end is the connection's end."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1")


def plain_response(status: HTTPStatus, sentence: str, headers: Mapping[str, str]) -> bytes:
    """Give a whole response that is one sentence."""
    body = f"{sentence}\n".encode()
    own = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    return response_head(status, {**headers, **own}) + body
