"""The way to the app: through the gate, with the whole body, and back.

The app may answer that what was asked is a stored page, by naming its file; that name goes to the
caller and never to a client.
"""

import logging
from contextlib import AbstractAsyncContextManager

import aiohttp

from standfirst.delivery.front import trouble as troubles
from standfirst.delivery.front.bodies import Body, BodyTooLarge, BodyTooSlow, receive_body
from standfirst.delivery.front.forwarding import (
    UNFORWARDED_METHODS,
    RequestRefused,
    request_headers,
    settled_host,
)
from standfirst.delivery.front.gate import Gate, Overloaded
from standfirst.delivery.front.incoming import Incoming
from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.relaying import relay
from standfirst.delivery.front.settings import FrontSettings
from standfirst.delivery.front.targets import is_page_name
from standfirst.delivery.front.trouble import Trouble, tell
from standfirst.delivery.front.upstream import AppTooSlow, AppUnreachable, Question, Upstream

PAGE = "X-Standfirst-Page"
log = logging.getLogger("standfirst.front")

TROUBLES: dict[type[Exception], Trouble] = {
    RequestRefused: troubles.UNSOUND,
    BodyTooLarge: troubles.TOO_LARGE,
    BodyTooSlow: troubles.TOO_SLOW_BODY,
    Overloaded: troubles.OVERLOADED,
    AppTooSlow: troubles.APP_SLOW,
    AppUnreachable: troubles.APP_AWAY,
}


class PageNamedWrongly(AppUnreachable):
    """The app named a file that is no page, or named one in answer to a write: a fault of it."""


class Passage:
    """Hands requests to the app and its answers to clients."""

    def __init__(self, settings: FrontSettings, common: Headers) -> None:
        self.settings = settings
        self.common = common
        self.upstream = Upstream(settings)
        self.gate = Gate(
            slots=settings.slots,
            reserved=settings.reserved_slots,
            waiting=settings.waiting,
            seconds=settings.waiting_seconds,
        )

    async def hand_on(self, incoming: Incoming) -> str | None:
        """Have the app answer the client; or give the page's file that it named instead.

        Whatever goes wrong is told to the client here.
        """
        try:
            return await self._hand_on(incoming)
        except tuple(TROUBLES) as error:
            trouble = next(TROUBLES[kind] for kind in type(error).__mro__ if kind in TROUBLES)
            if isinstance(error, (AppTooSlow, AppUnreachable)):
                log.warning("%s: %s %s", trouble.title, type(error).__name__, error)
            self.tell(incoming, trouble)
            return None

    async def ask(self, target: str) -> tuple[int, str | None]:
        """Ask for a page as nobody in particular. Give the status, and the page's file if named.

        Raises Overloaded, AppTooSlow, AppUnreachable.
        """
        headers = request_headers(
            [], host=self.settings.host, client="127.0.0.1", settings=self.settings
        )
        question = Question("GET", target, headers)
        async with self._slot(is_staff=False), self.upstream.answer(question) as answer:
            await answer.read()
            return answer.status, page_named(answer, may_be=True)

    def tell(self, incoming: Incoming, trouble: Trouble) -> None:
        """Answer with what went wrong."""
        accepted = incoming.fields.get("accept")
        tell(incoming.protocol, trouble, accepted=accepted, common=self.common)

    async def _hand_on(self, incoming: Incoming) -> str | None:
        if incoming.method in UNFORWARDED_METHODS:
            self.tell(incoming, troubles.NOT_ALLOWED)
            return None
        if not incoming.path.startswith("/"):
            raise RequestRefused
        headers = request_headers(
            incoming.headers,
            host=settled_host(
                incoming.headers,
                incoming.authority,
                is_old=incoming.is_old,
                own=self.settings.host,
            ),
            client=incoming.client,
            settings=self.settings,
        )
        limit = self.settings.body_bytes
        body = await receive_body(incoming.protocol, incoming.headers, limit=limit)
        try:
            return await self._exchange(incoming, headers, body)
        finally:
            if body is not None:
                body.close()

    async def _exchange(
        self, incoming: Incoming, headers: Headers, body: Body | None
    ) -> str | None:
        question = Question(incoming.method, incoming.target, headers, body)
        is_staff = incoming.is_of_staff(self.settings.session_cookie)
        async with self._slot(is_staff=is_staff), self.upstream.answer(question) as answer:
            named = page_named(answer, may_be=incoming.is_reading)
            if named is None:
                await relay(incoming.protocol, answer)
            return named

    def _slot(self, *, is_staff: bool) -> AbstractAsyncContextManager[None]:
        return self.gate.slot(is_staff=is_staff)


def page_named(answer: aiohttp.ClientResponse, *, may_be: bool) -> str | None:
    """Give the file that the app named, if any. Raises PageNamedWrongly."""
    name = answer.headers.get(PAGE)
    if name is None:
        return None
    if not may_be or not is_page_name(name):
        raise PageNamedWrongly(f"The app named {name!r} as a page.")
    return name
