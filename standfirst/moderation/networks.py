"""What a network is known by while a limit on it holds: a digest that nobody can try out without the salt."""

import hashlib
import hmac

from django.conf import settings


def digest_of_network(network: str, salt: str) -> str:
    """Give the digest of a network block under a salt, which is forgotten when the limit ends."""
    key = f"{settings.SECRET_KEY}{salt}".encode()
    return hmac.new(key, network.encode(), hashlib.sha256).hexdigest()
