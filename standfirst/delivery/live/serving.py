"""Who may open a stream, and what the others are told."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

import structlog
from django.db import Error, close_old_connections

from standfirst.delivery.addresses import address_behind
from standfirst.delivery.fronting import TOKEN_HEADER, is_fronts_token
from standfirst.delivery.headers import headers_for
from standfirst.delivery.live.hub import Hub
from standfirst.delivery.live.missed import NOTHING, Missed, missed_in_log, needs_log, replay
from standfirst.delivery.live.requests import Request, plain_response, response_head
from standfirst.delivery.live.streams import Connected, Stream
from standfirst.delivery.live.topics import (
    Asked,
    AskedWrongly,
    PublicKinds,
    public_topics,
    read_question,
)
from standfirst.delivery.live.trunks import Trunk
from standfirst.delivery.live.wire import hello
from standfirst.delivery.trunk import UPGRADE
from standfirst.lib import clock

log = structlog.get_logger("standfirst.live")

MOST_STREAMS = 12_000
MOST_OF_ONE_ADDRESS = 20
# Connections that have not asked for anything yet, besides the streams.
MOST_CONNECTIONS = MOST_STREAMS + 1_000
# Questions to the database that wait for their turn.
MOST_WAITING = 500
BACK_IN_SECONDS = 10
PATH = "/live/"

_UPGRADED = f"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {UPGRADE}\r\n\r\n".encode()

Given = TypeVar("Given")


@dataclass(frozen=True)
class Limits:
    """How many streams there may be, in all and from one address."""

    streams: int = MOST_STREAMS
    of_one_address: int = MOST_OF_ONE_ADDRESS
    connections: int = MOST_CONNECTIONS


class Refused(Exception):
    """A request that gets no stream; says with which status, and why in a sentence."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Serving:
    """Takes connections, and lets those into the hub that may hear what they ask for."""

    def __init__(
        self,
        hub: Hub,
        kinds: PublicKinds,
        *,
        is_ready: Callable[[], bool],
        is_secure: bool,
        limits: Limits | None = None,
    ) -> None:
        self.hub = hub
        self.kinds = kinds
        self.is_ready = is_ready
        self.limits = limits or Limits()
        self.connections: set[Connected] = set()
        self.trunks: set[Trunk] = set()
        self.streams: Counter[str] = Counter()
        self.opening: set[asyncio.Task[None]] = set()
        # One thread, one connection to the database: a crowd of questions must not be one there.
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live-questions")
        self.headers = {**headers_for(path=PATH, is_secure=is_secure), "Cache-Control": "no-store"}
        self.stream_head = response_head(
            HTTPStatus.OK,
            {
                **self.headers,
                "Content-Type": "text/event-stream; charset=utf-8",
                # nginx passes on at once what says so.
                "X-Accel-Buffering": "no",
            },
        )

    def end(self) -> None:
        """Cut everybody off: who is there comes back, to whatever serves then."""
        for stream in tuple(self.connections):
            stream.drop()
        for trunk in tuple(self.trunks):
            trunk.transport.abort()

    def has_room(self) -> bool:
        """Whether one more connection may be held."""
        return len(self.connections) <= self.limits.connections

    def came(self, stream: Connected) -> None:
        """Note a connection."""
        self.connections.add(stream)

    def left(self, stream: Connected) -> None:
        """Forget a connection."""
        self.connections.discard(stream)
        self.hub.leave(stream)
        if stream.address is not None:
            self.streams[stream.address] -= 1
            if not self.streams[stream.address]:
                del self.streams[stream.address]
            stream.address = None

    def could_not_read(self, stream: Connected) -> None:
        """Answer what is no request."""
        self._refuse(stream, Refused(HTTPStatus.BAD_REQUEST, "This is not a request."))

    def is_trunk(self, request: Request) -> bool:
        """Whether it is the front that asks, for a connection of many streams."""
        return request.headers.get("upgrade") == UPGRADE and _is_by_front(request)

    def begin_trunk(self, stream: Stream) -> None:
        """Let the front hand on many streams by this connection, which is none of them itself."""
        self.left(stream)
        trunk = Trunk(self, stream.transport)
        self.trunks.add(trunk)
        stream.transport.set_protocol(trunk)
        stream.transport.write(_UPGRADED)

    def ended_trunk(self, trunk: Trunk) -> None:
        """Forget a connection of many streams."""
        self.trunks.discard(trunk)

    def asked(self, stream: Connected, request: Request) -> None:
        """Open a stream, or say why not."""
        try:
            asked = self._question(request)
            self._count(stream, request)
            if not self._asks_database(asked):
                self._open(stream, asked, NOTHING)
                return
            if len(self.opening) >= MOST_WAITING:
                raise _too_busy()
        except Refused as refused:
            self._refuse(stream, refused)
            return
        task = asyncio.get_running_loop().create_task(self._ask_and_open(stream, asked))
        self.opening.add(task)
        task.add_done_callback(self.opening.discard)

    def _question(self, request: Request) -> Asked:
        if request.path != PATH:
            raise Refused(HTTPStatus.NOT_FOUND, "Only /live/ is here.")
        if request.method != "GET" or request.has_body:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Live events are only ever read, by GET.")
        if request.headers.get("sec-fetch-site") == "cross-site":
            raise Refused(HTTPStatus.FORBIDDEN, "Live events are for this site's own pages.")
        try:
            return read_question(
                request.query, request.headers.get("last-event-id", ""), self.kinds.keys()
            )
        except AskedWrongly as wrong:
            raise Refused(HTTPStatus.BAD_REQUEST, str(wrong)) from wrong

    def _count(self, stream: Connected, request: Request) -> None:
        """Count the stream, from now until its connection ends, or refuse one too many."""
        address = address_behind(
            stream.peer,
            request.headers.get("x-forwarded-for", ""),
            is_front=_is_by_front(request),
        )
        if not self.is_ready() or self.streams.total() >= self.limits.streams:
            raise _too_busy()
        if self.streams[address] >= self.limits.of_one_address:
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "Too many streams are open from this address."
            )
        self.streams[address] += 1
        stream.address = address

    def _asks_database(self, asked: Asked) -> bool:
        is_known = all(self.hub.is_open(topic) for topic in asked.topics)
        return not is_known or needs_log(asked, self.hub.recent)

    async def _ask_and_open(self, stream: Connected, asked: Asked) -> None:
        try:
            missed = await self._ask(asked)
        except Refused as refused:
            self._refuse(stream, refused)
        except (Error, OSError) as error:
            log.warning("live_trouble", error=str(error))
            self._refuse(stream, _too_busy())
        else:
            self._open(stream, asked, missed)

    async def _ask(self, asked: Asked) -> Missed:
        """Ask until nothing was purged while the question was on its way. Raises Refused."""
        while True:
            checks = self.hub.checks
            public = await self._in_thread(
                lambda: public_topics(asked.topics, self.kinds, clock.now())
            )
            if public != set(asked.topics):
                raise Refused(HTTPStatus.NOT_FOUND, "There is no such topic.")
            missed = NOTHING
            if needs_log(asked, self.hub.recent):
                missed = await self._in_thread(lambda: missed_in_log(asked))
            if checks == self.hub.checks:
                return missed

    async def _in_thread(self, question: Callable[[], Given]) -> Given:
        def ask() -> Given:
            try:
                return question()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self.thread, ask)

    def _open(self, stream: Connected, asked: Asked, missed: Missed) -> None:
        """Begin the stream: in one step of the loop, so that no event falls in between."""
        if stream.is_over:
            return
        stream.topics = asked.topics
        place = self.hub.place
        stream.begin(
            self.stream_head + hello(place) + replay(asked, self.hub.recent, missed, place)
        )
        self.hub.join(stream)

    def _refuse(self, stream: Connected, refused: Refused) -> None:
        headers = dict(self.headers)
        if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers["Retry-After"] = str(BACK_IN_SECONDS)
        if refused.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET"
        stream.finish(plain_response(refused.status, refused.sentence, headers))


def _is_by_front(request: Request) -> bool:
    return is_fronts_token(request.headers.get(TOKEN_HEADER.lower(), ""))


def _too_busy() -> Refused:
    return Refused(HTTPStatus.SERVICE_UNAVAILABLE, "Too many are listening; come back in a while.")
