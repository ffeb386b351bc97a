"""What it costs to render a page with very many comments: questions to the database, and processor."""

import statistics
from collections.abc import Sequence

from rich.table import Table

from benchmarks.posting import told
from benchmarks.served_site import ServedSite


def measure(site: ServedSite) -> Table:
    """Show each page's questions and processor time, the thread's own part apart."""
    table = Table(title="Rendering pages with comments, none kept", title_justify="left")
    for name in ("page", "comments shown", "queries", "median ms", "spread"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for page in told(site.folder, "rendering")["pages"]:
        numbers = (str(page["shown"]), str(page["queries"]))
        table.add_row(page["name"], *numbers, *figures(page["milliseconds"]))
    return table


def figures(milliseconds: Sequence[float]) -> tuple[str, str]:
    """Give median and spread, as a table has them."""
    spread = f"{min(milliseconds):.1f} to {max(milliseconds):.1f}"
    return f"{statistics.median(milliseconds):.1f}", spread
