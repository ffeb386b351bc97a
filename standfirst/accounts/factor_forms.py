"""allauth's forms of the second factor, in the paper's words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from standfirst.accounts.door_forms import OurWords


class FactorCodeForm(OurWords, base.AuthenticateForm):
    """A code of the app, or a recovery code, after the password."""


class FactorCodeAgainForm(OurWords, base.ReauthenticateForm):
    """A code of the app, or a recovery code, before something that matters."""


class SetUpAppForm(OurWords, totp.ActivateTOTPForm):
    """The first code that a new app shows."""


class RemoveAppForm(totp.DeactivateTOTPForm):
    """A button: codes of the app are not asked for any more."""


class NewRecoveryCodesForm(recovery.GenerateRecoveryCodesForm):
    """A button: new recovery codes, and the old ones fit no more."""


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):
    """What the browser made, and how its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class FirstPasskeyForm(OurWords, webauthn.SignupWebAuthnForm):
    """The passkey with which an account is made."""


class RenamePasskeyForm(OurWords, webauthn.EditWebAuthnForm):
    """Another name for a key."""


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """What a key answered, after the password."""


class PasskeySignInForm(webauthn.LoginWebAuthnForm):
    """What a passkey answered, in place of address and password."""


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):
    """What a key answered, before something that matters."""
