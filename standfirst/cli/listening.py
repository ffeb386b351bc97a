"""Whether an address can be listened on, and whether somebody answers there already."""

import errno
import http.client
import ipaddress
import socket
from urllib.parse import urlsplit

from standfirst.cli.refusals import CommandRefused

PROBE_SECONDS = 2.0


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach the address."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def require_free(address: str, port: int) -> None:
    """Raise CommandRefused if the port cannot be had.

    Granian shares ports (SO_REUSEPORT), so a second paper on one port would not fail by itself.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CommandRefused(_why(error, address, port)) from error


def _why(error: OSError, address: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; stop what uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights; choose one above 1023 with --port."
    return f"Cannot listen on {address}:{port} ({error.strerror}); check --address."


def answers(address: str, port: int, *, url: str) -> bool:
    """Whether the paper at this address says that it is ready."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 (a name)
    connection = http.client.HTTPConnection(target, port, timeout=PROBE_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Host": urlsplit(url).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
