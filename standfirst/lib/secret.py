"""Secrets for addresses and references, from the system's random source."""

import base64
import hashlib
import secrets


def new_secret() -> str:
    """Give 160 random bits as 27 characters that are safe in an address."""
    return secrets.token_urlsafe(20)


def new_file_stem() -> str:
    """Give 128 random bits as 32 hexadecimal figures, for file names that cannot be guessed."""
    return secrets.token_hex(16)


def new_token() -> str:
    """Give 256 random bits for a program to show, with a beginning by which scanners know ours."""
    return f"sfp_{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str:
    """Give what is kept of a token: it has too many bits to be guessed, so that one hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_hook_secret() -> str:
    """Give 256 random bits to sign webhooks with, as Standard Webhooks writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
