"""The second factor, where allauth asks us: names, and how its secrets are kept."""

import base64
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from standfirst.people.models import User
from standfirst.siteconfig.queries import identity

PURPOSE = b"standfirst.accounts.factors"
# RFC 4226, 4: what an app and we share has at least 128 bits.
SECRET_BYTES = 20


class FactorAdapter(DefaultMFAAdapter):
    """allauth's questions about the second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Set up a second step first."),
        "incorrect_code": _("That did not fit. Please try again."),
        "unverified_email": _("Prove your address first: we mail it a code."),
    }

    def get_totp_issuer(self) -> str:
        """Name the paper, as the app then shows it beside the codes."""
        return identity().name

    def _get_site_name(self) -> str:
        return identity().name

    def generate_authenticator_name(self, user: AbstractBaseUser, type: object) -> str:  # noqa: A002
        """Propose a name for a key; its owner chooses."""
        return gettext("My passkey")

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with the site's key: whoever gets the database alone has none of them."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give a secret back. With another site's key nobody's codes fit, rather than anybody's."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        """Tell a browser whom a passkey is for: the account by its number, the person by their name."""
        entity: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.get_full_name()}


def _cipher() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
