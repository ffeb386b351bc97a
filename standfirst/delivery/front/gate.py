"""How many requests the app has in hand, how many may wait, and who is told to come back.

Shedding before queueing: a reader who waits longer than a moment has left. A share is for staff, so
that a paper under siege can still publish; whoever forges a staff's cookie contends for that share
and for no more than the others have.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Overloaded(Exception):
    """No slot in time. Try again in a moment."""


class Gate:
    """`slots` requests at once, the last `reserved` of them for staff; a bounded queue each."""

    def __init__(self, *, slots: int, reserved: int, waiting: int, seconds: float) -> None:
        self.slots = slots
        self.reserved = reserved
        self.waiting = waiting
        self.seconds = seconds
        self.in_hand = 0
        self._queues: dict[bool, deque[asyncio.Future[None]]] = {True: deque(), False: deque()}

    @asynccontextmanager
    async def slot(self, *, is_staff: bool) -> AsyncIterator[None]:
        """Hold a slot for the block. Raises Overloaded if there is none in time."""
        await self._enter(is_staff=is_staff)
        try:
            yield
        finally:
            self.in_hand -= 1
            self._let_in()

    async def _enter(self, *, is_staff: bool) -> None:
        queue = self._queues[is_staff]
        if not queue and self._has_room(is_staff=is_staff):
            self.in_hand += 1
            return
        if len(queue) >= self.waiting:
            raise Overloaded
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(self.seconds):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                # The slot was given in the very moment of giving up: pass it on.
                self.in_hand -= 1
                self._let_in()
            elif turn in queue:
                queue.remove(turn)
            if isinstance(error, TimeoutError):
                raise Overloaded from error
            raise

    def _let_in(self) -> None:
        for is_staff, queue in self._queues.items():
            while queue and self._has_room(is_staff=is_staff):
                turn = queue.popleft()
                if not turn.done():
                    self.in_hand += 1
                    turn.set_result(None)

    def _has_room(self, *, is_staff: bool) -> bool:
        return self.in_hand < (self.slots if is_staff else self.slots - self.reserved)
