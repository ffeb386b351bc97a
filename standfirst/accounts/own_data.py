"""All that is kept of one person, in one file: asked of each app that keeps something."""

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import IO, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.users.models import UserProfile

from standfirst.discussion.queries import export_of as export_of_discussion
from standfirst.funding.queries.gifts import export_of as export_of_funding
from standfirst.moderation.queries import export_of as export_of_moderation
from standfirst.notify.queries import export_of as export_of_notify
from standfirst.people.models import Person, User
from standfirst.people.owners import Export, Owner, rows_of, told
from standfirst.people.queries import export_of as export_of_people

# What opens the door stays behind it.
DOOR_KEYS = ("password", "data", "session_key", "ip", "extra_data")


def owner_of(person: Person) -> Owner:
    """Find all rows and proven addresses of a person."""
    rows = rows_of(person)
    proven = Person.objects.filter(pk__in=rows, email_proven_at__isnull=False).exclude(email="")
    addresses = set(proven.values_list("email", flat=True))
    users = User.objects.filter(person__in=rows)
    verified = EmailAddress.objects.filter(user__in=users, verified=True)
    addresses |= set(verified.values_list("email", flat=True))
    return Owner(person, rows, frozenset(address.lower() for address in addresses))


def export_of(owner: Owner) -> Export:
    """Give what is kept of an account; not what opens its door."""
    users = User.objects.filter(person__in=owner.rows)
    return {
        "account": told(users, without=DOOR_KEYS),
        "addresses": told(EmailAddress.objects.filter(user__in=users)),
        "second steps": told(Authenticator.objects.filter(user__in=users), without=DOOR_KEYS),
        "signing in elsewhere": told(
            SocialAccount.objects.filter(user__in=users), without=DOOR_KEYS
        ),
        "sessions": told(UserSession.objects.filter(user__in=users), without=DOOR_KEYS),
        "settings of the newsroom": told(UserProfile.objects.filter(user__in=users)),
    }


EXPORTS: Mapping[str, Callable[[Owner], Export]] = {
    "accounts": export_of,
    "people": export_of_people,
    "discussion": export_of_discussion,
    "funding": export_of_funding,
    "moderation": export_of_moderation,
    "notify": export_of_notify,
}


def all_of(owner: Owner, *, now: datetime) -> dict[str, Any]:
    """Give everything that is kept of somebody, by the app that keeps it."""
    return {"made_at": now, **{app: export(owner) for app, export in EXPORTS.items()}}


def write_export(file: IO[bytes], *, owner: Owner, now: datetime) -> None:
    """Write a ZIP with everything of somebody: ``data.json``, and their pictures as they are."""
    text = json.dumps(all_of(owner, now=now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", text)
        for name in files_of(owner):
            with default_storage.open(name) as kept:
                archive.writestr(f"files/{name}", kept.read())


def files_of(owner: Owner) -> list[str]:
    """Give the names of the files in the media that are somebody's own."""
    profiles = UserProfile.objects.filter(user__person__in=owner.rows).exclude(avatar="")
    names = [profile.avatar.name or "" for profile in profiles]
    names += Person.objects.filter(pk__in=owner.rows).values_list("avatar", flat=True)
    return [name for name in names if name and default_storage.exists(name)]
