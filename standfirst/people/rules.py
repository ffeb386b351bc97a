from datetime import datetime

from standfirst.people.models import Person

# More programs than anybody has.
MOST_TOKENS = 20


def is_member(person: Person) -> bool:
    """Say whether the person has an account that may sign in."""
    return person.user is not None and person.user.is_active


def is_staff_person(person: Person) -> bool:
    """Say whether the person works at the paper."""
    return person.user is not None and person.user.is_active and person.user.is_staff


def address_of(person: Person) -> str:
    """Where mail to a person goes: a member's account, or the address that a guest gave."""
    if person.user is not None and person.user.is_active:
        return str(person.user.email)
    return person.email


def is_proven(person: Person) -> bool:
    """Say whether the person has shown that mail to their address reaches them."""
    return bool(person.email) and person.email_proven_at is not None


def proven_address_of(person: Person) -> str:
    """Where mail is known to reach a person: a member's account, or what a guest has proven; else ""."""
    return address_of(person) if is_member(person) or is_proven(person) else ""


def is_supporter(person: Person, now: datetime) -> bool:
    """Say whether somebody supports the paper now.

    Private: asked where supporters alone may write, and of whoever wants to show it, of nobody else.
    """
    standing = getattr(person, "standing", None)
    return standing is not None and standing.until > now


def may_have_another_token(number: int) -> bool:
    """Say whether an account with so many tokens may have one more."""
    return number < MOST_TOKENS
