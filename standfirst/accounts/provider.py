"""Signing in with a provider of OpenID Connect, where allauth asks us."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from standfirst.people.models import User


class ProviderAdapter(DefaultSocialAccountAdapter):
    """allauth's questions about whoever comes by way of a provider."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": _("Another account here signs in with that."),
        "email_taken": _("There is an account with this address."),
        "no_password": _("Choose a password first, or you cannot sign in any more."),
        "no_verified_email": _("Prove an address first, or you cannot sign in any more."),
    }

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Take the address; a name that is shown is for its owner to choose."""
        kept = {"email": data.get("email")}
        user: User = super().populate_user(request, sociallogin, kept)
        return user
