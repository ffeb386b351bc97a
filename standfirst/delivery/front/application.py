"""The RSGI application: which way a request goes.

1. from memory; 2. from a file that is not in memory yet; 3. by way of the app, which may say that
what was asked is a stored page; 4. a word about what is wrong.
"""

import asyncio
import logging
import time
from functools import partial

from standfirst.delivery.front.answering import give
from standfirst.delivery.front.flights import Flights
from standfirst.delivery.front.incoming import Incoming
from standfirst.delivery.front.kept import Headers, Kept
from standfirst.delivery.front.passage import Passage
from standfirst.delivery.front.pictures import give_picture
from standfirst.delivery.front.renewing import News, Renewals
from standfirst.delivery.front.rsgi import HTTPProtocol, Scope
from standfirst.delivery.front.settings import FrontSettings
from standfirst.delivery.front.shelf import Loaded, Shelf
from standfirst.delivery.front.streaming import Streams, is_for_streams
from standfirst.delivery.front.targets import picture_name
from standfirst.delivery.front.trouble import APP_AWAY
from standfirst.delivery.headers import headers_for

# A page that the app names may be in the middle of being baked anew: looked for so often.
LOOKS = 5
LOOK_SECONDS = 0.02
log = logging.getLogger("standfirst.front")


class Front:
    """Answers requests for one site, in one process and one event loop."""

    def __init__(self, settings: FrontSettings) -> None:
        self.settings = settings
        sent = headers_for(path="/", is_secure=settings.is_secure)
        self.common: Headers = [(name.lower(), value) for name, value in sent.items()]
        self.shelf = Shelf(settings, self.common, renew=self._renew)
        self.passage = Passage(settings, self.common)
        self.streams = Streams(settings, self.common) if settings.live else None
        self.renewals = Renewals(self.shelf, self.passage, seconds=settings.renewal_seconds)
        self.flights = Flights()
        self.loop: asyncio.AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.passage.upstream.close())
        if self.streams is not None:
            self.streams.close()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if not self.shelf.give_from_memory(scope, protocol):
            await self._answer(Incoming.read(scope, protocol))

    async def _answer(self, incoming: Incoming) -> None:
        if self.streams is not None and is_for_streams(incoming.path):
            await self.streams.hand_on(incoming)
        elif not incoming.is_reading:
            await self.passage.hand_on(incoming)
        elif not self._give_picture(incoming) and not await self._give_stored(incoming):
            await self._ask_for_all(incoming)

    def _give_picture(self, incoming: Incoming) -> bool:
        name = picture_name(incoming.path)
        if name is None:
            return False
        file = self.settings.media / name
        return give_picture(incoming.protocol, incoming.method, incoming.fields, file, self.common)

    async def _give_stored(self, incoming: Incoming) -> bool:
        """Answer from a file, if there is one and the app does not say otherwise."""
        name = self.shelf.name_of(incoming.path, incoming.query)
        if name is None or (loaded := self._load(incoming, name)) is None:
            return False
        path, query = incoming.path, incoming.query
        if not self.shelf.may_be_shown(name, loaded.kept, time.time(), path, query):
            news = await self.renewals.news(name, loaded.kept, path, query)
            if news is News.NO_PAGE:
                return False
            if news is News.RIGHT:
                return await self._give_named(incoming, self.shelf.name_of(path, query) or name)
        self._give(incoming, name, loaded)
        return True

    async def _ask_for_all(self, incoming: Incoming) -> None:
        """Ask the app; who asks the same meanwhile waits, in case it is a page for everybody."""
        path, query = incoming.path, incoming.query
        key = (path, query, incoming.fields.get("host"), incoming.authority)
        asked_at = time.time()
        has_asked, name = await self.flights.ask(key, partial(self.passage.hand_on, incoming))
        if name is None:
            return
        if has_asked:
            self.renewals.note_confirmed(path, query, name, asked_at)
        if not await self._give_named(incoming, name):
            log.error("The app named %s, and there is no such page.", name)
            self.passage.tell(incoming, APP_AWAY)

    async def _give_named(self, incoming: Incoming, name: str) -> bool:
        """Answer with a page that the app has named; False if it is not there after all."""
        for _ in range(LOOKS):
            loaded = self._load(incoming, name)
            if loaded is not None:
                self._give(incoming, name, loaded)
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    def _load(self, incoming: Incoming, name: str) -> Loaded | None:
        return self.shelf.load(name, incoming.fields.get("accept-encoding"))

    def _give(self, incoming: Incoming, name: str, loaded: Loaded) -> None:
        self.shelf.note(incoming.path, incoming.query, name)
        give(incoming.protocol, incoming.method, incoming.fields, loaded.variant, loaded.body)

    def _renew(self, name: str, kept: Kept, path: str, query: str) -> None:
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.renewals.begin_behind, name, kept, path, query)
