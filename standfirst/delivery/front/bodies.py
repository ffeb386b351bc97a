"""A request's body, received whole before the app is asked: its one thread must not wait for a
slow client. Small ones stay in memory, larger ones lie in a file that has no name.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import IO

from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.rsgi import HTTPProtocol

# Times the connections that there may be: what an attack can fill.
IN_MEMORY = 16 * 1024
PIECE_BYTES = 256 * 1024
# Between two pieces, and for all of them: a client that is slower is not sending.
PIECE_SECONDS = 20.0
WHOLE_SECONDS = 600.0


class BodyTooLarge(Exception):
    """More bytes than the front takes."""


class BodyTooSlow(Exception):
    """A client that stopped sending, or sends too slowly."""


@dataclass(frozen=True, slots=True)
class Body:
    """All that a client sent, to be read once, and closed."""

    spool: IO[bytes]
    size: int

    def content(self) -> bytes | AsyncIterator[bytes]:
        """Give small ones as they are, larger ones piece by piece."""
        return self.spool.read() if self.size <= IN_MEMORY else self._pieces()

    def close(self) -> None:
        """Let go of memory or file."""
        self.spool.close()

    async def _pieces(self) -> AsyncIterator[bytes]:
        while piece := self.spool.read(PIECE_BYTES):
            yield piece


async def receive_body(protocol: HTTPProtocol, headers: Headers, *, limit: int) -> Body | None:
    """Give the body, if the request has one; the caller closes it.

    Raises BodyTooLarge, BodyTooSlow.
    """
    named = dict(headers)
    length = named.get("content-length")
    if length is None and "transfer-encoding" not in named:
        return None
    if length is not None and int(length) > limit:
        raise BodyTooLarge
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (given to the caller)
    try:
        size = await _fill(spool, protocol, limit)
    except TimeoutError as error:
        spool.close()
        raise BodyTooSlow from error
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return Body(spool, size)


async def _fill(spool: IO[bytes], protocol: HTTPProtocol, limit: int) -> int:
    received = 0
    clock = asyncio.get_running_loop().time
    end = clock() + WHOLE_SECONDS
    async with asyncio.timeout(PIECE_SECONDS) as patience:
        # With `async for` alone: `anext(…, default)` on Granian's object is a segmentation fault.
        async for piece in protocol:
            received += len(piece)
            if received > limit:
                raise BodyTooLarge
            spool.write(piece)
            patience.reschedule(min(clock() + PIECE_SECONDS, end))
    return received
