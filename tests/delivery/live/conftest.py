"""A live server of the test's own, in a thread: real sockets, a hub that the test speaks through."""

import asyncio
import socket
import threading

import pytest

from standfirst.delivery.live.hub import Hub, News
from standfirst.delivery.live.recent import Recent
from standfirst.delivery.live.serving import Limits, Serving
from standfirst.delivery.live.streams import Stream
from tests.delivery.live.listening import Listening
from tests.discussion.conftest import (  # noqa: F401 (fixtures)
    judge,
    make_page,
    page,
    section,
    thread,
    write,
)

TOKEN = "the-front-of-this-test"


class Radio:
    """The server, and what the test does to it in its loop."""

    def __init__(self, path, kinds, *, limits, recent):
        self.path = str(path)
        self.hub = Hub(recent)
        self.hub.position = 1
        self.is_ready = True
        self.clients = []
        self.serving = Serving(
            self.hub, kinds, is_ready=lambda: self.is_ready, is_secure=False, limits=limits
        )
        self.loop = asyncio.new_event_loop()
        self.begun = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        assert self.begun.wait(20)

    def run(self):
        self.loop.run_until_complete(self.main())
        self.loop.close()

    async def main(self):
        self.ended = asyncio.Event()
        server = await self.loop.create_unix_server(lambda: Stream(self.serving), self.path)
        telling = self.loop.create_task(self.hub.broadcast())
        self.begun.set()
        await self.ended.wait()
        telling.cancel()
        server.close()
        self.serving.end()
        await asyncio.sleep(0)
        self.serving.thread.shutdown()

    def do(self, call, *arguments):
        """Call something in the loop and give what it gave."""

        async def called():
            return call(*arguments)

        return asyncio.run_coroutine_threadsafe(called(), self.loop).result(20)

    def await_(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    def connect(self, *, holds=None):
        """Open a connection; `holds` is how many bytes its client's system takes in unread."""
        link = socket.socket(socket.AF_UNIX)
        if holds is not None:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, holds)
        link.settimeout(20)
        link.connect(self.path)
        self.clients.append(Listening(link))
        return self.clients[-1]

    def listen(self, query="topic=thread:1", **headers):
        return self.connect().ask(f"/live/?{query}", **headers)

    def tell(self, *events):
        """Have events told, as the feed does."""
        last = max(event.number for event in events)
        self.do(self.hub.tell, News(list(events), before=1, after=last + 1))

    def end(self):
        for client in self.clients:
            client.close()
        self.do(self.ended.set)
        self.thread.join(20)


@pytest.fixture
def radio(tmp_path, settings):
    """Start servers: `radio(kinds={...}, streams=3)`; without kinds, every thread is public."""
    settings.STANDFIRST_FRONT_TOKEN = TOKEN
    running = []

    def start(kinds=None, *, recent=None, **limits):
        kinds = kinds or {"thread": lambda pks, now: set(pks), "front": lambda pks, now: {0}}
        path = tmp_path / f"live-{len(running)}"
        running.append(Radio(path, kinds, limits=Limits(**limits), recent=recent or Recent()))
        return running[-1]

    yield start
    for one in running:
        one.end()
