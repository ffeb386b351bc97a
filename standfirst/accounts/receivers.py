"""Signals of allauth, and of Wagtail's forms for users, turned into actions."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from standfirst.accounts.actions import greet_user, note_account_change, void_unproven_password
from standfirst.accounts.adapter import BROWSER_OF
from standfirst.people.models import User


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
