"""The tables of people: who signs in, who acts, and what they are to a page or to the paper."""

from standfirst.people.models.erasure import Erasure, Texts
from standfirst.people.models.person import Person, PersonQuerySet
from standfirst.people.models.roles import Badge, PageRole, Standing
from standfirst.people.models.token import AccessToken, Scope
from standfirst.people.models.user import User, UserManager

__all__ = [
    "AccessToken",
    "Badge",
    "Erasure",
    "PageRole",
    "Person",
    "PersonQuerySet",
    "Scope",
    "Standing",
    "Texts",
    "User",
    "UserManager",
]
