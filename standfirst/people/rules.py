from standfirst.people.models import Person


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
