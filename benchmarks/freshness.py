"""How soon a comment is on the finished page, alone and while fifty a second are written."""

import json
import statistics
import threading
import time
from dataclasses import replace
from pathlib import Path

from rich.table import Table

from benchmarks.crowd import STRANGERS, Crowd
from benchmarks.posting import gather
from benchmarks.served_site import PATIENCE_SECONDS, ServedSite

COMMENTS = 40
PAUSE_SECONDS = 1.5
LOOK_SECONDS = 0.002
POSTS_A_SECOND = 50
SECONDS = 20
BEGINNING_SECONDS = 2


def measure(site: ServedSite) -> Table:
    """Show both, for the page of one discussion that somebody reads."""
    table = Table(title="From a comment to the finished page", title_justify="left")
    table.add_column("measured")
    table.add_column("value", justify="right")
    crowd = gather(site, SECONDS + COMMENTS)
    page = site.folder / "pages" / "files" / crowd.place.comments.strip("/") / "index.html"
    site.connect().get(crowd.place.comments)
    waits = sorted(one_comment(crowd, page) for _ in range(COMMENTS))
    spread = f"{waits[0] * 1000:.0f} to {waits[-1] * 1000:.0f}"
    table.add_row(f"{COMMENTS} one by one, median ms", f"{statistics.median(waits) * 1000:.0f}")
    table.add_row("spread", spread)
    ages = ages_while_written(crowd, page)
    table.add_row(
        f"age of the page under {POSTS_A_SECOND}/s, median s", f"{statistics.median(ages):.2f}"
    )
    table.add_row("the oldest it was, s", f"{max(ages):.2f}")
    return table


def one_comment(crowd: Crowd, page: Path) -> float:
    """Write one and give the seconds from its answer to a page that was begun after it."""
    time.sleep(PAUSE_SECONDS)
    sent_at = time.time()
    alone = replace(crowd, a_second=1 / PAUSE_SECONDS)
    alone.rested = crowd.rested
    # A stranger's comment is held, so it is on no page.
    alone.numbers = (number for number in crowd.numbers if number % STRANGERS)
    answered: list[float] = []
    watching = threading.Thread(target=lambda: answered.append(awaited(page, sent_at)))
    watching.start()
    alone.write(PAUSE_SECONDS / 2)
    watching.join()
    begun = time.monotonic() - time.time()
    return max(answered[0] + begun - alone.taken_at[-1], 0.0)


def awaited(page: Path, since: float) -> float:
    """Give the time at which a page was there that was begun after a time (both Unix seconds)."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if begun_at(page) > since:
            return page.stat().st_mtime
        time.sleep(LOOK_SECONDS)
    raise TimeoutError(f"{page} was not baked anew.")


def begun_at(page: Path) -> float:
    """Give when the page that lies there was begun (Unix seconds); 0 while it is being changed."""
    try:
        known = json.loads(page.with_name(page.name + ".meta").read_bytes())
    except (OSError, ValueError):
        return 0.0
    return float(known["begun_at"])


def ages_while_written(crowd: Crowd, page: Path) -> list[float]:
    """Give how old the page was, looked at every few milliseconds while many wrote."""
    crowd.a_second = POSTS_A_SECOND
    ages: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        ended.wait(BEGINNING_SECONDS)
        while not ended.wait(LOOK_SECONDS):
            if begun := begun_at(page):
                ages.append(time.time() - begun)

    watching = threading.Thread(target=watch)
    watching.start()
    crowd.write(SECONDS)
    ended.set()
    watching.join()
    return ages
