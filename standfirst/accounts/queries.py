from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext

from standfirst.funding.queries.gifts import has_records_by
from standfirst.lib.browsers import browser_and_system
from standfirst.people.models import User

# In a session: the user who has shown a second factor in this very browser.
FACTOR_SHOWN_BY = "second_factor_was_shown_by"
# Recovery codes stand in for these; alone they are no factor.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class SignedIn:
    """One place where somebody is signed in, as its owner knows it."""

    number: int
    browser: str
    since: datetime
    is_here: bool


def sessions_of(user: User, *, here: str, now: datetime) -> list[SignedIn]:
    """Give where an account is signed in, this browser (its session's key is ``here``) first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    listed = UserSession.objects.filter(user=user, session_key__in=alive)
    found = [
        SignedIn(row.pk, _browser(row.user_agent), row.created_at, row.session_key == here)
        for row in listed.order_by("-created_at")
    ]
    return sorted(found, key=lambda place: not place.is_here)


def _browser(user_agent: str) -> str:
    browser, system = browser_and_system(user_agent)
    if browser and system:
        return gettext("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or gettext("A browser that does not say which")


def factors_of(user: User) -> frozenset[str]:
    """Give the kinds of second factor that an account has: an app that makes codes, keys."""
    kept = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return frozenset(kept.values_list("type", flat=True))


def has_shown_factor(user: User, session: Mapping[str, Any]) -> bool:
    """Say whether this session has shown a factor, and the account still has one."""
    return session.get(FACTOR_SHOWN_BY) == user.pk and bool(factors_of(user))


def must_stay(user: User) -> bool:
    """Say whether an account cannot be erased by its owner: who works here, or stands in the books."""
    return works_here(user) or has_records_by(user)


def works_here(user: User) -> bool:
    """Say whether an account has to do with the newsroom at all: staff, or whoever has a role."""
    return user.is_staff or user.is_superuser or user.groups.exists()
