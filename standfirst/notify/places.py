"""Where the page stands by which a mail's reader changes what is mailed. Above, somebody serves it.

The secret in its address is signed, so that an altered one is refused before anything is asked.
"""

import hashlib

from django.conf import settings
from django.core.signing import BadSignature, Signer

from standfirst.notify.models import Mailbox

SETTINGS_AT = "subscriptions/mine/"
_signer = Signer(salt="standfirst.notify.mailbox", sep=".")


def settings_path(mailbox: Mailbox) -> str:
    """Give the path of the page, for the reader of this mailbox alone."""
    return f"/{SETTINGS_AT}{_signer.sign(mailbox.secret)}/"


def end_all_path(mailbox: Mailbox) -> str:
    """Give the path at which one POST ends all notices to this mailbox (RFC 8058)."""
    return f"{settings_path(mailbox)}end/"


def secret_in(token: str) -> str | None:
    """Read the secret out of an address; None if it is not one that we signed."""
    try:
        return _signer.unsign(token)
    except BadSignature:
        return None


def absolute(path: str) -> str:
    """Give the full address of a path of this site, for mails."""
    return f"{settings.STANDFIRST_BASE_URL}{path}"


def address_digest(address: str) -> str:
    """Name an address in a key without writing it there."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
