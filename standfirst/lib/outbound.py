"""Requests that we send to addresses which somebody typed: never to a machine that only we can reach.

A name is looked up once, every address that it has must be public, and the connection goes to one
of those that were looked at: a name that says something else the second time gains nothing. No
redirect is followed, no proxy is asked, and the whole takes at most so many seconds, however slowly
the other side speaks.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from standfirst.lib.network import IPAddress, parse_address

PATIENCE_SECONDS = 10.0
LONGEST_URL = 500
# Of the answer hardly more than its status is of interest.
READ_BYTES = 2_000
PORTS = frozenset({80, 443, 8080, 8443})
# Letters, figures and hyphens (RFC 1123, 2.1); names in other scripts are sent in their ASCII form.
_HOST = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_UNFIT = re.compile(r"[^!-~]|[\\\"<>^`{|}]")
# What carries an IPv4 address inside (RFC 3056, 4380, 6052, 8215), and what is no longer used (3879).
_CARRIERS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "2002::/16",
        "2001::/32",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "fec0::/10",
        "::/96",
    )
)


class OutboundRefused(Exception):
    """A request that was not sent, or got no answer. The words hold nothing secret."""


def is_public(address: IPAddress) -> bool:
    """Say whether an address is of the public network, and of nothing that leads elsewhere."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in net for net in _CARRIERS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def looked_up(host: str, port: int) -> list[str]:
    """Give the addresses of a name, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_rest, address in found))


@dataclass(frozen=True)
class Limits:
    """What may be reached. Tests reach their own machine by others than these."""

    ports: frozenset[int] | None = PORTS
    may_reach: Callable[[IPAddress], bool] = is_public
    look_up: Callable[[str, int], list[str]] = looked_up
    host: re.Pattern[str] = _HOST
    seconds: float = PATIENCE_SECONDS


@dataclass(frozen=True)
class Target:
    """A place to send to, as its address says."""

    is_secure: bool
    host: str
    port: int
    path: str


@dataclass
class Answer:
    """The status of an answer, and the beginning of its body."""

    status: int
    body: bytes = field(default=b"", repr=False)


def target_of(url: str, limits: Limits | None = None) -> Target:
    """Read an address. Raises OutboundRefused, in words, for one that we send nothing to."""
    limits = limits or Limits()
    if len(url) > LONGEST_URL or _UNFIT.search(url):
        raise OutboundRefused(
            "This address is too long or has characters that do not belong there."
        )
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise OutboundRefused("This is no address.") from error
    if parts.scheme not in ("http", "https"):
        raise OutboundRefused("The address begins with https:// or http://.")
    if "@" in parts.netloc or parts.port == 0:
        raise OutboundRefused("The address names a host, and neither user nor password.")
    host = parts.hostname or ""
    if not limits.host.fullmatch(host):
        raise OutboundRefused("The address needs a whole host name, like hooks.example.org.")
    if limits.ports is not None and port not in limits.ports:
        raise OutboundRefused(f"Nothing is sent to port {port}.")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Target(parts.scheme == "https", host, port, path)


def send(
    url: str, body: bytes, headers: Mapping[str, str], *, limits: Limits | None = None
) -> Answer:
    """POST a body. Raises OutboundRefused where it is not sent, or not answered in time."""
    limits = limits or Limits()
    target = target_of(url, limits)
    address = _address_to_reach(target, limits)
    link = _Link(target, address, limits.seconds)
    # A side that sends a byte now and then would keep each single wait short, and all of them long.
    end = threading.Timer(limits.seconds, link.cut)
    end.start()
    try:
        link.request("POST", target.path, body, dict(headers))
        answer = link.getresponse()
        return Answer(answer.status, answer.read(READ_BYTES))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise OutboundRefused(f"{target.host} gave no answer: {type(error).__name__}") from error
    finally:
        end.cancel()
        link.close()


def _address_to_reach(target: Target, limits: Limits) -> str:
    try:
        found = limits.look_up(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise OutboundRefused(f"{target.host} is not known.") from error
    addresses = [parse_address(each) for each in found]
    if not addresses or any(each is None or not limits.may_reach(each) for each in addresses):
        raise OutboundRefused(f"{target.host} is not on the public network.")
    return found[0]


class _Link(http.client.HTTPConnection):
    """A connection to the one address that was looked at, by the name that the certificate has."""

    def __init__(self, target: Target, address: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target
        self.address = address
        self.default_port = 443 if target.is_secure else 80

    def connect(self) -> None:
        """Connect, and speak TLS where the address says so."""
        self.sock = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)

    def cut(self) -> None:
        """End it from outside, whatever it waits for."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()
