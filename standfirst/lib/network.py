"""Network addresses (IPv4 and IPv6) reduced to the blocks that limits and votes are counted by."""

import ipaddress
from functools import lru_cache

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


def parse_address(text: str) -> IPAddress | None:
    """Read one address; an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) is the IPv4 one."""
    try:
        address = ipaddress.ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=4)
def parse_networks(networks: tuple[str, ...]) -> tuple[IPNetwork, ...]:
    """Read networks as written in settings, once. Raises ValueError for one that is none."""
    return tuple(ipaddress.ip_network(network) for network in networks)


def network_of(address: str) -> str:
    """Give the block of an address, /24 for IPv4 and /48 for IPv6; "" for no address."""
    parsed = parse_address(address)
    if parsed is None:
        return ""
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
