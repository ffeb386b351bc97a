"""The front as a process of its own, and clients that may say anything."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.cli.processes import free_port, until

TOKEN = "the-token-of-this-run"


@dataclass
class RunningFront:
    """A front that runs, and its site's folder."""

    port: int
    site: Path
    log: Path
    process: subprocess.Popen

    @property
    def pages(self):
        return self.site / "pages"

    def ask(self, path="/", *, method="GET", headers=None, body=None, timeout=20):
        """Make one request; give status, headers (names in lower case) and body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = headers or {}
            link.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                link.putheader(name, value)
            if body is not None:
                link.putheader("Content-Length", str(len(body)))
            link.endheaders(body)
            return answer_of(link.getresponse())
        finally:
            link.close()

    def ask_raw(self, request, *, method="GET"):
        """Send these very bytes and read one answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as link:
            link.sendall(request)
            response = http.client.HTTPResponse(link, method=method)
            response.begin()
            return answer_of(response)


def answer_of(response):
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read(), response.getheaders())


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes
    all_headers: list


@contextlib.contextmanager
def running_front(site, app, *options):
    """Run a front for a while. ``app`` is where its app listens."""
    port = free_port()
    log = site / "front.log"
    for folder in ("pages", "static", "media/images"):
        (site / folder).mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "standfirst.cli.front_server", "--address", "127.0.0.1"),
        *("--port", str(port), "--app", app, "--site", str(site)),
        *("--url-host", "paper.example", *options),
    ]
    with log.open("wb") as handle:
        process = subprocess.Popen(
            command,
            env={**os.environ, "STANDFIRST_FRONT_TOKEN": TOKEN},
            stdout=handle,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        front = RunningFront(port, site, log, process)
        try:
            until(lambda: listens(port) or process.poll() is not None, what="a front")
            assert process.poll() is None, log.read_text()
            yield front
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def listens(port):
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        # Refused by the front itself: the app hears nothing of it.
        link.request("TRACE", "/")
        return link.getresponse().status == 405
    except OSError:
        return False
    finally:
        link.close()
