"""Erasing a person: each app forgets what it keeps, in one transaction; rows that stay name nobody."""

from datetime import datetime
from functools import partial
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from standfirst.accounts.actions import sign_out_everywhere
from standfirst.accounts.own_data import files_of, owner_of
from standfirst.discussion.actions import erase as erase_in_discussion
from standfirst.funding.actions.erasing import erase as erase_in_funding
from standfirst.moderation.actions import erase as erase_in_moderation
from standfirst.notify.actions import FAREWELL, Envelope, queue_message
from standfirst.notify.actions import erase as erase_in_notify
from standfirst.people.actions import erase as erase_in_people
from standfirst.people.actions import person_of_user
from standfirst.people.journal import (
    JOURNAL,
    Entry,
    entries_known,
    entry_of,
    read_journal,
    returned,
    write_journal,
)
from standfirst.people.models import Person, Texts, User
from standfirst.people.owners import Owner
from standfirst.people.queries import merged_person


@transaction.atomic
def erase_at_own_wish(*, person: Person, texts: Texts, now: datetime) -> None:
    """Erase somebody who asked for it, and tell their proven address by a mail that is not kept."""
    address = _where_to_tell(owner_of(person))
    erase_person(person=person, texts=texts, now=now)
    if address:
        queue_message(envelope=_farewell(address, texts), now=now)


@transaction.atomic
def erase_person(*, person: Person, texts: Texts, now: datetime) -> None:
    """Have every app forget a person, with all who were merged into them; again is the same.

    The journal is written after the commit: what was rolled back must not be erased again later.
    """
    owner = owner_of(person)
    files = files_of(owner)
    accounts = list(User.objects.filter(person__in=owner.rows))
    # The person first, then threads: the order in which posts lock.
    erasures = erase_in_people(owner=owner, texts=texts, now=now)
    erase_in_discussion(owner=owner, texts=texts, now=now)
    erase_in_funding(owner=owner, now=now)
    erase_in_moderation(owner=owner, now=now)
    erase_in_notify(owner=owner, now=now)
    for user in accounts:
        _erase_account(user, now)
    entries = [entry_of(erasure) for erasure in erasures]
    transaction.on_commit(partial(_after_commit, entries, files))


def follow_journal(*, now: datetime) -> int:
    """Write down what the journal lacks, and erase again who came back with an older backup.

    Give how many. Called by whoever restores, and by the clock for a database that was put back by hand.
    """
    place = journal_place()
    write_journal(place, entries_known())
    return erase_again(entries=read_journal(place), now=now)


def erase_again(*, entries: list[Entry], now: datetime) -> int:
    """Erase whom a journal names and who is there all the same; give how many."""
    number = 0
    for entry in entries:
        person = _come_back(entry, now)
        if person is not None:
            erase_person(person=merged_person(person), texts=Texts(entry.texts), now=now)
            number += 1
    return number


def journal_place() -> Path:
    """Give where this site's journal is: beside what a restore writes over."""
    return Path(settings.STANDFIRST_SITE) / JOURNAL


def _come_back(entry: Entry, now: datetime) -> Person | None:
    if entry.user is not None and entry.joined_at is not None:
        joined = datetime.fromisoformat(entry.joined_at)
        user = User.objects.filter(pk=entry.user, date_joined=joined).first()
        if user is not None:
            return person_of_user(user=user, now=now)
    return returned(entry)


def _after_commit(entries: list[Entry], files: list[str]) -> None:
    write_journal(journal_place(), entries)
    for name in files:
        default_storage.delete(name)


def _erase_account(user: User, now: datetime) -> None:
    sign_out_everywhere(user=user, now=now)
    # Wagtail's history calls an account by its address.
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(label="")
    user.delete()


def _where_to_tell(owner: Owner) -> str:
    user = User.objects.filter(person__in=owner.rows).first()
    if user is not None:
        primary = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary")
        first = primary.values_list("email", flat=True).first()
        return first or ""
    return owner.person.email if owner.person.email_proven_at is not None else ""


def _farewell(address: str, texts: Texts) -> Envelope:
    lines = [
        _("What the paper kept of you is erased, as you asked."),
        _("What you wrote is deleted.")
        if texts == Texts.DELETED
        else _("What you wrote is still there, without your name."),
        _(
            "What stays names nobody: that comments stood where they stood, and of gifts the amounts "
            "and dates, which the law wants to be kept."
        ),
        _("This mail is the last one. We do not keep it, nor this address."),
    ]
    return Envelope(
        kind=FAREWELL,
        address=address,
        subject=_("You are erased"),
        text="\n\n".join(lines) + "\n",
    )
