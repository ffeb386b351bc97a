"""Who acts by a request of a program: by a personal token, or as a browser does.

A token is believed alone: a request that shows one acts for nobody else, whatever its cookies say,
and one that shows a wrong one is refused, not taken for somebody without.
"""

from datetime import datetime
from enum import StrEnum

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from standfirst.delivery.elsewhere import GUEST_HEADER
from standfirst.delivery.origin import is_embedded, listed_site
from standfirst.people.actions import person_of_user
from standfirst.people.cookies import YEAR, remember_guest
from standfirst.people.models import Person, Scope, User
from standfirst.people.queries import guest_by_key, person_of, token_of


class TokenRefusal(StrEnum):
    """Why a program may not do what it asks for."""

    WHO = "who"
    TOKEN_WRONG = "token_wrong"  # noqa: S105 -- a reason, no secret
    SCOPE_MISSING = "scope_missing"


class TokenRefused(Exception):
    """Nobody acts here, or nobody who may."""

    def __init__(self, refusal: TokenRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


GUEST_SALT = "standfirst.people.guest.elsewhere"


def bearer_of(request: HttpRequest) -> str | None:
    """Give the token that a request shows (RFC 6750, 2.1); None if it shows none."""
    return _shown(request, "bearer")


def remember(request: HttpRequest, response: HttpResponseBase, person: Person) -> None:
    """Let whoever sent this act as this guest from now on; a member has a session or a token.

    On our own pages by a cookie. A page of another site is given a key to keep: browsers do not
    keep our cookies there, and the key is good on that site alone.
    """
    if person.user_id is not None:
        return
    if is_embedded(request):
        key = signing.dumps([person.pk, listed_site(request)], salt=GUEST_SALT)
        response[GUEST_HEADER] = key
    else:
        remember_guest(response, person)


def _guest_of(request: HttpRequest, key: str) -> Person:
    """Find the guest whose key a page of another site shows. Raises TokenRefused for a wrong one."""
    try:
        pk, site = signing.loads(key, salt=GUEST_SALT, max_age=YEAR)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TokenRefused(TokenRefusal.TOKEN_WRONG) from error
    person = guest_by_key(pk) if site == listed_site(request) else None
    if person is None:
        raise TokenRefused(TokenRefusal.TOKEN_WRONG)
    return person


def _shown(request: HttpRequest, wanted: str) -> str | None:
    scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
    return shown.strip() if scheme.casefold() == wanted else None


def actor_of(request: HttpRequest, *, scope: Scope, now: datetime) -> Person | None:
    """Find who acts: the token's account, else the session's, else the guest that the cookie names.

    A member's first act makes their row. None for a first act without an account: the action makes
    the guest. Raises TokenRefused for a token that is none, or not good for this.
    """
    guests = _shown(request, "guest")
    if guests is not None:
        return _guest_of(request, guests)
    shown = bearer_of(request)
    if shown is None:
        person = person_of(request)
        if person is None and isinstance(request.user, User):
            return person_of_user(user=request.user, now=now)
        return person
    token = token_of(shown)
    if token is None:
        raise TokenRefused(TokenRefusal.TOKEN_WRONG)
    if not token.has_scope(scope):
        raise TokenRefused(TokenRefusal.SCOPE_MISSING)
    return person_of_user(user=token.user, now=now)


def known_actor(request: HttpRequest, *, scope: Scope, now: datetime) -> Person:
    """Find who acts. Raises TokenRefused where nobody is known to."""
    person = actor_of(request, scope=scope, now=now)
    if person is None:
        raise TokenRefused(TokenRefusal.WHO)
    return person


def reader_of(request: HttpRequest, *, scope: Scope, now: datetime) -> Person | None:
    """Find who reads, as `actor_of` does, without making a row."""
    if bearer_of(request) is not None or _shown(request, "guest") is not None:
        return actor_of(request, scope=scope, now=now)
    return person_of(request)
