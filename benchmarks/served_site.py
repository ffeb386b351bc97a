"""A demo site in a folder of its own, served by the real `standfirst run`."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

PATIENCE_SECONDS = 60
PROGRAM = Path(sys.executable).with_name("standfirst")


def free_port() -> int:
    """A port of the loopback address that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class ServedSite:
    """Enter it to serve the site; leaving it ends the server and removes the folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    seconds_to_build: float = 0.0
    seconds_to_start: float = 0.0

    @classmethod
    def with_demo(cls) -> Self:
        """Make a site with the demo newspaper in it."""
        site = cls(Path(tempfile.mkdtemp(prefix="standfirst-bench-")))
        started = time.perf_counter()
        subprocess.run([*site.command, "demo"], check=True, stdout=subprocess.DEVNULL)
        site.seconds_to_build = time.perf_counter() - started
        return site

    @property
    def command(self) -> list[str]:
        """The program with this site named."""
        return [str(PROGRAM), "--site", str(self.folder)]

    def __enter__(self) -> Self:
        started = time.perf_counter()
        self.server = subprocess.Popen(
            [*self.command, "run", "--port", str(self.port)],
            # Clients say who they are by X-Forwarded-For: a crowd comes from many networks.
            env={**os.environ, "STANDFIRST_TRUSTED_PROXIES": "127.0.0.1/32"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self.wait_until_ready(until=started + PATIENCE_SECONDS)
        except BaseException:
            self.end()
            raise
        self.seconds_to_start = time.perf_counter() - started
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Stop the server and remove the folder."""
        self.server.terminate()
        self.server.wait(timeout=PATIENCE_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_until_ready(self, *, until: float) -> None:
        """Ask until the site answers. Raises TimeoutError if it does not in time."""
        while time.perf_counter() < until and self.server.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        raise TimeoutError("The site did not start.")

    def answers(self) -> bool:
        """Whether it says that it is ready."""
        try:
            return self.connect().get("/readyz").status == http.client.OK
        except OSError:
            return False

    def connect(self) -> "Connection":
        """A kept connection to it."""
        return Connection(self.port)


@dataclass(frozen=True)
class Answer:
    """What a request gave: its status, the bytes sent, and how long it took."""

    status: int
    size: int
    seconds: float


class Connection:
    """One kept connection, as a browser has it."""

    def __init__(self, port: int) -> None:
        self.plain = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)

    def get(self, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
        """Ask for a page as a browser does, compressed."""
        started = time.perf_counter()
        self.plain.request("GET", path, headers={"Accept-Encoding": "br, gzip", **headers})
        response = self.plain.getresponse()
        size = len(response.read())
        return Answer(response.status, size, time.perf_counter() - started)
