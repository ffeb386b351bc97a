"""Forgetting who gave. The money stays as the law wants it: amounts, dates, random references."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import QuerySet

from standfirst.delivery.actions import purge
from standfirst.delivery.keys import LEDGER
from standfirst.funding.models import (
    BankLine,
    Gift,
    GiftState,
    GiftWords,
    ProviderEvent,
    ReceiptAddress,
)
from standfirst.funding.queries.books import words_key
from standfirst.moderation.actions import blank_passages
from standfirst.people.owners import Owner

GIFT_KIND = "gift"


@transaction.atomic
def erase(*, owner: Owner, now: datetime) -> None:
    """Blank what a giver said of themselves, and what providers wrote of their gifts; drop drafts."""
    words = GiftWords.objects.filter(owner.holds(person="gift__person", address="email"))
    gifts = list(Gift.objects.filter(owner.holds(person="person", address="words__email")))
    shown = words.filter(cleared_at__isnull=False).values_list("gift__campaign", flat=True)
    keys = [words_key(campaign) for campaign in set(shown)]
    words.update(
        name="",
        message="",
        email="",
        dedication="",
        dedicated_to="",
        shows_name=False,
        shows_message=False,
        shows_amount=False,
        cleared_at=None,
    )
    BankLine.objects.filter(gift__in=gifts).update(payer="", text="", bank_ref="", note="")
    _blank_receipts([gift for gift in gifts if gift.state != GiftState.DRAFT], now)
    blank_passages(kind=GIFT_KIND, subjects=[gift.pk for gift in gifts], now=now)
    refs = {gift.provider_ref for gift in gifts} - {""}
    # The job's manager is typed for the abstract row.
    events = cast("QuerySet[ProviderEvent]", ProviderEvent.objects.filter(object_ref__in=refs))
    events.filter(done_at__isnull=False).update(body=b"", headers={})
    Gift.objects.filter(pk__in=[gift.pk for gift in gifts], state=GiftState.DRAFT).delete()
    if keys:
        purge(*keys, LEDGER, now=now)


def _blank_receipts(gifts: list[Gift], now: datetime) -> None:
    """Name nobody on receipts, and say so there; their numbers and amounts stay."""
    for gift in gifts:
        ReceiptAddress.objects.update_or_create(
            gift=gift, defaults={"name": "", "address": "", "erased_at": now}
        )
