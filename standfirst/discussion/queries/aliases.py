"""Pages by the addresses that other sites know them by."""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings

from standfirst.delivery.origin import is_listed_host
from standfirst.discussion.models import PageAlias
from standfirst.lib.canonical import canonical

# Deeper than any real address: each level is one that a wildcard may stand at.
MOST_LEVELS = 30


def pages_meant(addresses: Iterable[str]) -> Mapping[str, str]:
    """Give which page each address means: by its path here, or by its canonical address elsewhere.

    An address is a path, one of ours, one that the paper knows as another's, or one on a listed site.
    Of wildcards that fit the longest counts. "" for an address that is none of these. One query for all.
    """
    wanted = list(dict.fromkeys(addresses))
    foreign = {address: place for address in wanted if (place := _foreign_place(address))}
    known = _pages_by_alias(set(foreign.values())) if foreign else {}
    return {
        address: _elsewhere(address, known.get(foreign[address], ""))
        if address in foreign
        else _path_here(address)
        for address in wanted
    }


def page_meant(address: str) -> str:
    """Give which page one address means, as `pages_meant` does."""
    return pages_meant([address])[address]


def path_of(address: str) -> str:
    """Give the path here of an address; "" for one that is none of a page of ours."""
    page = page_meant(address)
    return "" if is_elsewhere(page) else page


def is_elsewhere(page: str) -> bool:
    """Say whether `page_meant` gave the address of a page elsewhere."""
    return page.startswith(("https://", "http://"))


def _foreign_place(address: str) -> str:
    """Give host and path of an address that is not ours; "" for every other, and for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc or _is_our_host(parts.netloc):
        return ""
    return f"{parts.netloc.casefold()}{parts.path or '/'}"


def _path_here(address: str) -> str:
    """Give the path of an address that is ours; "" for what is no address at all."""
    if address.startswith("/") and not address.startswith("//"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and _is_our_host(parts.netloc):
        return parts.path or "/"
    return "" if "//" in address else address


def _is_our_host(netloc: str) -> bool:
    return netloc.casefold() == urlsplit(settings.STANDFIRST_BASE_URL).netloc.casefold()


def _elsewhere(address: str, known: str) -> str:
    """Give what an address that is not ours means; ``known`` is what an alias says that it is."""
    if known.startswith("/"):
        return known
    if known:
        # What follows the question mark may be all that tells a page of that site from another.
        query = urlsplit(address).query
        return canonical(f"{known}?{query}" if query else known)
    there = canonical(address)
    return there if is_listed_host(urlsplit(there).netloc) else ""


def _pages_by_alias(places: Collection[str]) -> Mapping[str, str]:
    """Find what hosts with paths are. Whether it was https does not make another page."""
    wanted = {place: _as_alias(place) for place in places}
    asked = {address for addresses in wanted.values() for address in addresses}
    rows = dict(PageAlias.objects.filter(address__in=asked).values_list("address", "path"))
    found = {}
    for place, addresses in wanted.items():
        fitting = [address for address in addresses if address in rows]
        if fitting:
            # One without a star is of one page, and so goes first.
            best = max(fitting, key=lambda address: (not address.endswith("*"), len(address)))
            found[place] = _page_behind(best, rows[best], place)
    return found


def _as_alias(place: str) -> set[str]:
    """Give all ways in which a row may name a place."""
    levels = [index for index, letter in enumerate(place) if letter == "/"][:MOST_LEVELS]
    exact = {place, place.rstrip("/"), f"{place.rstrip('/')}/"}
    wild = {f"{place[: index + 1]}*" for index in levels}
    return {f"{scheme}://{each}" for each in exact | wild for scheme in ("http", "https")}


def _page_behind(address: str, path: str, place: str) -> str:
    if not path.endswith("*"):
        return path
    begins = address.partition("://")[2].removesuffix("*")
    return path.removesuffix("*") + place[len(begins) :]
