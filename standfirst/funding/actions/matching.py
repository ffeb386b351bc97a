"""Doubling a payment, and taking the double back with it: in the transaction that moves the payment.

Whoever comes here has locked the payment's gift. The ledger is held before anything is counted, so that two
payments at once are matched one after the other; and the database refuses more than was promised.
"""

from datetime import datetime

import structlog

from standfirst.funding.actions.ledger import hold_ledger, post_entry, reverse_entry
from standfirst.funding.models import Gift, MatchBooking, MatchPart, MatchPledge, Payment
from standfirst.funding.queries.matching import (
    kept_of,
    pledge_in_time,
    room_for,
    standing_sum,
)
from standfirst.funding.rules.entries import books_of, match_pledge_posting, match_posting
from standfirst.funding.rules.matching import given_at, share_of
from standfirst.lib.money import Money

log = structlog.get_logger(__name__)


def match_payment(*, gift: Gift, payment: Payment, now: datetime) -> None:
    """Match a payment that was just recorded, if it was given in the time of a promise with room for it."""
    pledge = pledge_in_time(gift.campaign_id, given_at(gift, payment))
    if pledge is None:
        return
    hold_ledger()
    share = share_of(kept=payment.amount, room=room_for(pledge, gift))
    if share:
        _book_match(pledge, payment, share, now)


def follow_match(*, payment: Payment, now: datetime) -> None:
    """Bring a payment's match to what is kept of the payment. Safe to repeat.

    Never more than was matched at first. What comes back (a refund that failed, a dispute that was won) is
    matched again as far as there still is room.
    """
    first = payment.matches.select_related("pledge__campaign").order_by("entry").first()
    if first is None:
        return
    hold_ledger()
    current = payment.matches.filter(entry__reversed_by__isnull=True).first()
    has = current.amount if current is not None else 0
    pledge = MatchPledge.objects.select_related("campaign").get(pk=first.pledge_id)
    kept = min(first.amount, kept_of(payment))
    # There is always room for what is matched already.
    share = share_of(kept=kept, room=has + max(0, room_for(pledge, payment.gift)))
    if share == has:
        return
    if current is not None:
        reverse_entry(entry=current.entry, now=now)
    if share:
        _book_match(pledge, payment, share, now)
    if pledge.released_at is not None:
        trim_promise(pledge=pledge, now=now)


def book_promise(*, pledge: MatchPledge, minor: int, now: datetime) -> MatchBooking:
    """Book that so much is promised, in minor units."""
    amount = Money(minor, pledge.currency)
    posting = match_pledge_posting(books_of(pledge.campaign), amount)
    return MatchBooking.objects.create(
        pledge=pledge,
        part=MatchPart.PROMISE,
        amount=minor,
        currency=pledge.currency,
        entry=post_entry(posting=posting, now=now),
    )


def trim_promise(*, pledge: MatchPledge, now: datetime) -> None:
    """Let a promise be for what was matched of it, and no more: taken back, and booked anew."""
    hold_ledger()
    used = standing_sum(pledge, MatchPart.MATCH)
    promise = pledge.bookings.filter(
        part=MatchPart.PROMISE, entry__reversed_by__isnull=True
    ).first()
    if promise is None or promise.amount == used:
        return
    reverse_entry(entry=promise.entry, now=now)
    if used:
        book_promise(pledge=pledge, minor=used, now=now)


def _book_match(pledge: MatchPledge, payment: Payment, minor: int, now: datetime) -> None:
    posting = match_posting(books_of(payment.gift.campaign), Money(minor, pledge.currency))
    booking = MatchBooking.objects.create(
        pledge=pledge,
        part=MatchPart.MATCH,
        payment=payment,
        amount=minor,
        currency=pledge.currency,
        entry=post_entry(posting=posting, now=now),
    )
    log.info("payment_matched", entry=booking.entry_id, pledge=pledge.pk)
