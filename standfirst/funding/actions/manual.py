"""Gifts that came by bank or in cash: one person enters them, another confirms."""

from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import transaction

from standfirst.funding.actions.ledger import reverse_entry
from standfirst.funding.actions.matching import follow_match
from standfirst.funding.actions.payments import (
    PaymentFact,
    move_gift,
    record_payment,
    tell_meter,
)
from standfirst.funding.actions.words import Words, keep_words
from standfirst.funding.models import (
    AccountKind,
    BankLine,
    Campaign,
    Entry,
    Gift,
    GiftState,
    ManualRecord,
    Method,
)
from standfirst.funding.queries.transfers import AWAITED
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from standfirst.people.models import Person, User

log = structlog.get_logger(__name__)


# A cheque is paid in at the bank.
INTO = {
    Method.BANK: AccountKind.BANK,
    Method.CASH: AccountKind.CASH,
    Method.CHEQUE: AccountKind.BANK,
}


@dataclass(frozen=True)
class ManualGift:
    """What the treasurer says. ``key`` is the form's own: the same form sent twice is one gift."""

    amount: Money
    method: Method
    received_at: datetime
    key: str
    words: Words = field(default_factory=Words)
    note: str = ""
    person: Person | None = None


@transaction.atomic
def enter_manual_gift(
    *, campaign: Campaign, manual: ManualGift, entered_by: User | None, now: datetime
) -> Gift:
    """Enter a gift that has come. Nothing is booked before another person confirms it.

    Any positive amount, also after a campaign closed: money that came is a fact. Raises GiftRefused
    for another currency, an amount that is none, or a rehearsed campaign where rehearsing is off.
    """
    # Not the stronger lock: an entry's foreign key, checked at commit under the head's lock, would
    # wait for it while this waits for the head.
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    known = ManualRecord.objects.filter(key=manual.key).select_related("gift").first()
    if known is not None:
        return known.gift
    refusal = _refusal_to_record(campaign, manual.amount)
    if refusal is not None:
        raise GiftRefused(refusal)
    gift = _made_gift(campaign, manual, now)
    ManualRecord.objects.create(
        gift=gift,
        entered_by=entered_by,
        entered_at=now,
        key=manual.key,
        received_at=manual.received_at,
        note=manual.note,
    )
    log.info("gift_entered", gift=gift.reference, by=entered_by.pk if entered_by else None)
    return gift


@transaction.atomic
def enter_transfer(
    *, gift: Gift, received_at: datetime, entered_by: User | None, now: datetime
) -> ManualRecord:
    """Enter that a promised transfer has come, with its very amount; again is the same record.

    Raises GiftRefused for a gift whose transfer is not awaited.
    """
    rows = Gift.objects.select_for_update(of=("self",), no_key=True).select_related("campaign")
    gift = rows.get(pk=gift.pk)
    if not gift.is_transfer or gift.state not in AWAITED:
        raise GiftRefused(GiftRefusal.NOT_WAITING)
    record, is_new = ManualRecord.objects.get_or_create(
        gift=gift,
        defaults={
            "entered_by": entered_by,
            "entered_at": now,
            "key": gift.provider_ref,
            "received_at": received_at,
        },
    )
    if is_new:
        log.info("gift_entered", gift=gift.reference, by=entered_by.pk if entered_by else None)
    return record


@transaction.atomic
def confirm_manual_gift(*, gift: Gift, confirmed_by: User, now: datetime) -> Gift:
    """Agree, as a second person, that a gift came: payment, entry and meter follow at once.

    Raises GiftRefused for whoever entered it, and where somebody has decided already.
    """
    record = _waiting(gift)
    if record.entered_by_id == confirmed_by.pk:
        raise GiftRefused(GiftRefusal.SAME_PERSON)
    gift = record.gift
    refusal = _refusal_to_record(gift.campaign, gift.money)
    if refusal is not None:
        raise GiftRefused(refusal)
    record.confirmed_by, record.confirmed_at = confirmed_by, now
    record.save(update_fields=["confirmed_by", "confirmed_at"])
    log.info("gift_confirmed", gift=gift.reference, by=confirmed_by.pk)
    into = INTO[Method(gift.provider)]
    fact = PaymentFact(
        provider=gift.provider,
        provider_ref=record.key or gift.reference,
        provider_account=into,
        amount=gift.money,
        into=into,
        paid_at=record.received_at or record.entered_at,
    )
    record_payment(gift=gift, fact=fact, now=now)
    tell_meter(campaign=gift.campaign, now=now)
    return gift


@transaction.atomic
def withdraw_manual_gift(*, gift: Gift, withdrawn_by: User, now: datetime) -> Gift:
    """Take back what one entered oneself and nobody has confirmed yet. Raises GiftRefused."""
    record = _waiting(gift)
    if record.entered_by_id != withdrawn_by.pk:
        raise GiftRefused(GiftRefusal.OTHER_PERSON)
    return _end(record, GiftState.EXPIRED, withdrawn_by, now)


@transaction.atomic
def refuse_manual_gift(*, gift: Gift, refused_by: User, now: datetime) -> Gift:
    """Say, as a second person, that a gift did not come so. Raises GiftRefused."""
    record = _waiting(gift)
    if record.entered_by_id == refused_by.pk:
        raise GiftRefused(GiftRefusal.SAME_PERSON)
    return _end(record, GiftState.FAILED, refused_by, now)


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
    _free_line(gift, taken_back_by, now)
    follow_match(payment=entry.payment, now=now)
    tell_meter(campaign=gift.campaign, now=now)
    log.info("gift_taken_back", entry=entry.sequence, by=taken_back_by.pk)
    return correction


def _waiting(gift: Gift) -> ManualRecord:
    """Lock a gift that was entered by hand and give its record, if nobody has decided on it."""
    rows = Gift.objects.select_for_update(of=("self",), no_key=True).select_related("campaign")
    gift = rows.get(pk=gift.pk)
    record = ManualRecord.objects.filter(gift=gift).first()
    if record is None:
        raise GiftRefused(GiftRefusal.NOT_BY_HAND)
    if record.ended_at is not None or gift.state not in AWAITED:
        raise GiftRefused(GiftRefusal.NOT_WAITING)
    record.gift = gift
    return record


def _end(record: ManualRecord, to: GiftState, by: User, now: datetime) -> Gift:
    log.info("gift_not_confirmed", gift=record.gift.reference, by=by.pk)
    _free_line(record.gift, by, now)
    if record.gift.is_transfer:
        # Its giver may yet send it: only the word that it has come is taken back.
        record.delete()
        return record.gift
    record.ended_by, record.ended_at = by, now
    record.save(update_fields=["ended_by", "ended_at"])
    move_gift(gift=record.gift, to=to, now=now)
    return record.gift


def _free_line(gift: Gift, by: User, now: datetime) -> None:
    """What the bank says came was not this gift: somebody says anew what it is, and no rule does."""
    BankLine.objects.filter(gift=gift).update(gift=None, decided_by=by, decided_at=now)


def _made_gift(campaign: Campaign, manual: ManualGift, now: datetime) -> Gift:
    gift = Gift.objects.create(
        campaign=campaign,
        person=manual.person,
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
