"""Bringing the app's answer to the client.

The app is let go as soon as it has said everything, however slow the client: what has a length is
received whole (in memory, or in a file without a name) before the first byte goes on, so that a
broken answer is a 502 and never half a page. What has no length is streamed as it comes.
"""

import asyncio
import tempfile
from typing import IO

import aiohttp

from standfirst.delivery.front.forwarding import response_headers
from standfirst.delivery.front.rsgi import HTTPProtocol

IN_MEMORY = 1024 * 1024
# The server opens the file within this time of being told its name.
OPENED_WITHIN_SECONDS = 30.0
WITHOUT_BODY = frozenset({204, 304})


async def relay(protocol: HTTPProtocol, answer: aiohttp.ClientResponse) -> None:
    """Answer the client as the app did."""
    headers = response_headers(answer.headers.items())
    length = answer.content_length
    if answer.method == "HEAD" or answer.status in WITHOUT_BODY:
        if length is not None and answer.method == "HEAD":
            headers.append(("content-length", str(length)))
        protocol.response_empty(answer.status, headers)
    elif length is None:
        stream = protocol.response_stream(answer.status, headers)
        async for piece in answer.content.iter_any():
            await stream.send_bytes(piece)
    elif length <= IN_MEMORY:
        protocol.response_bytes(answer.status, headers, await answer.read())
    else:
        headers.append(("content-length", str(length)))
        file = await _received(answer)
        protocol.response_file(answer.status, headers, f"/dev/fd/{file.fileno()}")
        asyncio.get_running_loop().call_later(OPENED_WITHIN_SECONDS, file.close)


async def _received(answer: aiohttp.ClientResponse) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the server opens it later)
    try:
        async for piece in answer.content.iter_chunked(IN_MEMORY):
            file.write(piece)
        file.flush()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file
