"""The streams that a worker of the front hands on, all of them by one connection.

The front's server takes whatever is sent for a client into its memory, and does not tell how much of
it the client has taken. So each of these streams ends after `MOST_SENT`; whoever took it all comes
back by itself with the number of its last event, and whoever took nothing costs no more than that.
"""

import asyncio
import socket
from typing import Protocol

from standfirst.delivery.live.hub import Topics
from standfirst.delivery.live.requests import Unreadable, read_request
from standfirst.delivery.live.streams import LOOPBACK, Desk
from standfirst.delivery.trunk import Frame, Kind, TrunkBroken, Unpacker

MOST_SENT = 256 * 1024
# What waits for a worker of the front that takes nothing, before all of its streams are cut off.
MOST_WAITING = 64 * 1024 * 1024
SEND_BUFFER = 1024 * 1024


class TrunkDesk(Desk, Protocol):
    """Whoever decides about streams, and holds the trunks."""

    def ended_trunk(self, trunk: "Trunk") -> None:
        """Forget a connection of many streams."""


class Trunk(asyncio.Protocol):
    """One worker of the front, with its streams by their number."""

    def __init__(self, desk: TrunkDesk, transport: asyncio.Transport) -> None:
        self.desk = desk
        self.transport = transport
        self.branches: dict[int, Branch] = {}
        self._unpacker = Unpacker()
        self._waiting: list[bytes] = []
        plain: socket.socket = transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def data_received(self, data: bytes) -> None:
        """Begin and end streams. Whoever says anything else is cut off."""
        try:
            for frame in self._unpacker.frames(data):
                self._take(frame)
        except TrunkBroken:
            self.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """Forget every stream."""
        for branch in tuple(self.branches.values()):
            self.forget(branch)
        self.desk.ended_trunk(self)

    def say(self, frame: Frame) -> None:
        """Send a frame, with whatever else is said in this turn of the loop."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._flush)
        self._waiting.append(frame.packed())

    def forget(self, branch: "Branch") -> None:
        """Let a stream go that is over; nothing happens for one that went before."""
        if self.branches.pop(branch.number, None) is not None:
            branch.is_over = True
            self.desk.left(branch)

    def _flush(self) -> None:
        said, self._waiting = b"".join(self._waiting), []
        if self.transport.is_closing():
            return
        self.transport.write(said)
        if self.transport.get_write_buffer_size() > MOST_WAITING:
            self.transport.abort()

    def _take(self, frame: Frame) -> None:
        branch = self.branches.get(frame.number)
        if frame.kind is Kind.END:
            if branch is not None:
                self.forget(branch)
        elif frame.kind is Kind.ASK and branch is None:
            self._begin(frame)
        else:
            raise TrunkBroken("A frame that does not belong here.")

    def _begin(self, frame: Frame) -> None:
        branch = self.branches[frame.number] = Branch(self, frame.number)
        self.desk.came(branch)
        if not self.desk.has_room():
            branch.drop()
            return
        try:
            request = read_request(frame.body)
        except Unreadable:
            self.desk.could_not_read(branch)
        else:
            self.desk.asked(branch, request)


class Branch:
    """One client's stream, until either side ends it."""

    __slots__ = ("address", "is_over", "number", "sent", "topics", "trunk")

    def __init__(self, trunk: Trunk, number: int) -> None:
        self.trunk = trunk
        self.number = number
        self.topics: Topics = ()
        self.address: str | None = None
        self.is_over = False
        self.sent = 0

    @property
    def peer(self) -> str:
        """The address at the other end, which is the front's."""
        return LOOPBACK

    def begin(self, data: bytes) -> None:
        """Send the beginning, however long it is."""
        self.trunk.say(Frame(self.number, Kind.SAY, data))

    def send(self, data: bytes) -> None:
        """Send without waiting; end a stream that has been sent enough."""
        if self.is_over:
            return
        self.begin(data)
        self.sent += len(data)
        if self.sent > MOST_SENT:
            self.drop()

    def beat(self, data: bytes) -> None:
        """Send a sign of life."""
        self.send(data)

    def drop(self) -> None:
        """End it: a client that is there comes back and is told what it missed."""
        self.finish(b"")

    def finish(self, data: bytes) -> None:
        """Send the last bytes."""
        if self.is_over:
            return
        if data:
            self.begin(data)
        self.trunk.say(Frame(self.number, Kind.END))
        self.trunk.forget(self)
