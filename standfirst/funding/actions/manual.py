"""Gifts that came by bank or in cash, as a treasurer records them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import structlog
from django.db import transaction

from standfirst.funding.actions.ledger import reverse_entry
from standfirst.funding.actions.payments import PaymentFact, record_payment, tell_meter
from standfirst.funding.actions.words import Words, keep_words
from standfirst.funding.models import (
    AccountKind,
    Campaign,
    Entry,
    Gift,
    GiftState,
    ManualRecord,
    Payment,
)
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from standfirst.people.models import User

log = structlog.get_logger(__name__)


class Method(StrEnum):
    """How the money came. The value stands as the provider's name in the books."""

    BANK = "bank transfer"
    CASH = "cash"


INTO = {Method.BANK: AccountKind.BANK, Method.CASH: AccountKind.CASH}


@dataclass(frozen=True)
class ManualGift:
    """What the treasurer says. ``key`` is the form's own: the same form sent twice is one gift."""

    amount: Money
    method: Method
    received_at: datetime
    key: str
    words: Words = field(default_factory=Words)
    note: str = ""


@transaction.atomic
def record_manual_gift(
    *, campaign: Campaign, manual: ManualGift, entered_by: User | None, now: datetime
) -> Gift:
    """Record a gift that has come, as promise and payment in one. A rehearsed campaign's is pretended.

    Any positive amount, also after a campaign closed: money that came is a fact. Raises GiftRefused
    for another currency, an amount that is none, or a rehearsed campaign where rehearsing is off.
    """
    # Not the stronger lock: an entry's foreign key, checked at commit under the head's lock, would
    # wait for it while this waits for the head.
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    known = Payment.objects.filter(provider=manual.method, provider_ref=manual.key).first()
    if known is not None:
        return known.gift
    refusal = _refusal_to_record(campaign, manual.amount)
    if refusal is not None:
        raise GiftRefused(refusal)
    gift = _made_gift(campaign, manual, now)
    ManualRecord.objects.create(gift=gift, entered_by=entered_by, entered_at=now, note=manual.note)
    fact = PaymentFact(
        provider=manual.method,
        provider_ref=manual.key,
        provider_account=INTO[manual.method],
        amount=manual.amount,
        into=INTO[manual.method],
        paid_at=manual.received_at,
    )
    record_payment(gift=gift, fact=fact, now=now)
    tell_meter(campaign=campaign, now=now)
    return gift


@transaction.atomic
def take_back_manual_gift(*, gift: Gift, taken_back_by: User, now: datetime) -> Entry:
    """Correct a gift that was recorded wrongly, by an entry that takes the wrong one back.

    The gift and its payment stay as they are: they say what was recorded. Again is the same entry.
    Raises GiftRefused for a gift that a provider paid, whose money only the provider can give back.
    """
    gift = (
        Gift.objects.select_for_update(of=("self",), no_key=True)
        .select_related("campaign")
        .get(pk=gift.pk)
    )
    wrong = Entry.objects.filter(payment__gift=gift, payment__gift__manual_record__isnull=False)
    entry = wrong.first()
    if entry is None:
        raise GiftRefused(GiftRefusal.NOT_BY_HAND)
    known = Entry.objects.filter(reverses=entry).first()
    if known is not None:
        return known
    correction = reverse_entry(entry=entry, now=now)
    tell_meter(campaign=gift.campaign, now=now)
    log.info("gift_taken_back", entry=entry.sequence, by=taken_back_by.pk)
    return correction


def _made_gift(campaign: Campaign, manual: ManualGift, now: datetime) -> Gift:
    gift = Gift.objects.create(
        campaign=campaign,
        amount=manual.amount.minor,
        currency=manual.amount.currency,
        state=GiftState.PROMISED,
        secret=new_secret(),
        reference=new_secret(),
        provider=manual.method,
        drafted_at=now,
        promised_at=now,
    )
    # Staff typed the words, so they need no other eyes before they are shown.
    keep_words(gift=gift, words=manual.words, is_cleared=True, now=now)
    return gift


def _refusal_to_record(campaign: Campaign, amount: Money) -> GiftRefusal | None:
    if amount.currency != campaign.currency:
        return GiftRefusal.OTHER_CURRENCY
    if amount.minor <= 0:
        return GiftRefusal.TOO_SMALL
    if campaign.is_rehearsed and not is_rehearsing_allowed():
        return GiftRefusal.REHEARSING_IS_OFF
    return None
