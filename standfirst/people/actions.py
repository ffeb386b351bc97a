from datetime import datetime

from django.db import transaction
from django.db.models import Q

from standfirst.lib.names import look_of
from standfirst.people.models import Person, User


def make_guest(*, now: datetime) -> Person:
    """Make the row for somebody's first act without an account."""
    return Person.objects.create(created_at=now)


def person_of_user(*, user: User, now: datetime) -> Person:
    """Find or make the person of an account. Two at once make one."""
    person, _ = Person.objects.get_or_create(
        user=user,
        defaults={
            "name": user.name,
            "name_look": look_of(user.name),
            "email": user.email,
            "created_at": now,
        },
    )
    return person


def name_person(*, person: Person, name: str, now: datetime) -> Person:
    """Give a person the name to show from now on, also beside what they wrote before."""
    person.name = name
    person.name_look = look_of(name)
    person.save(update_fields=["name", "name_look"])
    return person


def set_address(*, person: Person, address: str, now: datetime) -> Person:
    """Note an address that a guest claims; a changed one must be proven anew."""
    if person.email.casefold() != address.casefold():
        person.email = address
        person.email_proven_at = None
        person.save(update_fields=["email", "email_proven_at"])
    return person


@transaction.atomic
def prove_address(*, person: Person, address: str, now: datetime) -> Person:
    """Record that mail to the address reaches this person, and give back who they are now.

    Earlier guests of the address, imported ones too, are marked as merged into the one who
    stands for it: a member of that address if there is one, else the first who proved it, else
    this person. Owners' sweeps move their rows later.
    """
    rows = Person.objects.unmerged().filter(erased_at__isnull=True)
    mine = list(
        rows.select_for_update(of=("self",))
        .filter(Q(pk=person.pk) | Q(email__iexact=address))
        .order_by("pk")
    )
    keeper = _keeper(mine, person, address)
    if keeper.email_proven_at is None or keeper.email.casefold() != address.casefold():
        keeper.email = address
        keeper.email_proven_at = now
        keeper.save(update_fields=["email", "email_proven_at"])
    for other in mine:
        if other.pk != keeper.pk and other.user_id is None:
            other.merged_into = keeper
            other.save(update_fields=["merged_into"])
    return keeper


def _keeper(candidates: list[Person], person: Person, address: str) -> Person:
    same = [row for row in candidates if row.email.casefold() == address.casefold()]
    for row in same:
        if row.user_id is not None:
            return row
    for row in same:
        if row.email_proven_at is not None:
            return row
    return next((row for row in candidates if row.pk == person.pk), person)


def import_person(*, name: str, address: str, now: datetime) -> Person:
    """Give the person for somebody who wrote on another system.

    Whoever gave the same name and address there is one person; without an address nobody can be
    recognised, so each time is a person of its own. The address is never proven: whoever proves it
    here takes the words over.
    """
    if address:
        known = Person.objects.filter(
            origin=Person.Origin.IMPORT, email__iexact=address, name=name, erased_at__isnull=True
        )
        person = known.order_by("pk").first()
        if person is not None:
            return person
    return Person.objects.create(
        name=name, email=address, origin=Person.Origin.IMPORT, created_at=now
    )
