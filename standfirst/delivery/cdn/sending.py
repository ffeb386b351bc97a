"""Sending a purge to where the operator said; whatever is no success is a failure to be tried again."""

import http.client
import json
from urllib.parse import urlsplit

from standfirst.delivery.cdn.providers import PurgeRequest

PATIENCE_SECONDS = 10.0
LONGEST_ANSWER = 65_536


class CdnRefused(Exception):
    """The CDN was reached, or not, and did not purge."""


def send_purge(url: str, request: PurgeRequest) -> None:
    """Ask one place to purge. Raises CdnRefused, in words that hold no token."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    link = kind(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
    try:
        link.request(request.method, parts.path or "/", request.body or None, dict(request.headers))
        answer = link.getresponse()
        body = answer.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise CdnRefused(f"{parts.hostname} cannot be reached: {error!r}") from error
    finally:
        link.close()
    if not 200 <= answer.status < 300 or _says_no(body):
        words = body.decode(errors="replace")[:300]
        raise CdnRefused(f"{parts.hostname} answered {answer.status}: {words}")


def _says_no(body: bytes) -> bool:
    """Whether an answer with a good status says otherwise in its words (Cloudflare: success)."""
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("success") is False
