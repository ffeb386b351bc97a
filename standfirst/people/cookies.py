"""The two cookies of whoever has acted here without signing in.

``person`` is signed, HttpOnly and SameSite=Lax, and says which Person acts. ``here=1`` says
nothing but that there is one, so that a script may ask for personal pieces. Reading sets neither.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from standfirst.people.models import Person

PERSON_COOKIE = "person"
HERE_COOKIE = "here"
SALT = "standfirst.people.guest"
YEAR = 365 * 24 * 3600


def remember_guest(response: HttpResponseBase, person: Person) -> None:
    """Let the browser that gets this response act as this guest from now on."""
    value = signing.dumps(person.pk, salt=SALT)
    _set(response, PERSON_COOKIE, value, is_hidden=True)
    announce_presence(response)


def announce_presence(response: HttpResponseBase) -> None:
    """Tell the browser's scripts that there are personal pieces to ask for."""
    _set(response, HERE_COOKIE, "1", is_hidden=False)


def forget_guest(response: HttpResponseBase) -> None:
    """Take both cookies away."""
    response.delete_cookie(PERSON_COOKIE, samesite="Lax")
    response.delete_cookie(HERE_COOKIE, samesite="Lax")


def remembered_pk(request: HttpRequest) -> int | None:
    """Read which Person the guest cookie names; None if it is missing or not ours."""
    value = request.COOKIES.get(PERSON_COOKIE, "")
    try:
        pk = signing.loads(value, salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return None
    return pk if type(pk) is int else None


def _set(response: HttpResponseBase, name: str, value: str, *, is_hidden: bool) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        httponly=is_hidden,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
