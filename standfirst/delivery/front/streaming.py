"""Handing event streams on, from the process that holds them, until either end is gone."""

import asyncio
from dataclasses import replace

from standfirst.delivery.front.incoming import Incoming
from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.passage import Passage
from standfirst.delivery.front.settings import FrontSettings

LIVE = "/live/"
# A web server in the front's place hands them on for less; `docs/operating.md` says when.
MOST_STREAMS = 4000


def is_for_streams(path: str) -> bool:
    """Whether a path is that of the event streams."""
    return path == LIVE


def passage_to_streams(settings: FrontSettings, common: Headers) -> Passage | None:
    """Give the way to the process that holds streams; None where there is none."""
    if not settings.live:
        return None
    limits = replace(settings, app=settings.live, slots=MOST_STREAMS, reserved_slots=0, waiting=0)
    return Passage(limits, common)


async def hand_stream_on(passage: Passage, incoming: Incoming) -> None:
    """Pass events on until the stream ends or the client has gone."""
    handing = asyncio.ensure_future(passage.hand_on(incoming))
    leaving = asyncio.ensure_future(incoming.protocol.client_disconnect())
    try:
        await asyncio.wait({handing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        handing.cancel()
