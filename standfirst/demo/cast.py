"""The demo's people: staff, a member, a supporter, and the guests who write and vote."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from standfirst.accounts.actions import greet_user
from standfirst.demo.reading import read_table
from standfirst.people.models import Person, User

# RFC 2606: no such address can belong to anybody.
DOMAINS = ("sallowford-gauge.example.org", "reader.example.test")


@dataclass(frozen=True)
class Login:
    """How one of the demo's people signs in."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Cast:
    """Everybody with an account, by key, and how they sign in."""

    people: Mapping[str, Person]
    logins: tuple[Login, ...]

    def user(self, key: str) -> User:
        """The account of somebody of the cast."""
        user = self.people[key].user
        assert user is not None
        return user


def make_cast(*, now: datetime) -> Cast:
    """Make the accounts, each with a random password and a proven address."""
    people = {}
    logins = []
    for row in read_table("people.toml")["people"]:
        password = secrets.token_urlsafe(9)
        user = _make_user(row["email"], row["name"], row["roles"], password)
        people[row["key"]] = greet_user(user=user, now=now)
        role = ", ".join(row["roles"]) or ("supporter" if row.get("supporter") else "member")
        logins.append(Login(role, row["email"], password))
    return Cast(people, tuple(logins))


def _make_user(email: str, name: str, roles: list[str], password: str) -> User:
    user = User.objects.create_user(email, password, name=name, is_staff=bool(roles))
    user.groups.set(Group.objects.filter(name__in=roles))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
