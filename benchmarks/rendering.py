"""What it costs to render a page with very many comments: questions to the database, and processor."""

import statistics

from rich.table import Table

from benchmarks.posting import told
from benchmarks.served_site import ServedSite


def measure(site: ServedSite) -> Table:
    """Show each page's questions and processor time, the thread's own part apart."""
    table = Table(title="Rendering pages with comments, none kept", title_justify="left")
    for name in ("page", "comments shown", "queries", "median ms", "spread"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for page in told(site.folder, "rendering")["pages"]:
        times = page["milliseconds"]
        table.add_row(
            page["name"],
            str(page["shown"]),
            str(page["queries"]),
            f"{statistics.median(times):.1f}",
            f"{min(times):.1f} to {max(times):.1f}",
        )
    return table
