"""The tables of people: who signs in, who acts, and what they are to a page or to the paper."""

from standfirst.people.models.person import Person, PersonQuerySet
from standfirst.people.models.roles import Badge, PageRole, Standing
from standfirst.people.models.user import User, UserManager

__all__ = [
    "Badge",
    "PageRole",
    "Person",
    "PersonQuerySet",
    "Standing",
    "User",
    "UserManager",
]
