"""Where allauth asks us: how mail is sent, which redirects are safe, who is asking."""

from typing import Any, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from standfirst.delivery.addresses import client_address
from standfirst.delivery.redirects import local_path
from standfirst.notify.actions import Envelope, queue_message, send_now
from standfirst.people.cookies import announce_presence
from standfirst.people.models import User
from standfirst.siteconfig.queries import identity

# In a session: the user whose password was chosen or typed in this very browser.
BROWSER_OF = "password_was_typed_by"


# What was changed in an account, by the name that allauth gives to it: a sentence of a mail.
CHANGES = {
    "account/email/password_reset": _("A new password was chosen, with a code that we mailed."),
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_set": _("A password was chosen."),
    "account/email/email_changed": _("Mail goes to another address from now on."),
    "account/email/email_deleted": _("An address was removed."),
    "mfa/email/totp_activated": _("An app now makes codes for signing in."),
    "mfa/email/totp_deactivated": _("Codes of an app are not asked for any more."),
    "mfa/email/recovery_codes_generated": _("There are new recovery codes; the old ones are void."),
    "mfa/email/webauthn_added": _("A passkey or security key was added."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed."),
}
# Ways to show once more that it is you, by the name that allauth gives to them.
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
}


class Sender(NamedTuple):
    """Who a mail is from, as allauth's templates ask for it."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions, answered by the layers below."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("We write to this address: choose another first."),
        "duplicate_email": _("This address is yours already."),
        "email_password_mismatch": _("The address and the password do not belong together."),
        "email_taken": _("There is an account with this address."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code that we mailed."),
        "incorrect_password": _("This is not your password."),
        "max_email_addresses": _("You can have %d addresses: remove one first."),
        "too_many_login_attempts": _("That was tried too often. Please wait a few minutes."),
        "unverified_primary_email": _("Prove this address first: we mail it a code."),
        "same_as_current": _("This is the address that you have now."),
        "rate_limited": _("That was asked too often. Please wait a few minutes."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, because a person is waiting for the code; keep the row if that fails."""
        send_now(envelope=self._envelope(template_prefix, email, context), now=timezone.now())

    def _envelope(self, template_prefix: str, email: str, context: dict[str, Any]) -> Envelope:
        paper = Sender(identity().name, settings.STANDFIRST_BASE_URL)
        context = {**context, "request": self.request, "email": email, "current_site": paper}
        mail = self.render_mail(template_prefix, email, context)
        return Envelope(
            kind=template_prefix.rpartition("/")[2],
            address=email,
            subject=str(mail.subject),
            text=str(mail.body),
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody what was changed in their account, in case it was not they."""
        change = CHANGES.get(template_prefix)
        address = email or EmailAddress.objects.get_primary_email(user)
        if change and address:
            letter = self._envelope("account/email/changed", address, {"change": change})
            queue_message(envelope=letter, now=timezone.now())

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Give the ways to show once more that it is you, in the paper's words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in ways]

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's signature
    ) -> User:
        """Make the user, and note that this browser chose the password."""
        saved: User = super().save_user(request, user, form, commit=commit)
        request.session[BROWSER_OF] = saved.pk
        return saved

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password, and note that this browser knows it."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            request.session[BROWSER_OF] = user.pk
        return user

    def is_safe_url(self, url: str | None) -> bool:
        """Let redirects lead to a path of this site and nowhere else."""
        return bool(url) and local_path(url or "", "") == url

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count limits by the address that the one trusted function finds."""
        return client_address(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Tell the browser's scripts that there are personal pieces to ask for."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        announce_presence(response)
        return response
