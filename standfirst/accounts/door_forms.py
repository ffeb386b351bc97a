"""allauth's forms in the paper's words: labels and helps are ours, what they check is allauth's."""

from typing import Any

from allauth.account import forms as door
from allauth.socialaccount import forms as provider
from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.accounts.forms import password_help

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "code": _("Code"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    # Of a passkey.
    "name": _("What you call it"),
    "passwordless": _("It signs me in by itself, without a password"),
}
# Letters far enough apart to compare with those of a mail; nobody's telephone mends them.
CODE_ATTRS = {"class": "code-input", "autocapitalize": "characters", "spellcheck": "false"}
NO_PASSWORD = _("Leave it empty to sign in by mailed codes.")


class OurWords(forms.Form):
    """Labels each field beside it, never inside it: what is typed hides a placeholder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = password_help() if name == "password1" else ""
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= CODE_ATTRS


class SignInForm(OurWords, door.LoginForm):
    """Address and password."""


class SignUpForm(OurWords, door.SignupForm):
    """Address and the first password; with a passkey, or mailed codes alone, no password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if password := self.fields.get("password1"):
            password.label = _("Password")
            password.help_text = f"{password_help()} {NO_PASSWORD}"


class AddAddressForm(OurWords, door.AddEmailForm):
    """A further address."""


class ChangePasswordForm(OurWords, door.ChangePasswordForm):
    """The present password and a new one."""


class SetPasswordForm(OurWords, door.SetPasswordForm):
    """The first password of somebody who signed in by code until now."""


class AskForNewPasswordForm(OurWords, door.ResetPasswordForm):
    """Where to mail the code."""


class NewPasswordForm(OurWords, door.ResetPasswordKeyForm):
    """The password after a forgotten one."""


class AskForCodeForm(OurWords, door.RequestLoginCodeForm):
    """Where to mail the code that signs in."""


class SignInCodeForm(OurWords, door.ConfirmLoginCodeForm):
    """The code that signs in."""


class AddressCodeForm(OurWords, door.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class PasswordCodeForm(OurWords, door.ConfirmPasswordResetCodeForm):
    """The code that lets a new password be chosen."""


class AskAgainForm(OurWords, door.ReauthenticateForm):
    """The password once more, before something that matters."""


class ChangeAddressForm(OurWords, door.ChangeEmailForm):
    """Another address for a code that does not arrive."""


class ProviderSignUpForm(OurWords, provider.SignupForm):
    """The address of whoever came by way of a provider that told none, or one that is taken."""
