"""Guests who prove an address: what was written with it, here or before an import, is theirs."""

import hashlib
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from standfirst.discussion.actions import move_rows
from standfirst.notify.actions import Envelope, queue_message
from standfirst.people.actions import make_guest, prove_address
from standfirst.people.models import Person
from standfirst.people.rules import is_proven

SALT = "standfirst.accounts.claim"
SECONDS_VALID = 24 * 3600


def claim_path(address: str) -> str:
    """Give the path of the page whose button proves an address."""
    token = signing.dumps(address, salt=SALT, compress=True)
    return reverse("accounts:confirm_claim", args=[token])


def read_claim(token: str) -> str | None:
    """Read which address a link is about; None if it is altered or older than a day."""
    try:
        address = signing.loads(token, salt=SALT, max_age=SECONDS_VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return address if isinstance(address, str) else None


def ask_for_proof(*, address: str, base_url: str, now: datetime) -> None:
    """Mail an address a link that proves it, known or not: at most one a day, whoever asks."""
    link = base_url.rstrip("/") + claim_path(address)
    lines = (
        _("Somebody, probably you, wants to take over what was written with this address."),
        _("If it was you, open this page in the browser that you write in, and press the button:"),
        link,
        _("The link is good for a day. If it was not you, do nothing."),
    )
    digest = hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
    queue_message(
        envelope=Envelope(
            kind="claim",
            address=address,
            subject=_("Is this address yours?"),
            text="\n\n".join(lines) + "\n",
            # The day in the key holds the limit also when two ask at once.
            dedupe_key=f"claim:{digest}:{now:%Y-%m-%d}",
        ),
        now=now,
    )


def claim_words(*, address: str, presser: Person | None, now: datetime) -> Person:
    """Give whoever pressed the button of a mailed link all that guests wrote with its address.

    Gives who they are now: a member where the address has an account. Whose browser has proven
    another address stays who that is, and begins anew. What is marked as theirs at once is moved
    row by row; where that dies half-way, `adopt_merged` ends it.
    """
    with transaction.atomic():
        keeper = prove_address(person=_claimant(presser, address, now), address=address, now=now)
    for guest in Person.objects.filter(merged_into=keeper):
        move_rows(person=guest, into=keeper, now=now)
    return keeper


def _claimant(presser: Person | None, address: str, now: datetime) -> Person:
    if presser is None or presser.user_id is not None:
        return make_guest(now=now)
    if is_proven(presser) and presser.email.casefold() != address.casefold():
        return make_guest(now=now)
    return presser
