"""Servers of one folder of finished pages, each asked by `wrk`: nginx, Caddy, and the front."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import in_its_place
from benchmarks.processes import processor_seconds
from benchmarks.served_site import PATIENCE_SECONDS, Connection, free_port
from standfirst.delivery.headers import headers_for

SECONDS = 2
CONNECTIONS = 32
STATIC = """
server {{
  listen 127.0.0.1:{port} reuseport; root {folder}/pages/files; gzip_static on; gzip_vary on;
  default_type "text/html; charset=utf-8"; types {{ }}
  add_header Cache-Control no-cache;
  {headers}
}}
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

    def figures(self, case: str, beside: "Contender") -> Iterator[str]:
        """Give the columns of a table: requests a second, beside another's, and what each cost."""
        pairs = zip(self.rates[case], beside.rates[case], strict=True)
        ratios = [ours / theirs for ours, theirs in pairs]
        yield f"{statistics.median(self.rates[case]):,.0f}"
        yield f"{statistics.median(ratios):.2f}"
        yield f"{min(ratios):.2f} to {max(ratios):.2f}"
        yield f"{statistics.median(self.costs[case]):.0f}"


def missing_programs() -> list[str]:
    """Name what is not installed and nothing can be measured without."""
    return [program for program in ("nginx", "wrk") if shutil.which(program) is None]


@contextmanager
def all_of(folder: Path) -> Iterator[list[Contender]]:
    """Start every server that is installed, the limit first."""
    kinds = [static_nginx(folder), nginx_in_its_place(folder), front(folder, 1), front(folder, 2)]
    if shutil.which("caddy"):
        kinds.append(caddy_in_its_place(folder))
    with ExitStack() as stack:
        yield [stack.enter_context(kind) for kind in kinds]


@contextmanager
def static_nginx(folder: Path) -> Iterator[Contender]:
    """Have nginx serve the folder as static files and nothing else: the limit."""
    port = free_port()
    sent = headers_for(path="/", is_secure=False)
    headers = " ".join(f'add_header {name} "{value}";' for name, value in sent.items())
    server = STATIC.format(folder=folder, port=port, headers=headers)
    command = in_its_place.nginx_with(server, folder, "static")
    with running("nginx, static", command, port, folder) as one:
        yield one


@contextmanager
def nginx_in_its_place(folder: Path) -> Iterator[Contender]:
    """Have nginx serve the folder by our example."""
    port = free_port()
    with running("nginx, our example", in_its_place.nginx(folder, port), port, folder) as one:
        yield one


@contextmanager
def caddy_in_its_place(folder: Path) -> Iterator[Contender]:
    """Have Caddy serve the folder by our example."""
    port = free_port()
    with running("Caddy, our example", in_its_place.caddy(folder, port), port, folder) as one:
        yield one


@contextmanager
def front(folder: Path, workers: int) -> Iterator[Contender]:
    """Have the front serve the folder; there is no app behind it."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "standfirst.cli.front_server", "--address", "127.0.0.1"),
        *("--port", str(port), "--site", str(folder), "--app", "127.0.0.1:1"),
        *("--url-host", "paper.example", "--workers", str(workers)),
    ]
    name = f"front, {workers} worker{'s' * (workers > 1)}"
    with running(name, command, port, folder) as one:
        yield one


@contextmanager
def running(name: str, command: Sequence[str], port: int, home: Path) -> Iterator[Contender]:
    """Start a server and wait until a page comes; end it afterwards."""
    environment = {**os.environ, "HOME": str(home), "STANDFIRST_FRONT_TOKEN": "benchmark"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        until = time.perf_counter() + PATIENCE_SECONDS
        while not answers(port):
            if time.perf_counter() > until or process.poll() is not None:
                raise TimeoutError(f"{name} did not start.")
            time.sleep(0.05)
        yield Contender(name, port, process)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def answers(port: int) -> bool:
    """Whether a page comes."""
    try:
        return Connection(port).get("/p1/").status == 200
    except OSError:
        return False


def found(pattern: str, text: str) -> str:
    """Give what a pattern finds. Raises RuntimeError if it does not."""
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk said something else: {text}")
    return match[1]
