"""How long a newspaper takes to be there, and how much memory it takes then."""

from pathlib import Path

from rich.table import Table

from benchmarks.processes import family, memory, own_memory
from benchmarks.reading import paths
from benchmarks.served_site import ServedSite

READINGS = 20


def measure(site: ServedSite) -> Table:
    """Show the seconds to build the demo and to answer, and the memory once pages were read."""
    table = Table(title="Starting", title_justify="left")
    table.add_column("what")
    table.add_column("value", justify="right")
    table.add_row("making a site with the demo newspaper", f"{site.seconds_to_build:.1f} s")
    table.add_row("from `standfirst run` to ready", f"{site.seconds_to_start:.1f} s")
    connection = site.connect()
    for path in paths(connection) * READINGS:
        connection.get(path)
    for pid, _ in family(site.server.pid):
        title = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        table.add_row(f"  {title[:60]}", f"{own_memory(pid) / 1e6:.0f} MB")
    table.add_row("all processes, warm (PSS)", f"{memory(site.server.pid) / 1e6:.0f} MB")
    return table
