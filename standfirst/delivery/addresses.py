"""The one function that finds a client's address."""

from django.conf import settings
from django.http import HttpRequest

from standfirst.delivery.fronting import comes_through_front
from standfirst.lib.network import IPAddress, parse_address, parse_networks


def client_address(request: HttpRequest) -> str:
    """Give the address of whoever asks; "" if the server did not say.

    ``X-Forwarded-For`` is believed only as far as configured proxies wrote it: from the right,
    each hop that is a trusted proxy is passed over, and the first other one is the client.
    Whatever stands left of it, and every other header, is the client's own claim. The front has
    done the same, and says who it is.
    """
    return address_behind(
        str(request.META.get("REMOTE_ADDR", "")),
        request.headers.get("X-Forwarded-For", ""),
        is_front=comes_through_front(request),
    )


def address_behind(peer: str, forwarded: str, *, is_front: bool) -> str:
    """Give a client's address by the peer's and the header's; ``is_front`` has proved who it is.

    The front writes last whom it saw itself, after what a trusted proxy said of others.
    """
    hops = forwarded.split(",")
    client = parse_address(hops.pop() if is_front else peer)
    if client is None:
        return ""
    for claimed in reversed(hops):
        hop = parse_address(claimed)
        if hop is None or not _is_trusted_proxy(client):
            break
        client = hop
    return str(client)


def _is_trusted_proxy(address: IPAddress) -> bool:
    networks = parse_networks(tuple(settings.STANDFIRST_TRUSTED_PROXIES))
    return any(address in network for network in networks)
