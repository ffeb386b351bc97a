"""Handing event streams on: all of a worker's by one connection to the process that holds them.

Each costs what the server needs for its client, and here one row of a dictionary.
"""

import asyncio
import contextvars
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from standfirst.delivery.front.forwarding import (
    RequestRefused,
    request_headers,
    response_headers,
    settled_host,
)
from standfirst.delivery.front.incoming import Incoming
from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.rsgi import HTTPProtocol, Stream
from standfirst.delivery.front.settings import FrontSettings
from standfirst.delivery.front.trouble import APP_AWAY, UNSOUND, Trouble, tell
from standfirst.delivery.front.upstream import UNIX
from standfirst.delivery.trunk import UPGRADE, Frame, Kind, TrunkBroken, Unpacker

LIVE = "/live/"
END_OF_HEAD = b"\r\n\r\n"
ANSWER_SECONDS = 10.0
# All that is asked about a request by the process that holds the streams, and what we say of it.
ASKED = frozenset({"last-event-id", "sec-fetch-site", "content-length", "transfer-encoding"})
OURS = frozenset({"host", "x-forwarded-for", "x-standfirst-front"})
log = logging.getLogger("standfirst.front")


class HolderAway(Exception):
    """The process that holds the streams does not take connections, or broke one off."""


def is_for_streams(path: str) -> bool:
    """Whether a path is that of the event streams."""
    return path == LIVE


class Handed:
    """One client: its beginning is waited for, and from then on whatever comes is sent on."""

    __slots__ = ("_protocol", "begun", "stream")

    def __init__(self, protocol: HTTPProtocol, begun: "asyncio.Future[None]") -> None:
        self.begun: asyncio.Future[None] | None = begun
        self.stream: Stream | None = None
        self._protocol: HTTPProtocol | None = protocol

    def take(self, data: bytes) -> None:
        """Send on what is said for this client. Sending never waits, so nothing is waited for."""
        if self.stream is not None:
            self.stream.send_bytes(data)
        elif self._protocol is not None:
            self._answer(self._protocol, data)

    def settle(self, error: Exception | None = None) -> None:
        """Say that the beginning is there, or that none will come."""
        begun, self.begun, self._protocol = self.begun, None, None
        if begun is None or begun.done():
            return
        if error is None:
            begun.set_result(None)
        else:
            begun.set_exception(error)

    def _answer(self, protocol: HTTPProtocol, data: bytes) -> None:
        head, _, body = data.partition(END_OF_HEAD)
        status, headers = read_head(head)
        if status == HTTPStatus.OK:
            self.stream = protocol.response_stream(status, headers)
            self.stream.send_bytes(body)
        else:
            protocol.response_bytes(status, headers, body)
        self.settle()


