"""An app for the front to ask: a real HTTP server on loopback that does what a test tells it."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PATCH")


@dataclass
class Asked:
    """One request as it reached the app."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name):
        """Give all values of a header."""
        return [value for key, value in self.headers if key.lower() == name]


@dataclass
class Says:
    """What the app answers. ``pieces`` without a length are sent chunked, as they come."""

    status: int = 200
    body: bytes = b"made by the app"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html")])
    pieces: object = None
    # Bytes promised beyond those that are sent, before the connection is cut.
    missing: int = 0

    @classmethod
    def page(cls, name):
        """Say that what was asked is a stored page."""
        return cls(body=b"", headers=[("X-Standfirst-Page", name)])


class FakeApp:
    """Answers by `answer(asked) -> Says`; `asked` is what it was asked, in order."""

    def __init__(self, port=0):
        self.reset()
        self._lock = threading.Lock()
        answers = {f"do_{method}": _Handler.answer for method in METHODS}
        handler = type("Handler", (_Handler,), {"app": self, **answers})
        self.server = _Server(("127.0.0.1", port), handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def reset(self):
        self.asked = []
        self.answer = lambda asked: Says()

    def targets(self):
        return [each.target for each in self.asked]

    def reply(self, asked):
        with self._lock:
            self.asked.append(asked)
        return self.answer(asked)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
        for connection in list(self.server.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, *arguments):
        self.connections = set()
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """Say nothing of connections that a test cut."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *arguments):
        """Say nothing."""

    def answer(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        says = self.app.reply(Asked(self.command, self.path, self.headers.items(), body))
        self.send_response(says.status)
        for name, value in says.headers:
            self.send_header(name, value)
        if says.pieces is not None:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in says.pieces():
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
            return
        self.send_header("Content-Length", str(len(says.body) + says.missing))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(says.body)
        if says.missing:
            self.close_connection = True
