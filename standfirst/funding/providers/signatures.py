"""Signed messages: HMAC-SHA256 over time and raw bytes, as payment providers commonly do it."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from standfirst.funding.providers.interface import EventRefusal, EventRefused

TOLERANCE_SECONDS = 300
SCHEME = "v1"
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


def signature_header(body: bytes, *, secret: bytes, at: datetime) -> str:
    """Sign a body: ``t=<seconds>,v1=<hex>``."""
    seconds = int(at.timestamp())
    return f"t={seconds},{SCHEME}={_mac(body, seconds, secret)}"


def check_signature(body: bytes, header: str, *, secrets: Sequence[bytes], now: datetime) -> None:
    """Return if one of the secrets signed these very bytes at most 300 s from now.

    Several secrets are valid at once while one is being replaced. Raises EventRefused.
    """
    times, signatures = _parts(header)
    if not times and not signatures:
        raise EventRefused(EventRefusal.NO_SIGNATURE)
    if len(times) != 1 or not _TIME.fullmatch(times[0]):
        raise EventRefused(EventRefusal.BAD_TIME)
    seconds = int(times[0])
    expected = [_mac(body, seconds, secret) for secret in secrets]
    if not any(_is_same(one, given) for one in expected for given in signatures):
        raise EventRefused(EventRefusal.BAD_SIGNATURE)
    if abs(now.timestamp() - seconds) > TOLERANCE_SECONDS:
        raise EventRefused(EventRefusal.TOO_OLD)


def _parts(header: str) -> tuple[list[str], list[str]]:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    signatures = [value for name, _, value in pairs if name == SCHEME]
    return times, signatures


def _is_same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


def _mac(body: bytes, seconds: int, secret: bytes) -> str:
    return hmac.new(secret, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
