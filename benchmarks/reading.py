"""How long a reader waits for each kind of page, one after another on one kept connection."""

import re
import statistics
from collections.abc import Iterator

from rich.table import Table

from benchmarks.served_site import Connection, ServedSite

ROUNDS = 100
PAGES_OF_A_KIND = 3
ADDRESS = re.compile(r"<loc>https?://[^/<]+(/[^<]*)</loc>")


def measure(site: ServedSite) -> Table:
    """Show milliseconds and bytes of the pages that the sitemap names, and of what has no page."""
    connection = site.connect()
    table = Table(title=f"Reading, {ROUNDS} requests each", title_justify="left")
    for name in ("page", "status", "kB sent", "median ms", "p99 ms", "a second"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for path in paths(connection):
        table.add_row(path, *figures(connection, path))
    return table


def figures(connection: Connection, path: str) -> Iterator[str]:
    """Give the columns of one page."""
    first = connection.get(path)
    times = sorted(connection.get(path).seconds * 1000 for _ in range(ROUNDS))
    yield str(first.status)
    yield f"{first.size / 1000:.1f}"
    yield f"{statistics.median(times):.1f}"
    yield f"{times[int(len(times) * 0.99) - 1]:.1f}"
    yield f"{1000 / statistics.mean(times):.0f}"


def paths(connection: Connection) -> list[str]:
    """Give a few pages of each depth from the sitemap, and the fixed addresses."""
    chosen: dict[int, list[str]] = {}
    for part in listed_in(connection, "/sitemap.xml"):
        for path in listed_in(connection, part):
            chosen.setdefault(path.count("/"), []).append(path)
    pages = [path for group in chosen.values() for path in group[:PAGES_OF_A_KIND]]
    return list(dict.fromkeys([*pages, "/ledger/", "/healthz", "/no-such-page/"]))


def listed_in(connection: Connection, sitemap: str) -> list[str]:
    """Give the paths that a sitemap, or the index of sitemaps, names."""
    connection.plain.request("GET", sitemap)
    return ADDRESS.findall(connection.plain.getresponse().read().decode())
