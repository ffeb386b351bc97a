"""The front against nginx, serving the same compressed bytes of the same folder with the same
headers: `python -m benchmarks.front`.

The two are asked in turn, in at least five rounds, by `wrk` on the same cores; what counts is the
ratio within a round. Processor time for each request is the steadier figure on a busy machine.
"""

import gzip
import json
import os
import random
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.contenders import all_of, missing_programs

ROUNDS = 5
PAGES = 5_000
DRAWS = 20_000
BODIES = 8
LUA = """
local targets, at = {}, 0
init = function(args)
  for line in io.lines("%s") do targets[#targets + 1] = wrk.format("GET", line) end
end
request = function() at = at %% #targets + 1; return targets[at] end
"""


def measure(_site: object = None) -> Table:
    """Show the front beside nginx's static files, and both examples of what may take its place."""
    table = Table(title=f"The front beside nginx, {ROUNDS} rounds in turn", title_justify="left")
    for name in ("pages", "server", "requests/s", "of nginx", "spread", "µs each"):
        table.add_column(name, justify="left" if name in {"pages", "server"} else "right")
    if missing := missing_programs():
        table.add_row(f"not measured: {' and '.join(missing)} missing")
        return table
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as name:
        folder = Path(name)
        make_pages(folder)
        with all_of(folder) as servers:
            for case, options in cases(folder).items():
                for server in servers:
                    server.run("warm", options)
                for _ in range(ROUNDS):
                    for server in servers:
                        server.run(case, options)
                for server in servers:
                    table.add_row(case, server.name, *server.figures(case, servers[0]))
    return table


def cases(folder: Path) -> dict[str, list[str]]:
    """What is asked: one page or many, compressed or not."""
    script = ["-s", str(folder / "zipf.lua")]
    gzipped = ["-H", "Accept-Encoding: gzip"]
    return {
        "one, gzip": gzipped,
        "one, identity": [],
        f"{PAGES} by Zipf, gzip": [*script, *gzipped],
        f"{PAGES} by Zipf, identity": script,
    }


def make_pages(folder: Path) -> None:
    """Bake pages of about 50 kB, and the order in which they are asked for."""
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=n)) for n in range(2, 11)] * 60
    bodies = [page_of(chance, words) for _ in range(BODIES)]
    packed = [(body, gzip.compress(body)) for body in bodies]
    meta = {"address": "", "type": "text/html; charset=utf-8", "soft_seconds": 1e9}
    for number in range(PAGES):
        place = folder / "pages" / "files" / f"p{number}"
        place.mkdir(parents=True)
        body, gzipped = packed[number % BODIES]
        files = {"": body, ".gz": gzipped, ".meta": json.dumps(meta).encode()}
        now = time.time_ns()
        for suffix, content in files.items():
            file = place / f"index.html{suffix}"
            file.write_bytes(content)
            os.utime(file, ns=(now, now))
    weights = [1 / rank for rank in range(1, PAGES + 1)]
    drawn = chance.choices(range(PAGES), weights, k=DRAWS)
    (folder / "targets").write_text("".join(f"/p{number}/\n" for number in drawn))
    (folder / "zipf.lua").write_text(LUA % (folder / "targets"))


def page_of(chance: random.Random, words: list[str]) -> bytes:
    """Give a page whose text compresses about as text does."""
    lines = (" ".join(chance.choices(words, k=60)) for _ in range(140))
    return (
        "<!doctype html>" + "".join(f"<p class='comment'>{line}</p>\n" for line in lines)
    ).encode()


if __name__ == "__main__":
    Console().print(measure())
