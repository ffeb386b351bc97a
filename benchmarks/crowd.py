"""Thirty-two people at a time who write comments through HTTP, as fast as they are answered.

Each is somebody of their own, on a network of their own, and keeps the limits that anybody has to
keep: ten seconds between two comments, and seven in all. A quarter never wrote before. Half write to
the page and half reply; half have a browser with JavaScript and half have not. One more reads.
"""

import asyncio
import heapq
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.wording import words

CONNECTIONS = 32
REST_SECONDS = 10.5
MOST_EACH = 7
STRANGERS = 4
SUCCESS = ("303", "200")


@dataclass(frozen=True)
class Place:
    """Where they write: the page of the thread, its article, and comments with their wordings."""

    thread: int
    comments: str
    article: str
    parents: list[tuple[int, int]]


@dataclass
class Crowd:
    """The people and what became of what they wrote. ``cookies`` are those who are known."""

    port: int
    place: Place
    cookies: list[str]
    a_second: float | None = None
    """How many are written each second; as many as are answered if it is None."""
    answers: Counter[str] = field(default_factory=Counter)
    taken_at: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.port)
        self.numbers: Iterator[int] = itertools.count(1)
        # When each may write again, and how often they have.
        self.rested = [(0.0, number, 0) for number in range(len(self.cookies))]

    @property
    def taken(self) -> int:
        """How many comments were acknowledged."""
        return len(self.taken_at)

    def write(self, seconds: float) -> None:
        """Write for so long."""
        asyncio.run(self._write(time.monotonic() + seconds))

    def rates(self, seconds: float) -> Iterator[float]:
        """Give comments a second, for each stretch of so many seconds that was whole."""
        begun = self.taken_at[0]
        stretches = Counter(int((at - begun) // seconds) for at in self.taken_at)
        for number in range(max(stretches)):
            yield stretches[number] / seconds

    async def _write(self, until: float) -> None:
        turns = self._turns()
        reader = asyncio.create_task(self._read())
        await asyncio.gather(*(self._client(turns, until) for _ in range(CONNECTIONS)))
        reader.cancel()

    def _turns(self) -> Iterator[float]:
        """Give the moment of each post, one after another."""
        if self.a_second is None:
            return iter(time.monotonic, None)
        return itertools.count(time.monotonic(), 1 / self.a_second)

    async def _client(self, turns: Iterator[float], until: float) -> None:
        connection = await asyncio.open_connection("127.0.0.1", self.port)
        while (turn := next(turns)) < until:
            await asyncio.sleep(max(0.0, turn - time.monotonic()))
            begun = time.monotonic()
            status = await ask(connection, self._post(next(self.numbers)))
            self.answers[status] += 1
            if status in SUCCESS:
                self.taken_at.append(time.monotonic())
                self.waited.append(time.monotonic() - begun)
        connection[1].close()

    async def _read(self) -> None:
        """Read the article and the thread once a second, so that both are baked anew all the time."""
        connection = await asyncio.open_connection("127.0.0.1", self.port)
        for path in itertools.cycle((self.place.article, self.place.comments)):
            await ask(connection, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n")
            await asyncio.sleep(0.5)

    def _post(self, number: int) -> str:
        form = {"text": f"{words(self.chance)} {number}"}
        path = self.place.comments
        if self.chance.random() < 0.5:
            pk, wording = self.chance.choice(self.place.parents)
            path, form["seen"] = f"/comments/{pk}/reply/", str(wording)
        body = urlencode(form)
        lines = [
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            *(["HX-Request: true"] if self.chance.random() < 0.5 else []),
            *self._person(number),
        ]
        return "\r\n".join(lines) + f"\r\n\r\n{body}"

    def _person(self, number: int) -> Iterator[str]:
        # A stranger's network is new each time, and that of somebody known is theirs.
        if number % STRANGERS == 0:
            yield f"X-Forwarded-For: {network(number)}"
            return
        rested_at, who, written = heapq.heappop(self.rested)
        if rested_at > time.monotonic():
            raise RuntimeError("Too few people for so many comments: make more of them.")
        if written + 1 < MOST_EACH:
            heapq.heappush(self.rested, (time.monotonic() + REST_SECONDS, who, written + 1))
        yield f"X-Forwarded-For: {network(0x400000 + who)}"
        yield f"Cookie: {self.cookies[who]}"


def network(number: int) -> str:
    """Give an address of a /24 of its own."""
    return f"{11 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.7"


async def ask(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: str) -> str:
    """Send a request on a kept connection, read the whole answer and give its status."""
    reader, writer = connection
    writer.write(request.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = head.split(" ", 2)[1]
    _, is_told, rest = head.partition("content-length: ")
    if is_told:
        await reader.readexactly(int(rest.partition("\r\n")[0]))
    elif "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status
