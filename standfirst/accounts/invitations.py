"""Links that invite a colleague: signed, for seven days, good for one account."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

SALT = "standfirst.accounts.invitation"
SECONDS_VALID = 7 * 24 * 3600


@dataclass(frozen=True)
class Invitation:
    """Whom a link invites, and as what."""

    address: str
    roles: tuple[str, ...]


def invitation_path(invitation: Invitation) -> str:
    """Give the path of the page on which the invited accepts."""
    token = signing.dumps([invitation.address, *invitation.roles], salt=SALT, compress=True)
    return reverse("accounts:invitation", args=[token])


def read_invitation(token: str) -> Invitation | None:
    """Read a link's token; None if it is altered or too old."""
    try:
        address, *roles = signing.loads(token, salt=SALT, max_age=SECONDS_VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Invitation(address, tuple(roles))
