"""Signals of allauth, and of Wagtail's forms for users, turned into actions."""

from typing import Any

import structlog
from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from standfirst.accounts.actions import (
    end_other_sessions,
    greet_user,
    note_account_change,
    void_unproven_password,
)
from standfirst.accounts.adapter import BROWSER_OF
from standfirst.accounts.queries import FACTOR_SHOWN_BY, FACTORS
from standfirst.people.models import User

log = structlog.get_logger(__name__)
# The column takes no empty one.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 -- nobody listens there


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Make sure that whoever signed in has a Person."""
    greet_user(user=user, now=timezone.now())


@receiver(email_confirmed)
def address_confirmed(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Take over what earlier guests of a proven address wrote, and no stranger's password with it."""
    if request.session.get(BROWSER_OF) != email_address.user_id:
        void_unproven_password(
            user=email_address.user, address=email_address.email, now=timezone.now()
        )
    greet_user(user=email_address.user, now=timezone.now())


@receiver(post_save, sender=User)
def account_saved(
    instance: User, *, created: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Note that somebody may have joined or left the staff. A sign-in writes its time alone."""
    shown = {"is_active", "is_staff"}
    if not created and (update_fields is None or shown & set(update_fields)):
        note_account_change(user=instance, now=timezone.now())


@receiver(pre_delete, sender=User)
def account_goes(instance: User, **kwargs: Any) -> None:
    """Note that somebody is no member any more, while it is still known who they are."""
    note_account_change(user=instance, now=timezone.now())


@receiver([authenticator_added, authenticator_used])
def factor_shown(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Note that this browser has shown a second factor. Recovery codes that were made are none."""
    if authenticator.type in FACTORS or kwargs["signal"] is authenticator_used:
        request.session[FACTOR_SHOWN_BY] = user.pk


@receiver([authenticator_added, authenticator_removed])
def factor_changed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Say in the log whose ways in have changed: by number, which names nobody."""
    is_new = kwargs["signal"] is authenticator_added
    what = "second_factor_added" if is_new else "second_factor_removed"
    log.info(what, user=user.pk, kind=authenticator.type)


@receiver(pre_save, sender=UserSession)
def session_listed(instance: UserSession, **kwargs: Any) -> None:
    """Keep no address with a session: what its owner sees of it is the browser and the time."""
    instance.ip = NO_ADDRESS


@receiver(pre_save, sender=SocialAccount)
def provider_told(instance: SocialAccount, **kwargs: Any) -> None:
    """Keep nothing of what a provider told of somebody but who it is: their name is theirs to give."""
    instance.extra_data = {}


@receiver([password_changed, password_set, password_reset])
def password_is_another(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Sign the account out everywhere else: whoever knew the old password is out."""
    end_other_sessions(user=user, here=request.session.session_key or "", now=timezone.now())
