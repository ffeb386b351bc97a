"""Following what a provider says of a payment: refunds, disputes, and the lines of its own books.

Each is brought to where the provider says it is, whatever is known of it here, so that the order and
the number of events cannot matter. All of it belongs in the transaction that locks the payment's gift.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from standfirst.funding.actions.ledger import post_entry, reverse_entry
from standfirst.funding.models import (
    AccountKind,
    BalanceTransaction,
    Dispute,
    DisputeState,
    Finding,
    Payment,
    Refund,
    RefundState,
)
from standfirst.funding.providers.interface import Provider
from standfirst.funding.queries.settlement import KEPT, known_bookings, left_of
from standfirst.funding.rules.entries import (
    OF_A_PAYMENT,
    Books,
    booking_posting,
    books_of,
    dispute_posting,
    loss_posting,
    refund_posting,
)
from standfirst.funding.rules.refunds import may_dispute_move, may_refund_move
from standfirst.funding.rules.truths import (
    Booking,
    DisputeTruth,
    RefundTruth,
    RefundTruthState,
    Truth,
)
from standfirst.lib.secret import new_secret

log = structlog.get_logger(__name__)

STATES = {
    RefundTruthState.PENDING: RefundState.PENDING,
    RefundTruthState.DONE: RefundState.DONE,
    RefundTruthState.FAILED: RefundState.FAILED,
}


def follow_payment(
    *, payment: Payment, truth: Truth, provider: Provider, now: datetime
) -> Sequence[Finding]:
    """Bring what is known of a payment to where its provider says it is; give what came of each part."""
    found = [
        *(follow_refund(payment=payment, truth=one, now=now) for one in truth.refunds),
        *(_follow_dispute(payment, one, now) for one in truth.disputes),
    ]
    books = books_of(payment.gift.campaign, provider.name)
    found += record_bookings(
        bookings=truth.bookings, books=books, provider=provider, payment=payment, now=now
    )
    return found


def follow_refund(*, payment: Payment, truth: RefundTruth, now: datetime) -> Finding:
    """Bring one refund to where the provider says it is; one that was made there becomes ours."""
    refund = payment.refunds.filter(provider_ref=truth.ref).first()
    if refund is None and truth.key:
        refund = payment.refunds.filter(key=truth.key, provider_ref="").first()
    if truth.amount.currency != payment.currency:
        return Finding.OTHER_CURRENCY
    if refund is None:
        refund = _refund_from_outside(payment, truth, now)
        if refund is None:
            return Finding.OVER_CAPTURED
    elif refund.amount != truth.amount.minor:
        return Finding.OTHER_AMOUNT
    return _move_refund(refund, STATES[truth.state], truth.ref, now)


def book_refund(*, refund: Refund, out_of: AccountKind, now: datetime) -> None:
    """Take off the campaign what is given back, once; and again nothing after it failed."""
    if refund.entry is None:
        books = books_of(refund.payment.gift.campaign, refund.payment.provider)
        posting = refund_posting(books, refund.money, out_of=out_of)
        refund.entry = post_entry(posting=posting, now=now)
        refund.save(update_fields=["entry"])


def record_bookings(
    *,
    bookings: Sequence[Booking],
    books: Books,
    provider: Provider,
    payment: Payment | None,
    now: datetime,
) -> Sequence[Finding]:
    """Enter those lines of the provider's books that are not entered yet; give what came of each.

    ``payment`` is what they are about, where that is one of ours.
    """
    known = known_bookings(
        provider=provider.name, account=provider.account, refs=[one.ref for one in bookings]
    )
    found = []
    for booking in bookings:
        if booking.ref in known:
            found.append(Finding.KNOWN_ALREADY)
            continue
        known.add(booking.ref)
        found.append(_record_booking(booking, books, provider, payment, now))
    return found


def _record_booking(
    booking: Booking, books: Books, provider: Provider, payment: Payment | None, now: datetime
) -> Finding:
    is_explained = payment is not None or booking.kind not in OF_A_PAYMENT
    posting = booking_posting(books, booking, is_explained=is_explained)
    if not posting.amounts:
        return Finding.NOTED
    BalanceTransaction.objects.create(
        provider=provider.name,
        provider_account=provider.account,
        ref=booking.ref,
        kind=booking.kind,
        gross=booking.gross.minor,
        fee=booking.fee.minor,
        net=booking.net.minor,
        currency=booking.net.currency,
        source_ref=booking.source_ref,
        payment=payment,
        entry=post_entry(posting=posting, now=now),
        is_rehearsed=books.is_rehearsed,
        booked_at=booking.booked_at,
        recorded_at=now,
    )
    return Finding.RECORDED


def _refund_from_outside(payment: Payment, truth: RefundTruth, now: datetime) -> Refund | None:
    """Make the row of a refund that was made at the provider; None if it is more than is left."""
    is_over = truth.state == RefundTruthState.FAILED
    if not is_over and truth.amount > left_of(payment):
        return None
    return Refund.objects.create(
        payment=payment,
        amount=truth.amount.minor,
        currency=truth.amount.currency,
        state=RefundState.FAILED if is_over else RefundState.ASKED,
        key=new_secret(),
        provider_ref=truth.ref,
        made_at=truth.made_at,
        finished_at=now if is_over else None,
    )


def _move_refund(refund: Refund, to: RefundState, ref: str, now: datetime) -> Finding:
    if not refund.provider_ref:
        refund.provider_ref = ref
    if refund.state == to or not may_refund_move(refund.state, to):
        refund.save(update_fields=["provider_ref"])
        return Finding.KNOWN_ALREADY
    if to == RefundState.FAILED:
        take_back_refund(refund=refund, now=now)
    else:
        book_refund(refund=refund, out_of=AccountKind.REFUNDS_PAYABLE, now=now)
    refund.state = to
    refund.finished_at = None if to == RefundState.PENDING else now
    # It is asked for already, whoever asked.
    refund.done_at, refund.due_at = refund.done_at or now, None
    refund.save(update_fields=["state", "provider_ref", "finished_at", "done_at", "due_at"])
    log.info("refund_moved", refund=refund.key, to=to)
    return Finding.RECORDED


def take_back_refund(*, refund: Refund, now: datetime) -> None:
    """Give the campaign back what was not given back after all."""
    if refund.entry is not None and not hasattr(refund.entry, "reversed_by"):
        reverse_entry(entry=refund.entry, now=now)


def _follow_dispute(payment: Payment, truth: DisputeTruth, now: datetime) -> Finding:
    if truth.amount.currency != payment.currency:
        return Finding.OTHER_CURRENCY
    dispute = payment.disputes.filter(provider_ref=truth.ref).first()
    is_kept = truth.state in KEPT
    was_kept = dispute is not None and dispute.state in KEPT
    if dispute is not None and dispute.amount != truth.amount.minor:
        return Finding.OTHER_AMOUNT
    if is_kept and not was_kept and truth.amount > left_of(payment):
        return Finding.OVER_CAPTURED
    if dispute is None:
        dispute = Dispute.objects.create(
            payment=payment,
            provider_ref=truth.ref,
            amount=truth.amount.minor,
            currency=truth.amount.currency,
            state=DisputeState.INQUIRY,
            reason=truth.reason,
            opened_at=truth.opened_at,
            answer_by_deadline=truth.answer_by,
        )
    return _move_dispute(dispute, truth, now)


def _move_dispute(dispute: Dispute, truth: DisputeTruth, now: datetime) -> Finding:
    dispute.reason, dispute.answer_by_deadline = truth.reason, truth.answer_by
    is_moving = dispute.state != truth.state and may_dispute_move(dispute.state, truth.state)
    if is_moving:
        _book_dispute(dispute, truth.state, now)
        dispute.state = truth.state
        dispute.ended_at = now if truth.state in (DisputeState.WON, DisputeState.LOST) else None
    dispute.save()
    if is_moving:
        log.info("dispute_moved", dispute=dispute.provider_ref, to=truth.state)
    return Finding.RECORDED if is_moving else Finding.KNOWN_ALREADY


def _book_dispute(dispute: Dispute, to: DisputeState, now: datetime) -> None:
    books = books_of(dispute.payment.gift.campaign, dispute.payment.provider)
    if to in KEPT and dispute.entry is None:
        dispute.entry = post_entry(posting=dispute_posting(books, dispute.money), now=now)
    if to == DisputeState.LOST:
        dispute.lost_entry = post_entry(posting=loss_posting(books, dispute.money), now=now)
    if to == DisputeState.WON:
        for entry in (dispute.lost_entry, dispute.entry):
            if entry is not None:
                reverse_entry(entry=entry, now=now)
