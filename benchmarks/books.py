"""What the books cost: a payment from its event to the ledger, and the pages of a campaign with very many."""

import os
import statistics
from collections.abc import Sequence

from rich.table import Table

from benchmarks.posting import told
from benchmarks.served_site import ServedSite

ENTRIES = int(os.environ.get("STANDFIRST_BENCH_ENTRIES", "1000000"))
PAYMENTS = 300


def measure(site: ServedSite) -> Table:
    """Show queries and milliseconds: of payments, then of pages without any kept copy."""
    title = f"The books: {PAYMENTS} payments, then a campaign of {ENTRIES:,} entries, no page kept"
    table = Table(title=title, title_justify="left")
    for name in ("what", "queries", "median ms", "spread"):
        table.add_column(name, justify="left" if name == "what" else "right")
    paid = told(site.folder, "payments", str(PAYMENTS))
    table.add_row("a payment, event to ledger", "", *figures(paid["waits"]))
    table.add_row("of that, processor", "", *figures(paid["processor"]))
    books = told(site.folder, "ledger", str(ENTRIES))
    for page in books["pages"]:
        table.add_row(page["name"], str(page["queries"]), *figures(page["milliseconds"]))
    table.add_row("recounting all, differences found", str(books["differences"]), "", "")
    table.add_row("recounting all, s", "", f"{books['recount']:.0f}", "")
    return table


def figures(milliseconds: Sequence[float]) -> tuple[str, str]:
    """Give median and spread, as a table has them."""
    spread = f"{min(milliseconds):.1f} to {max(milliseconds):.1f}"
    return f"{statistics.median(milliseconds):.1f}", spread
