"""One of many identical questions is asked; the others wait for what it finds."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

# How long others wait for the first before they ask for themselves.
PATIENCE_SECONDS = 10.0
# How long a target that turned out to be no page is not waited for, and how many are remembered.
UNSHARED_SECONDS = 30.0
UNSHARED_LIMIT = 10_000


class Flights:
    """Questions under way. What they find is the name of a page, or None for an answer to one."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way: dict[Hashable, asyncio.Future[str | None]] = {}
        # By hash: a key is as long as somebody made it, and two that share a hash are only not shared.
        self._unshared: OrderedDict[int, float] = OrderedDict()

    async def ask(
        self, key: Hashable, question: Callable[[], Awaitable[str | None]]
    ) -> tuple[bool, str | None]:
        """Ask, or wait for whoever is asking. Give whether the question was asked, and the finding.

        Who waited in vain (nothing was found, or it took too long) asks by itself.
        """
        under_way = self._under_way.get(key)
        if under_way is not None:
            done, _pending = await asyncio.wait({under_way}, timeout=PATIENCE_SECONDS)
            if done and (found := under_way.result()) is not None:
                return False, found
        if under_way is not None or self._is_unshared(key):
            return True, await question()
        return True, await self._lead(key, question)

    async def _lead(
        self, key: Hashable, question: Callable[[], Awaitable[str | None]]
    ) -> str | None:
        leading: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._under_way[key] = leading
        found: str | None = None
        try:
            found = await question()
        finally:
            del self._under_way[key]
            leading.set_result(found)
            if found is None:
                self._note_unshared(key)
        return found

    def _is_unshared(self, key: Hashable) -> bool:
        since = self._unshared.get(hash(key))
        if since is None:
            return False
        if self._clock() - since < UNSHARED_SECONDS:
            return True
        del self._unshared[hash(key)]
        return False

    def _note_unshared(self, key: Hashable) -> None:
        self._unshared[hash(key)] = self._clock()
        if len(self._unshared) > UNSHARED_LIMIT:
            self._unshared.popitem(last=False)
