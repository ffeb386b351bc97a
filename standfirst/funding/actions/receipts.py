"""Numbering real money that came or went back, and what stands on the papers about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.timezone import get_default_timezone

from standfirst.funding.models import (
    Entry,
    Gift,
    Payment,
    Receipt,
    ReceiptAddress,
    ReceiptCounter,
    ReceiptWords,
)
from standfirst.funding.queries.receipts import (
    cancelled_by_entry,
    kept_by,
    last_before,
    payment_of,
    unnumbered_entries,
)
from standfirst.funding.rules.receipts import year_of

log = structlog.get_logger(__name__)

READ_AT_ONCE = 500
LOOKED_BACK = timedelta(days=2)


@dataclass(frozen=True)
class PaperWords:
    """What the paper says of itself on receipts: name, postal address, the words of the law."""

    name: str
    address: str = ""
    law: str = ""


def number_payment(*, payment: Payment, now: datetime) -> None:
    """Give a payment's own receipt its number, in the transaction that records it; rehearsed none."""
    for entry in unnumbered_entries(payment):
        _number(entry, now)


def number_receipts(*, now: datetime) -> int:
    """Number what is new and has no receipt, in the ledger's order: refunds, reversals, disputes.

    Each in a transaction of its own, so that no payment waits for more than one. Gives how many.
    """
    return _number_all(last_before(now - LOOKED_BACK), now)


def number_missed_receipts(*, now: datetime) -> int:
    """Number whatever has no receipt, however old, such as what was paid before there were any."""
    return _number_all(0, now)


@transaction.atomic
def keep_receipt_words(*, words: PaperWords, now: datetime) -> ReceiptWords:
    """Keep what the paper says on receipts of now and later; earlier receipts keep theirs."""
    return ReceiptWords.objects.create(
        name=words.name, address=words.address, law=words.law, since_at=now
    )


@transaction.atomic
def address_receipt(*, gift: Gift, name: str, address: str, now: datetime) -> bool:
    """Say once whom a gift's receipts are made out to; False if it is said, or was erased.

    Once only: a receipt that could be made out anew would be worth nothing to a tax office.
    """
    if not name and not address:
        return False
    Gift.objects.select_for_update(of=("self",), no_key=True).get(pk=gift.pk)
    _, is_new = ReceiptAddress.objects.get_or_create(
        gift=gift, defaults={"name": name, "address": address, "said_at": now}
    )
    return is_new


def _number_all(since: int, now: datetime) -> int:
    number = 0
    while entries := list(unnumbered_entries(since=since)[:READ_AT_ONCE]):
        number += sum(_number(entry, now) for entry in entries)
        since = entries[-1].sequence
    return number


@transaction.atomic
def _number(entry: Entry, now: datetime) -> bool:
    """Give one entry the next number of its year, under lock. Comes after the ledger's head."""
    year = year_of(entry.at, get_default_timezone())
    counter = _locked_counter(year)
    if Receipt.objects.filter(entry=entry).exists():
        return False
    payment, kept = payment_of(entry), kept_by(entry)
    if not kept:
        return False
    counter.last += 1
    counter.save(update_fields=["last"])
    receipt = Receipt.objects.create(
        year=year,
        number=counter.last,
        payment=payment,
        entry=entry,
        amount=kept.minor,
        currency=kept.currency,
        cancels=cancelled_by_entry(entry, payment),
        issued_at=now,
    )
    log.info("receipt_numbered", receipt=receipt.label, entry=entry.sequence)
    return True


def _locked_counter(year: int) -> ReceiptCounter:
    ReceiptCounter.objects.get_or_create(year=year)
    return ReceiptCounter.objects.select_for_update().get(year=year)
