"""What runs in the live process: one loop with all streams, and a thread that follows the logs."""

import asyncio
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from standfirst.cli.live_topics import TOPICS
from standfirst.delivery.live.feed import Feed
from standfirst.delivery.live.hub import Hub
from standfirst.delivery.live.serving import Serving
from standfirst.delivery.live.streams import Stream

log = structlog.get_logger("standfirst.live")

BACKLOG = 2048
END_WITHIN_SECONDS = 5.0


@dataclass(frozen=True)
class Place:
    """Where to listen: a Unix socket, or an address with a port."""

    socket: Path | None = None
    address: str = "127.0.0.1"
    port: int = 0


async def serve(place: Place) -> int:
    """Serve until SIGTERM or SIGINT; give 1 if the feed failed, so that all is started anew."""
    loop = asyncio.get_running_loop()
    hub = Hub()
    feed = Feed(hub, TOPICS, loop=loop)
    serving = Serving(
        hub,
        TOPICS,
        is_ready=lambda: feed.has_begun,
        is_secure=settings.STANDFIRST_BASE_URL.startswith("https:"),
    )
    ended: asyncio.Future[int] = loop.create_future()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _settle, ended, 0)
    thread = threading.Thread(target=_follow, args=(feed, loop, ended), daemon=True)
    thread.start()
    telling = [loop.create_task(hub.broadcast()), loop.create_task(hub.beat())]
    for task in telling:
        task.add_done_callback(lambda _: _settle(ended, 1))
    server = await _listen(place, serving)
    log.info("live", where=str(place.socket or f"{place.address}:{place.port}"))
    status = await ended
    server.close()
    feed.stop()
    serving.end()
    thread.join(END_WITHIN_SECONDS)
    return status


async def _listen(place: Place, serving: Serving) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    if place.socket is None:
        return await loop.create_server(
            lambda: Stream(serving), place.address, place.port, backlog=BACKLOG
        )
    place.socket.unlink(missing_ok=True)
    server = await loop.create_unix_server(
        lambda: Stream(serving), str(place.socket), backlog=BACKLOG
    )
    # For the group of its folder, which is nobody's until an operator lets a web server in.
    place.socket.chmod(0o660)
    return server


def _follow(feed: Feed, loop: asyncio.AbstractEventLoop, ended: asyncio.Future[int]) -> None:
    """Follow the logs; a failure that nobody foresaw ends the process, not only this thread."""
    try:
        feed.run()
    except Exception:
        log.exception("feed_failed")
        loop.call_soon_threadsafe(_settle, ended, 1)


def _settle(ended: "asyncio.Future[int]", status: int) -> None:
    if not ended.done():
        ended.set_result(status)
