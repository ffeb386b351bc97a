from collections.abc import Set as AbstractSet
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.urls import reverse


def way_to_factor(*, factors: AbstractSet[str], wanted: str) -> str:
    """Say where a second factor is shown, on the way to a wanted path, or set up if there is none."""
    if not factors:
        return reverse("mfa_index")
    is_app = Authenticator.Type.TOTP in factors
    page = reverse("mfa_reauthenticate" if is_app else "mfa_reauthenticate_webauthn")
    return f"{page}?{urlencode({'next': wanted})}"
