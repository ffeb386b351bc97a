"""Many event streams on one connection: between a worker of the front and the process that holds them.

A connection for each stream would cost the front more than the stream itself. So each worker of the
front opens one, by a request that names `UPGRADE` (RFC 9110, 7.8), and from then on both sides send
frames: length, the stream's number, and what it is. What the frames of one stream carry is what would
have been said on a connection of its own.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

UPGRADE = "standfirst-streams"
# More than any frame carries: a stream's beginning with all that was missed is the longest.
LONGEST = 8 * 1024 * 1024

_HEAD = struct.Struct("!IIB")


class Kind(IntEnum):
    """What a frame is: ASK brings the front's request, SAY what is answered, END is said by either."""

    ASK = 1
    SAY = 2
    END = 3


class TrunkBroken(Exception):
    """What came is no frame; nothing after it can be understood."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is said of one stream. ``number`` is the front's, and new for each stream."""

    number: int
    kind: Kind
    body: bytes = b""

    def packed(self) -> bytes:
        """Give it as it goes over the connection."""
        return _HEAD.pack(len(self.body), self.number, self.kind) + self.body


class Unpacker:
    """Puts frames together from what comes piece by piece."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def frames(self, data: bytes) -> Iterator[Frame]:
        """Give the frames that are whole now. Raises TrunkBroken."""
        self._rest += data
        start = 0
        try:
            while len(self._rest) - start >= _HEAD.size:
                length, number, kind = _HEAD.unpack_from(self._rest, start)
                if length > LONGEST:
                    raise TrunkBroken(f"A frame of {length} bytes.")
                end = start + _HEAD.size + length
                if end > len(self._rest):
                    break
                body = bytes(self._rest[start + _HEAD.size : end])
                start = end
                yield Frame(number, _kind(kind), body)
        finally:
            del self._rest[:start]


def _kind(number: int) -> Kind:
    try:
        return Kind(number)
    except ValueError as error:
        raise TrunkBroken(f"A frame of the kind {number}.") from error
