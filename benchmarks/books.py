"""What the books cost: a payment from its event to the ledger, and the pages of a campaign with very many."""

import os

from rich.table import Table

from benchmarks.posting import told
from benchmarks.rendering import figures
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
