"""Signing what we send to other programs (Standard Webhooks 1.0): id, time and body, by HMAC-SHA256."""

import base64
import hashlib
import hmac
from datetime import datetime


def signed_headers(*, ident: str, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """Give the headers by which a receiver knows that a body is ours, and when it was sent.

    ``secret`` is written as `whsec_` and the key in Base64.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"))
    sent = str(int(now.timestamp()))
    signed = f"{ident}.{sent}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": ident,
        "webhook-timestamp": sent,
        "webhook-signature": f"v1,{signature}",
    }
