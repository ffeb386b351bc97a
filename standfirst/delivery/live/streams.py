"""The connections of `/live/`: each is one request, and then one stream until somebody ends it.

Plain asyncio in place of Granian, which serves everything else: a client that does not take what
it is sent has to be cut off at once, and only here can be seen how much it has not taken.
"""

import asyncio
import socket
from typing import Protocol

from standfirst.delivery.live.hub import Listener, Topics
from standfirst.delivery.live.requests import (
    END_OF_HEAD,
    LONGEST_HEAD,
    Request,
    Unreadable,
    read_request,
)

# What the system holds for a client, and what may wait here besides, before it is dropped.
SEND_BUFFER = 16 * 1024
MOST_WAITING = 48 * 1024
HEAD_WITHIN_SECONDS = 10.0
LOOPBACK = "127.0.0.1"


class Connected(Listener, Protocol):
    """A client's connection, or what the front hands on of one."""

    address: str | None
    """Whose count of streams this one is in; None while it is in nobody's."""

    @property
    def peer(self) -> str:
        """The address at the other end."""

    @property
    def is_over(self) -> bool:
        """Whether nothing can be sent any more."""

    def begin(self, data: bytes) -> None:
        """Send the beginning, however long it is."""

    def drop(self) -> None:
        """Cut it off: the client comes back and is told what it missed."""


class Desk(Protocol):
    """Whoever decides what becomes of connections (`standfirst.delivery.live.serving`)."""

    def has_room(self) -> bool:
        """Whether one more connection may be held."""

    def came(self, stream: Connected) -> None:
        """Note a connection."""

    def asked(self, stream: Connected, request: Request) -> None:
        """Answer a request."""

    def could_not_read(self, stream: Connected) -> None:
        """Answer what is no request."""

    def is_trunk(self, request: Request) -> bool:
        """Whether it is the front that asks, for a connection of many streams."""

    def begin_trunk(self, stream: "Stream") -> None:
        """Let the front hand on many streams by this connection."""

    def left(self, stream: Connected) -> None:
        """Forget a connection."""


class Stream(asyncio.Protocol):
    """One connection. Small, because there are ten thousand of it."""

    __slots__ = ("address", "desk", "head", "is_behind", "timer", "topics", "transport")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.topics: Topics = ()
        self.address: str | None = None
        self.head: bytes | None = b""
        self.is_behind = False
        self.transport: asyncio.Transport
        self.timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request, not for long."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.desk.came(self)
        if not self.desk.has_room():
            transport.abort()
            return
        plain: socket.socket = transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        loop = asyncio.get_running_loop()
        self.timer = loop.call_later(HEAD_WITHIN_SECONDS, transport.abort)

    @property
    def peer(self) -> str:
        """The address at the other end; a Unix socket's is on this machine, as a local proxy is."""
        name = self.transport.get_extra_info("peername")
        return str(name[0]) if isinstance(name, tuple) else LOOPBACK

    def data_received(self, data: bytes) -> None:
        """Take the request's head. Whoever says more than that is cut off."""
        if self.head is None:
            self.transport.abort()
            return
        self.head += data
        if END_OF_HEAD not in self.head and len(self.head) <= LONGEST_HEAD:
            return
        whole, self.head = self.head, None
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        try:
            request = read_request(whole)
        except Unreadable:
            self.desk.could_not_read(self)
            return
        if self.desk.is_trunk(request):
            self.desk.begin_trunk(self)
        else:
            self.desk.asked(self, request)

    def connection_lost(self, error: Exception | None) -> None:
        """Be forgotten."""
        if self.timer is not None:
            self.timer.cancel()
        self.desk.left(self)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be sent any more."""
        return self.transport.is_closing()

    def begin(self, data: bytes) -> None:
        """Send the beginning, however long it is."""
        self.transport.write(data)

    def send(self, data: bytes) -> None:
        """Send without waiting; cut off a client that has too much before it already."""
        if self.is_over:
            return
        self.transport.write(data)
        if self.transport.get_write_buffer_size() > MOST_WAITING:
            self.drop()

    def beat(self, data: bytes) -> None:
        """Send a sign of life; cut off a client that took nothing of what waited at the last one."""
        was_behind, self.is_behind = self.is_behind, bool(self.transport.get_write_buffer_size())
        if was_behind and self.is_behind:
            self.drop()
        else:
            self.send(data)

    def drop(self) -> None:
        """Cut off, with what was not taken: the client comes back and is told what it missed."""
        self.transport.abort()

    def finish(self, data: bytes) -> None:
        """Send the last bytes and close; cut off whoever does not take even these."""
        if self.is_over:
            return
        self.transport.write(data)
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()
