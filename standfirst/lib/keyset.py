"""Cursors for keyset paging: the sort values of the last row shown, opaque and short."""

import base64
import binascii
import json

Cursor = tuple[int | str, ...]


def encode_cursor(*values: int | str) -> str:
    """Write sort values as text that is safe in an address."""
    packed = json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor | None:
    """Read a cursor back; None for anything that this module did not write."""
    if not text or len(text) > 400 or not text.isascii():
        return None
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        values = json.loads(packed)
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(values, list) or not all(type(value) in (int, str) for value in values):
        return None
    if any(type(value) is int and abs(value) >= 2**63 for value in values):
        return None
    return tuple(values)
