"""The connections to the app, one for each request: whichever of its workers is free takes it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from yarl import URL

from standfirst.delivery.front.bodies import Body
from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.settings import FrontSettings

UNIX = "unix:"
CONNECT_SECONDS = 2.0
LONGEST_HEADER = 64 * 1024
# aiohttp would add these for a client that did not send them.
NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class AppUnreachable(Exception):
    """The app does not take connections, or broke one off."""


class AppTooSlow(Exception):
    """The app did not answer in time."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request, as the app will read it."""

    method: str
    target: str
    headers: Headers
    body: Body | None = None


class Upstream:
    """Asks the app. To be used, and closed, inside one event loop."""

    def __init__(self, settings: FrontSettings) -> None:
        self.settings = settings
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def answer(self, question: Question) -> AsyncIterator[aiohttp.ClientResponse]:
        """Give the app's answer, its body still to be read, for the block.

        Raises AppUnreachable, AppTooSlow, also for what happens while the body is read.
        """
        base = "http://app" if self.settings.app.startswith(UNIX) else f"http://{self.settings.app}"
        headers = question.headers
        content = None
        if question.body is not None:
            content = question.body.content()
            headers = [*headers, ("content-length", str(question.body.size))]
        try:
            async with self._opened().request(
                question.method,
                URL(base + question.target, encoded=True),
                headers=headers,
                data=content,
                allow_redirects=False,
            ) as response:
                yield response
        except TimeoutError as error:
            raise AppTooSlow from error
        except (aiohttp.ClientError, OSError) as error:
            raise AppUnreachable(str(error)) from error

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=NOT_ADDED,
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    sock_connect=CONNECT_SECONDS,
                    sock_read=self.settings.answer_seconds,
                ),
                max_line_size=LONGEST_HEADER,
                max_field_size=LONGEST_HEADER,
            )
        return self._session

    def _connector(self) -> aiohttp.BaseConnector:
        # The gate bounds how many there are.
        if self.settings.app.startswith(UNIX):
            path = self.settings.app.removeprefix(UNIX)
            return aiohttp.UnixConnector(path, limit=0, force_close=True)
        return aiohttp.TCPConnector(limit=0, force_close=True)
