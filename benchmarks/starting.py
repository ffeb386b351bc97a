"""How long a newspaper takes to be there."""

from rich.table import Table

from benchmarks.served_site import ServedSite


def measure(site: ServedSite) -> Table:
    """Show the seconds to build the demo and to answer the first request."""
    table = Table(title="Starting", title_justify="left")
    table.add_column("what")
    table.add_column("seconds", justify="right")
    table.add_row("making a site with the demo newspaper", f"{site.seconds_to_build:.1f}")
    table.add_row("from `standfirst run` to ready", f"{site.seconds_to_start:.1f}")
    return table
