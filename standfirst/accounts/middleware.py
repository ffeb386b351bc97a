"""The newsroom opens to browsers that have shown a second factor, and to no others."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from standfirst.accounts.queries import factors_of, has_shown_factor, works_here
from standfirst.accounts.rules import way_to_factor
from standfirst.delivery.middleware import is_staff_path
from standfirst.people.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SecondFactorMiddleware:
    """Leads staff to their second factor before anything of the newsroom opens.

    Elsewhere an account whose browser has shown none is a member's: it has no permission at all
    (`people.User.has_perm`). Stands behind the one that finds the user.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.STANDFIRST_STAFF_SECOND_FACTOR:
            return self.get_response(request)
        # Lazy, as it was: who reads asks for no user, and so for no session.
        request.user = SimpleLazyObject(lambda: _judged(request))  # type: ignore[assignment]
        if is_staff_path(request.path_info) and (way := _way_from_newsroom(request)):
            return redirect(way)
        return self.get_response(request)


def _judged(request: HttpRequest) -> User | AnonymousUser:
    user = get_user(request)
    if isinstance(user, User):
        user.has_shown_factor = has_shown_factor(user, request.session)
    return user


def _way_from_newsroom(request: HttpRequest) -> str:
    """Where whoever works here has to go first; "" for whoever may go on, or never gets in."""
    user = request.user
    if not isinstance(user, User) or user.has_shown_factor or not works_here(user):
        return ""
    return way_to_factor(factors=factors_of(user), wanted=request.get_full_path())
