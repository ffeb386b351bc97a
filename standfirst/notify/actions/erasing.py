"""Forgetting whom mail went to. Nothing here is told to anybody again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from standfirst.notify.models import Mailbox, Message, Suppression
from standfirst.people.owners import Owner

# What tells somebody that nothing of them is left must not be what is left of them.
FAREWELL = "farewell"


@transaction.atomic
def erase(*, owner: Owner, now: datetime) -> None:
    """Forget the mailboxes of a person, what was mailed to them, and what is kept from them."""
    blank_messages(
        rows=Message.objects.filter(owner.holds(person="person", address="address")), now=now
    )
    Mailbox.objects.filter(owner.holds(address="address")).delete()
    Suppression.objects.filter(owner.holds(address="address")).delete()


@transaction.atomic
def forget_addresses(*, addresses: Collection[str], now: datetime) -> None:
    """Forget addresses that nobody asks to be told at any more."""
    for address in addresses:
        blank_messages(rows=Message.objects.filter(address__iexact=address), now=now)
        Mailbox.objects.filter(address__iexact=address).delete()


def blank_messages(*, rows: QuerySet[Message], now: datetime) -> int:
    """Blank mails, and send none that waits; give how many.

    The row stays for its 30 days, without anything to read: its key holds the limit of one mail for an
    address and day, which erasing oneself must not lift.
    """
    return rows.filter(~Q(address="")).update(
        person=None,
        address="",
        subject="",
        text="",
        html="",
        unsubscribe_path="",
        last_error="",
        due_at=None,
        done_at=Coalesce("done_at", now),
    )
