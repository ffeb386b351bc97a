"""Asking this machine's app for a page, over its socket, so that it is rendered and kept."""

import http.client
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from standfirst.delivery.fronting import TOKEN_HEADER, UNASKED_HEADER

ANSWER_SECONDS = 30.0


class SocketConnection(http.client.HTTPConnection):
    """An HTTP connection over a Unix socket."""

    def __init__(self, place: Path) -> None:
        super().__init__("localhost", timeout=ANSWER_SECONDS)
        self.place = place

    def connect(self) -> None:
        """Connect to the socket instead of a port."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.place))


@dataclass(frozen=True, slots=True)
class App:
    """The app of this machine: where its socket is, what proves us to it, what readers call the paper."""

    place: Path
    token: str
    url: str

    def bake(self, address: str) -> None:
        """Have a page rendered and kept, for nobody in particular. Raises OSError if it cannot be.

        Whatever the app answers is fine: a page that is gone answers 404 and is dropped by that.
        """
        path, mark, query = address.partition("?")
        headers = {
            "Host": urlsplit(self.url).netloc,
            TOKEN_HEADER: self.token,
            UNASKED_HEADER: "1",
        }
        link = SocketConnection(self.place)
        try:
            link.request("GET", quote(path) + mark + query, headers=headers)
            link.getresponse().read()
        except http.client.HTTPException as error:
            raise OSError(f"The app gave no answer: {error!r}") from error
        finally:
            link.close()
