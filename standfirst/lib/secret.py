"""Secrets for addresses and references, from the system's random source."""

import secrets


def new_secret() -> str:
    """Give 160 random bits as 27 characters that are safe in an address."""
    return secrets.token_urlsafe(20)


def new_file_stem() -> str:
    """Give 128 random bits as 32 hexadecimal figures, for file names that cannot be guessed."""
    return secrets.token_hex(16)
