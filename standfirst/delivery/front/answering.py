"""Giving a kept file to a client: 200, or 304 if it has the bytes; a HEAD without them."""

from standfirst.delivery.front.conditions import is_unchanged
from standfirst.delivery.front.kept import Variant
from standfirst.delivery.front.rsgi import HTTPProtocol, RequestHeaders


def give(
    protocol: HTTPProtocol, method: str, headers: RequestHeaders, variant: Variant, body: bytes
) -> None:
    """Answer a GET or HEAD with one coding of a file."""
    none_match = headers.get("if-none-match")
    if none_match is not None or "if-modified-since" in headers:
        unchanged = is_unchanged(
            none_match=none_match,
            modified_since=headers.get("if-modified-since"),
            etag=variant.etag,
            modified=variant.modified,
        )
        if unchanged:
            protocol.response_empty(304, variant.unchanged_headers)
            return
    if method == "HEAD":
        protocol.response_empty(200, variant.head_headers)
    else:
        protocol.response_bytes(200, variant.headers, body)
