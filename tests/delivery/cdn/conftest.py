"""The border of a CDN, played by a real HTTP server of the test's own."""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PATHS = {"fastly": "/service/paper/purge", "cloudflare": "/zones/paper/purge_cache", "varnish": ""}
TOKEN = "a-token-that-only-the-cdn-may-see"


@dataclass
class Asked:
    """One purge as it reached the border."""

    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def tags(self):
        """The tags, wherever this provider has them."""
        if self.method == "PURGE":
            return self.headers.get("xkey", self.headers.get("xkey-soft", "")).split()
        said = json.loads(self.body)
        return said.get("surrogate_keys", said.get("tags"))


class Border:
    """Answers purges; `answers` says with what, by default with success."""

    def __init__(self):
        self.asked = []
        self.status, self.body = 200, b'{"success": true}'
        border = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                border.asked.append(
                    Asked(self.command, self.path, headers, self.rfile.read(length))
                )
                self.send_response(border.status)
                self.send_header("Content-Length", str(len(border.body)))
                self.end_headers()
                self.wfile.write(border.body)

            def log_message(self, *words):
                pass

        for method in ("POST", "PURGE"):
            setattr(Handler, f"do_{method}", Handler.answer)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def url(self, cdn):
        return f"http://127.0.0.1:{self.server.server_port}{PATHS[cdn]}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(20)


@pytest.fixture
def border():
    border = Border()
    yield border
    border.close()


@pytest.fixture
def behind(settings, border):
    """Put the paper behind a CDN: `behind("fastly")`."""

    def put(cdn, *urls):
        settings.STANDFIRST_CDN = cdn
        settings.STANDFIRST_CDN_PURGE_URLS = urls or (border.url(cdn),)
        settings.STANDFIRST_CDN_TOKEN = "" if cdn == "varnish" else TOKEN

    return put
