from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from standfirst.lib.names import look_of
from standfirst.lib.secret import digest_of, new_secret, new_token
from standfirst.people.models import (
    AccessToken,
    Badge,
    Erasure,
    PageRole,
    Person,
    Scope,
    Standing,
    Texts,
    User,
)
from standfirst.people.owners import Owner
from standfirst.people.rules import may_have_another_token

# Where members' pictures lie in the media. Nothing there is served by its name in the media.
AVATARS = "avatars/"


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


def name_member(*, person: Person, name: str, now: datetime) -> Person:
    """Give a person the name to show from now on, and their account too."""
    if person.user is not None:
        person.user.name = name
        person.user.save(update_fields=["name"])
    return name_person(person=person, name=name, now=now)


def look_at(*, person: Person, mode: str, now: datetime) -> None:
    """Note when moderators look at what somebody writes; "" as everywhere."""
    person.moderation = mode
    person.save(update_fields=["moderation"])


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


def describe_person(*, person: Person, about: str, has_page: bool, now: datetime) -> Person:
    """Note what a member says of themselves, and whether they show a page at all."""
    person.about = about
    closed_at = person.page_closed_at or now
    person.page_closed_at = None if has_page else closed_at
    person.save(update_fields=["about", "page_closed_at"])
    return person


def show_badge(*, person: Person, kind: Badge.Kind, now: datetime) -> bool:
    """Note that somebody shows a badge; give whether they did not before. Two at once show one."""
    _badge, is_new = Badge.objects.get_or_create(
        person=person, kind=kind, defaults={"chosen_at": now}
    )
    return is_new


def hide_badge(*, person: Person, kind: Badge.Kind) -> bool:
    """Note that somebody shows a badge no more; give whether they did."""
    hidden, _rows = Badge.objects.filter(person=person, kind=kind).delete()
    return bool(hidden)


@transaction.atomic
def make_token(*, user: User, name: str, scopes: Collection[Scope], now: datetime) -> str | None:
    """Make a personal token and give its secret, which is shown once and kept nowhere.

    None for an account that has as many as it may have.
    """
    # Locked, so that two presses at once do not both find room.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not may_have_another_token(AccessToken.objects.filter(user=user).count()):
        return None
    secret = new_token()
    AccessToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        scopes=" ".join(scope.value for scope in scopes),
        made_at=now,
    )
    return secret


def end_token(*, user: User, number: int, now: datetime) -> bool:
    """End a token of an account; False if that is none of its."""
    ended, _rows = AccessToken.objects.filter(user=user, pk=number).delete()
    return bool(ended)


def end_all_tokens(*, user: User, now: datetime) -> None:
    """End every token of an account."""
    AccessToken.objects.filter(user=user).delete()


@transaction.atomic
def change_picture(*, person: Person, picture: bytes, now: datetime) -> Person:
    """Show a member by a picture that was made anew (`lib.avatars`); by their name alone if it is empty.

    The name is random and never used again; the file before goes with the commit.
    """
    before, person.avatar = person.avatar, ""
    if picture:
        person.avatar = default_storage.save(f"{AVATARS}{new_secret()}.webp", ContentFile(picture))
    person.save(update_fields=["avatar"])
    if before:
        transaction.on_commit(partial(default_storage.delete, before))
    return person


@transaction.atomic
def erase(*, owner: Owner, texts: Texts, now: datetime) -> list[Erasure]:
    """Empty all rows of a person, and note that they were erased.

    The rows stay, since comments, gifts and decisions point to them; they name and reach nobody, and
    nobody acts as them again.
    """
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=owner.rows)
    held = list(rows.select_related("user").filter(erased_at__isnull=True).order_by("pk"))
    for model in (Badge, PageRole, Standing):
        model._default_manager.filter(person__in=owner.rows).delete()  # noqa: SLF001 -- documented
    erasures = [
        Erasure(
            person=person,
            user_number=person.user_id,
            user_joined_at=person.user.date_joined if person.user is not None else None,
            texts=texts,
            erased_at=now,
        )
        for person in held
    ]
    Person.objects.filter(pk__in=owner.rows).update(
        name="",
        name_look="",
        email="",
        email_proven_at=None,
        about="",
        avatar="",
        moderation="",
        merged_into=None,
        erased_at=now,
    )
    return Erasure.objects.bulk_create(erasures)
