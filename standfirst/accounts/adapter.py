"""Where allauth asks us: how mail is sent, which redirects are safe, who is asking."""

from typing import Any, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from standfirst.delivery.addresses import client_address
from standfirst.delivery.redirects import local_path
from standfirst.notify.actions import Envelope, send_now
from standfirst.people.cookies import announce_presence
from standfirst.people.models import User
from standfirst.siteconfig.queries import identity

# In a session: the user whose password was chosen or typed in this very browser.
BROWSER_OF = "password_was_typed_by"


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
        paper = Sender(identity().name, settings.STANDFIRST_BASE_URL)
        context = {**context, "request": self.request, "email": email, "current_site": paper}
        mail = self.render_mail(template_prefix, email, context)
        envelope = Envelope(
            kind=template_prefix.rpartition("/")[2],
            address=email,
            subject=str(mail.subject),
            text=str(mail.body),
        )
        send_now(envelope=envelope, now=timezone.now())

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
