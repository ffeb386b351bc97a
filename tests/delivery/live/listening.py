"""A client of `/live/` over a socket, as a browser's EventSource is one."""

import json
import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class Heard:
    """One event as a browser dispatches it."""

    kind: str
    last_id: str
    data: dict


class Listening:
    """One connection: `status` and `headers` first, then events one by one."""

    def __init__(self, link):
        self.link = link
        self.file = link.makefile("rb")
        self.last_id = ""
        self.heard = set()
        """The numbers of the events that came, by which a page knows one that comes again."""

    @classmethod
    def to(cls, address, port):
        return cls(socket.create_connection((address, port), timeout=30))

    def ask(self, target, **headers):
        lines = [f"GET {target} HTTP/1.1", "Host: here"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return self.say("\r\n".join(lines) + "\r\n\r\n")

    def say(self, text):
        self.link.sendall(text.encode("latin-1"))
        return self

    @property
    def status(self):
        """Read the head and give the status; the headers are kept."""
        words = self.file.readline().split(b" ", 2)
        self.headers = {}
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            self.headers[name.lower()] = value.strip()
        return int(words[1]) if len(words) > 1 else None

    def opened(self):
        """Read as far as the stream's beginning."""
        assert self.status == 200
        assert self.next().kind == "hello"
        return self

    def next(self):
        """Give the next event; None when the stream has ended."""
        kind, data = "message", ""
        while line := self.file.readline():
            text = line.decode().rstrip("\n")
            if not text:
                if data:
                    self.heard.add(self.number)
                    return Heard(kind, self.last_id, json.loads(data))
                kind = "message"
            elif text.startswith("id: "):
                self.last_id = text[4:]
            elif text.startswith("event: "):
                kind = text[7:]
            elif text.startswith("data: "):
                data += text[6:]
        return None

    @property
    def number(self):
        return self.last_id.rpartition("-")[2]

    def next_but(self, known):
        """Give the next event whose number is not known yet.

        On PostgreSQL others come again while any transaction of the server is open.
        """
        while (event := self.next()) is not None and self.number in known:
            pass
        return event

    def until(self, kind):
        """Read on to an event of a kind, and give all that came, that one last."""
        heard = []
        while (event := self.next()) is not None:
            heard.append(event)
            if event.kind == kind:
                return heard
        raise AssertionError(f"the stream ended without {kind}: {heard}")

    def body(self):
        return self.file.read().decode()

    def is_cut(self):
        """Whether the other side has ended it, when all that came has been read."""
        try:
            return self.file.read() is not None
        except OSError:
            return True

    def close(self):
        self.file.close()
        self.link.close()
