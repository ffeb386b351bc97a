"""The front against nginx, serving the same compressed bytes of the same folder with the same
headers: `python -m benchmarks.front`.

The two are asked in turn, in at least five rounds, by `wrk` on the same cores; what counts is the
ratio within a round. Processor time for each request is the steadier figure on a busy machine.
"""

import gzip
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.served_site import PATIENCE_SECONDS, Connection, free_port
from standfirst.delivery.headers import headers_for

ROUNDS = 5
SECONDS = 2
CONNECTIONS = 32
PAGES = 5_000
DRAWS = 20_000
BODIES = 8
TICKS = os.sysconf("SC_CLK_TCK")
NGINX = """
daemon off; user {user}; worker_processes auto; pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; default_type "text/html; charset=utf-8"; types {{ }}
  sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{
    listen 127.0.0.1:{port} reuseport; root {folder}/pages/files; gzip_static on; gzip_vary on;
    add_header Cache-Control no-cache;
    {headers}
  }}
}}
"""
LUA = """
local targets, at = {}, 0
init = function(args)
  for line in io.lines("%s") do targets[#targets + 1] = wrk.format("GET", line) end
end
request = function() at = at %% #targets + 1; return targets[at] end
"""


@dataclass
class Contender:
    """A server under test, and what each of its rounds gave."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)

    def run(self, case: str, options: Sequence[str], path: str = "/p1/") -> None:
        """Have it asked for some seconds, and note requests a second and microseconds each."""
        before = processor_seconds(self.process.pid)
        done = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *options, self.url(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        spent = processor_seconds(self.process.pid) - before
        if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
            raise RuntimeError(f"{self.name}: {done.stdout}")
        rate = float(found(r"Requests/sec:\s+([\d.]+)", done.stdout))
        count = int(found(r"(\d+) requests in", done.stdout))
        self.rates.setdefault(case, []).append(rate)
        self.costs.setdefault(case, []).append(spent / count * 1e6)

    def url(self, path: str) -> str:
        """The address of a page of it."""
        return f"http://127.0.0.1:{self.port}{path}"


def measure(_site: object = None) -> Table:
    """Show the front beside nginx."""
    missing = [program for program in ("nginx", "wrk") if shutil.which(program) is None]
    table = Table(title=f"The front beside nginx, {ROUNDS} rounds in turn", title_justify="left")
    for name in ("pages", "server", "requests/s", "of nginx", "spread", "µs each"):
        table.add_column(name, justify="left" if name in {"pages", "server"} else "right")
    if missing:
        table.add_row(f"not measured: {' and '.join(missing)} missing")
        return table
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        make_pages(folder)
        nginx = stack.enter_context(running_nginx(folder))
        contenders = [nginx, *(stack.enter_context(running_front(folder, n)) for n in (1, 2))]
        for case, options in cases(folder).items():
            for contender in contenders:
                contender.run("warm", options)
            for _ in range(ROUNDS):
                for contender in contenders:
                    contender.run(case, options)
            for contender in contenders:
                table.add_row(case, contender.name, *figures(contender, nginx, case))
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


def figures(contender: Contender, nginx: Contender, case: str) -> Iterator[str]:
    """Give the columns of one contender in one case."""
    rates = contender.rates[case]
    ratios = [ours / theirs for ours, theirs in zip(rates, nginx.rates[case], strict=True)]
    yield f"{statistics.median(rates):,.0f}"
    yield f"{statistics.median(ratios):.2f}"
    yield f"{min(ratios):.2f} to {max(ratios):.2f}"
    yield f"{statistics.median(contender.costs[case]):.0f}"


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


@contextmanager
def running_nginx(folder: Path) -> Iterator[Contender]:
    """Have nginx serve the folder as static files."""
    port = free_port()
    sent = headers_for(path="/", is_secure=False)
    headers = " ".join(f'add_header {name} "{value}";' for name, value in sent.items())
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, headers=headers, user=getuser()))
    process = subprocess.Popen(["nginx", "-c", str(config)], stderr=subprocess.DEVNULL)
    with ended(process, port):
        yield Contender("nginx", port, process)


@contextmanager
def running_front(folder: Path, workers: int) -> Iterator[Contender]:
    """Have the front serve the folder; there is no app behind it."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "standfirst.cli.front_server", "--address", "127.0.0.1"),
        *("--port", str(port), "--site", str(folder), "--app", "127.0.0.1:1"),
        *("--url-host", "paper.example", "--workers", str(workers)),
    ]
    environment = {**os.environ, "STANDFIRST_FRONT_TOKEN": "benchmark"}
    process = subprocess.Popen(command, env=environment)
    with ended(process, port):
        yield Contender(f"front, {workers} worker{'s' * (workers > 1)}", port, process)


@contextmanager
def ended(process: subprocess.Popen[bytes], port: int) -> Iterator[None]:
    """Wait until a server answers; end it afterwards."""
    try:
        until = time.perf_counter() + PATIENCE_SECONDS
        while not answers(port):
            if time.perf_counter() > until or process.poll() is not None:
                raise TimeoutError("A server did not start.")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def answers(port: int) -> bool:
    """Whether a page comes."""
    try:
        return Connection(port).get("/p1/").status == 200
    except OSError:
        return False


def processor_seconds(pid: int) -> float:
    """Give what a process and all below it have used."""
    below: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        number = int(file.parent.name)
        below.setdefault(int(fields[1]), []).append(number)
        used[number] = (int(fields[11]) + int(fields[12])) / TICKS
    found_all = [pid]
    for number in found_all:
        found_all += below.get(number, [])
    return sum(used[number] for number in found_all)


def found(pattern: str, text: str) -> str:
    """Give what a pattern finds. Raises RuntimeError if it does not."""
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk said something else: {text}")
    return match[1]


if __name__ == "__main__":
    Console().print(measure())
