"""The pretend provider's own door: a small HTTP server on this machine alone."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from standfirst.funding.providers.pretend.api import Request
from standfirst.funding.providers.pretend.shelf import Thing

HOST = "127.0.0.1"
LARGEST_REQUEST = 64 * 1024
# How long an unfinished request may keep a thread.
PATIENCE_SECONDS = 10

Answering = Callable[[Request], tuple[int, Thing]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_SECONDS
    # Head and body in one packet: else each answer waits for the other side's acknowledgement.
    wbufsize = -1
    server: "_Server"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._answer(parts.path, parts.query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_REQUEST:
            self.send_error(413)
            return
        self._answer(self.path, self.rfile.read(length).decode("utf-8", "replace"))

    def _answer(self, path: str, said: str) -> None:
        request = Request(
            method=self.command,
            path=path,
            params=dict(parse_qsl(said, keep_blank_values=True)),
            key=self.headers.get("Idempotency-Key", ""),
            bearer=self.headers.get("Authorization", "").removeprefix("Bearer "),
        )
        status, told = self.server.answering(request)
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", "req_rehearsal")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing: whoever asks logs what came of it."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answering: Answering, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.answering = answering


@contextmanager
def serving(answering: Answering, *, port: int = 0) -> Iterator[str]:
    """Answer in a thread while the block runs; give the address. Port 0: any that is free."""
    server = _Server(answering, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