class Trunk(asyncio.Protocol):
    """The connection, with the clients by the number of their streams."""

    def __init__(self, question: bytes) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.handed: dict[int, Handed] = {}
        self._question = question
        self._last = 0
        self._unpacker = Unpacker()
        self._head: bytes | None = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a connection of many streams."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._question)

    def data_received(self, data: bytes) -> None:
        """Take the answer, and then frames."""
        if self._head is not None:
            head, end, data = (self._head + data).partition(END_OF_HEAD)
            self._head = None if end else head
            if not end:
                return
            if read_head(head)[0] != HTTPStatus.SWITCHING_PROTOCOLS:
                self._transport.abort()
                return
            self.ready.set_result(None)
        try:
            for frame in self._unpacker.frames(data):
                self._take(frame)
        except TrunkBroken:
            log.exception("what came for event streams")
            self._transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """End every stream: its client comes back in a moment."""
        away = HolderAway("The event streams broke off.")
        if not self.ready.done():
            self.ready.set_exception(away)
        for handed in self.handed.values():
            handed.settle(away)
        self.handed.clear()

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said any more."""
        return self._transport.is_closing()

    async def ask(self, protocol: HTTPProtocol, head: bytes) -> None:
        """Ask for a stream and wait until its client is answered. Raises HolderAway."""
        self._last = number = self._last + 1
        begun = asyncio.get_running_loop().create_future()
        self.handed[number] = Handed(protocol, begun)
        self._transport.write(Frame(number, Kind.ASK, head).packed())
        try:
            await begun
        except BaseException:
            self.leave(number)
            raise
        if number in self.handed:
            when_left(protocol, lambda: self.leave(number))

    def leave(self, number: int) -> None:
        """Say that a client has gone, if its stream is not over anyway."""
        if self.handed.pop(number, None) is not None:
            self._transport.write(Frame(number, Kind.END).packed())

    def close(self) -> None:
        """End the connection."""
        self._transport.abort()

    def _take(self, frame: Frame) -> None:
        handed = self.handed.get(frame.number)
        if handed is None:
            return
        if frame.kind is Kind.SAY:
            handed.take(frame.body)
        else:
            handed.settle(HolderAway("It ended before it began."))
            # With the last reference to its stream the server ends it.
            del self.handed[frame.number]


class Streams:
    """A worker's way to the streams; opened when first asked for, and again after a break."""

    def __init__(self, settings: FrontSettings, common: Headers) -> None:
        self.settings = settings
        self.common = common
        self._trunk: Trunk | None = None
        self._opening = asyncio.Lock()

    async def hand_on(self, incoming: Incoming) -> None:
        """Answer with a stream, or with why there is none."""
        try:
            head = self._head(incoming)
            async with asyncio.timeout(ANSWER_SECONDS):
                trunk = await self._opened()
                await trunk.ask(incoming.protocol, head)
        except RequestRefused:
            self._tell(incoming, UNSOUND)
        except (HolderAway, OSError) as error:
            log.warning("%s: %s %s", APP_AWAY.title, type(error).__name__, error)
            self._tell(incoming, APP_AWAY)

    def close(self) -> None:
        """End all streams."""
        if self._trunk is not None:
            self._trunk.close()

    async def _opened(self) -> Trunk:
        async with self._opening:
            if self._trunk is None or self._trunk.is_over:
                self._trunk = await self._open()
            return self._trunk

    async def _open(self) -> Trunk:
        loop, where = asyncio.get_running_loop(), self.settings.live
        question = head_of("GET", LIVE, [*self._own(), ("upgrade", UPGRADE)])
        if where.startswith(UNIX):
            path = where.removeprefix(UNIX)
            _, trunk = await loop.create_unix_connection(lambda: Trunk(question), path)
        else:
            host, _, port = where.rpartition(":")
            _, trunk = await loop.create_connection(lambda: Trunk(question), host, int(port))
        try:
            await trunk.ready
        except BaseException:
            trunk.close()
            raise
        return trunk

    def _own(self) -> Headers:
        return [("host", self.settings.host), ("x-standfirst-front", self.settings.token)]

    def _head(self, incoming: Incoming) -> bytes:
        host = settled_host(
            incoming.headers, incoming.authority, is_old=incoming.is_old, own=self.settings.host
        )
        asked = [(name, value) for name, value in incoming.headers if name in ASKED]
        headers = request_headers(
            incoming.headers, host=host, client=incoming.client, settings=self.settings
        )
        ours = [(name, value) for name, value in headers if name in OURS]
        return head_of(incoming.method, incoming.target, [*asked, *ours])

    def _tell(self, incoming: Incoming, trouble: Trouble) -> None:
        accepted = incoming.fields.get("accept")
        tell(incoming.protocol, trouble, accepted=accepted, common=self.common)


def head_of(method: str, target: str, headers: Headers) -> bytes:
    """Write the head of a request."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_head(head: bytes) -> tuple[int, Headers]:
    """Read the head of an answer, which is written by our own program."""
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = (line.partition(": ") for line in lines)
    return int(first.split(" ")[1]), response_headers((name, value) for name, _, value in headers)


def when_left(protocol: HTTPProtocol, call: Callable[[], None]) -> None:
    """Have something called when a client has gone, without a task that waits for it."""
    leaving = protocol.client_disconnect()
    leaving.add_done_callback(lambda _: call(), context=contextvars.Context())
