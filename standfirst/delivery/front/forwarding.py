"""What of a request reaches the app, and what of its answer the client (RFC 9110, 7.6.1).

Nothing that the parser did not understand goes on: requests are written anew, with one Host, one
length, and a client's address that the front itself has seen.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.settings import FrontSettings
from standfirst.lib.network import IPNetwork, parse_address

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
# Settled by the front, or no business of an app: the body is all there before the app is asked.
OURS = frozenset({"host", "content-length", "expect", "proxy", "forwarded"})
OUR_PREFIXES = ("x-standfirst-", "x-forwarded-")
# Written anew by the front's own server.
SERVERS_OWN = frozenset({"server", "date", "content-length"})
UNFORWARDED_METHODS = frozenset({"CONNECT", "TRACE"})

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_VALUE = re.compile("[\t\x20-\x7e\x80-\U0010ffff]*")
# Kept as they are in a path: RFC 3986's pchar, and "/".
_SAFE = "/:@!$&'()*+,;=~"


class RequestRefused(Exception):
    """A request that is no sound HTTP. Says what is wrong, in a few words."""


def settled_host(headers: Headers, authority: str | None, *, is_old: bool, own: str) -> str:
    """Give the one host that is asked for (RFC 9112, 3.2).

    Raises RequestRefused for none (but in HTTP/1.0), several, or what is none.
    """
    named = [authority] if authority else [value for name, value in headers if name == "host"]
    if not named and is_old:
        return own
    if len(named) != 1 or not _HOST.fullmatch(named[0]):
        raise RequestRefused("It must name one host.")
    return named[0]


def raw_target(path: str, query: str) -> str:
    """Write a decoded path and a query as they go over the wire."""
    encoded = quote(path, safe=_SAFE)
    return f"{encoded}?{query}" if query else encoded


def request_headers(
    headers: Headers, *, host: str, client: str, settings: FrontSettings
) -> Headers:
    """Give the headers for the app. ``client`` is the peer's address."""
    dropped = HOP_BY_HOP | OURS | _named_in_connection(headers)
    kept = [
        (name, value)
        for name, value in headers
        # To the app `x_a` and `x-a` are one; an underscore would be a way around what is dropped.
        if name not in dropped and "_" not in name and not name.startswith(OUR_PREFIXES)
    ]
    came_by = [value for name, value in headers if name == "x-forwarded-for"]
    return [
        ("host", host),
        *kept,
        ("x-forwarded-for", forwarded_for(client, came_by, settings.networks)),
        ("x-standfirst-front", settings.token),
    ]


def forwarded_for(client: str, came_by: list[str], proxies: Iterable[IPNetwork]) -> str:
    """Give whom the request came from: what a trusted proxy said, then the peer."""
    peer = parse_address(client)
    if peer is None:
        return client
    if any(peer in network for network in proxies):
        return ", ".join([*came_by, str(peer)])
    return str(peer)


def response_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    """Give the headers for the client."""
    lowered = [(name.lower(), value) for name, value in headers]
    dropped = HOP_BY_HOP | SERVERS_OWN | _named_in_connection(lowered)
    return [
        (name, value)
        for name, value in lowered
        if name not in dropped and not name.startswith("x-standfirst-") and _VALUE.fullmatch(value)
    ]


def _named_in_connection(headers: Headers) -> frozenset[str]:
    values = (value for name, value in headers if name == "connection")
    return frozenset(part.strip().lower() for value in values for part in value.split(","))
