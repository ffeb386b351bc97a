"""Giving back what was paid: one person decides, above a limit a second one agrees."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from standfirst.funding.actions.matching import follow_match
from standfirst.funding.actions.payments import apply_truth, tell_meter
from standfirst.funding.actions.settlement import book_refund, follow_refund, take_back_refund
from standfirst.funding.models import (
    AccountKind,
    EntryKind,
    Gift,
    Payment,
    Refund,
    RefundState,
)
from standfirst.funding.providers.interface import (
    Provider,
    ProviderRefused,
    ProviderUnreachable,
    RefundRequest,
)
from standfirst.funding.providers.registry import provider_named
from standfirst.funding.queries.settlement import left_of
from standfirst.funding.rules.refunds import (
    RefundRefusal,
    RefundRefused,
    needs_second_person,
    refusal_to_refund,
)
from standfirst.lib.money import Money
from standfirst.people.models import User

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RefundWish:
    """What somebody decides. ``key`` is the form's own: the same form sent twice is one refund."""

    amount: Money
    key: str
    reason: str = ""


@transaction.atomic
def ask_refund(*, payment: Payment, wish: RefundWish, asked_by: User, now: datetime) -> Refund:
    """Give a payment back, or a part of it; a large one waits for a second person.

    What the campaign loses is booked at once, as owed; the worker asks the provider for it. What came by
    bank or in cash has been paid out by hand, and is booked as gone. Raises RefundRefused.
    """
    payment = _locked(payment)
    known = Refund.objects.filter(key=wish.key).first()
    if known is not None:
        return known
    refusal = refusal_to_refund(payment, wish.amount, left_of(payment))
    if refusal is not None:
        raise RefundRefused(refusal)
    refund = Refund.objects.create(
        payment=payment,
        amount=wish.amount.minor,
        currency=wish.amount.currency,
        state=RefundState.PROPOSED,
        key=wish.key,
        reason=wish.reason,
        asked_by=asked_by,
        made_at=now,
    )
    log.info("refund_asked", refund=refund.key, by=asked_by.pk)
    if not needs_second_person(wish.amount):
        _release(refund, now)
    return refund


@transaction.atomic
def confirm_refund(*, refund: Refund, confirmed_by: User, now: datetime) -> Refund:
    """Agree to a refund that another person decided on. Raises RefundRefused."""
    refund = _waiting(refund)
    if refund.asked_by_id == confirmed_by.pk:
        raise RefundRefused(RefundRefusal.SAME_PERSON)
    refund.confirmed_by = confirmed_by
    refund.save(update_fields=["confirmed_by"])
    log.info("refund_confirmed", refund=refund.key, by=confirmed_by.pk)
    _release(refund, now)
    return refund


@transaction.atomic
def decline_refund(*, refund: Refund, declined_by: User, now: datetime) -> Refund:
    """Say no to a refund that waits, or take back one's own wish. Raises RefundRefused."""
    refund = _waiting(refund)
    refund.state, refund.finished_at, refund.done_at = RefundState.DECLINED, now, now
    refund.save(update_fields=["state", "finished_at", "done_at"])
    log.info("refund_declined", refund=refund.key, by=declined_by.pk)
    return refund


def send_refund(refund: Refund, now: datetime) -> None:
    """Ask the provider for a refund that was decided, unless it has made it already.

    A provider forgets keys after a day or so: what an answer that was lost has brought about is looked
    for first. No transaction is open while it is asked. Raises ProviderUnreachable: the job comes back.
    """
    payment = refund.payment
    provider = provider_named(payment.provider)
    if provider is None:
        raise ProviderUnreachable(f"{payment.provider} is not set up.")
    _hear(provider, payment, now)
    refund.refresh_from_db()
    if refund.state != RefundState.ASKED:
        return
    request = RefundRequest(key=refund.key, payment_ref=payment.provider_ref, amount=refund.money)
    try:
        truth = provider.refund(request)
    except ProviderRefused as refused:
        _fail(refund, str(refused), now)
        # It knows something that we do not, such as a dispute.
        _hear(provider, payment, now)
        return
    with transaction.atomic():
        payment = _locked(payment)
        follow_refund(payment=payment, truth=truth, now=now)
        follow_match(payment=payment, now=now)
        tell_meter(campaign=payment.gift.campaign, now=now)


def _hear(provider: Provider, payment: Payment, now: datetime) -> None:
    """Follow what the provider says of a payment now."""
    known = provider.fetch(payment.provider_ref)
    if known is not None:
        apply_truth(provider=provider, truth=known, now=now)


def _release(refund: Refund, now: datetime) -> None:
    """Let a decided refund go its way."""
    payment = refund.payment
    by_hand = _account_of(payment)
    if by_hand is not None:
        book_refund(refund=refund, out_of=by_hand, now=now)
        refund.state, refund.finished_at, refund.done_at = RefundState.DONE, now, now
    else:
        book_refund(refund=refund, out_of=AccountKind.REFUNDS_PAYABLE, now=now)
        refund.state, refund.due_at = RefundState.ASKED, now
    refund.save(update_fields=["state", "finished_at", "done_at", "due_at"])
    follow_match(payment=payment, now=now)
    tell_meter(campaign=payment.gift.campaign, now=now)


def _account_of(payment: Payment) -> AccountKind | None:
    """Say into which account of our own a payment came; None if a provider has it."""
    own = (AccountKind.BANK, AccountKind.CASH)
    legs = payment.entry.legs.filter(
        entry__kind=EntryKind.GIFT, account__kind__in=own
    ).select_related("account")
    leg = legs.first()
    return AccountKind(leg.account.kind) if leg is not None else None


def _fail(refund: Refund, said: str, now: datetime) -> None:
    with transaction.atomic():
        payment = _locked(refund.payment)
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if refund.state != RefundState.ASKED:
            return
        take_back_refund(refund=refund, now=now)
        refund.state, refund.finished_at, refund.done_at = RefundState.FAILED, now, now
        refund.save(update_fields=["state", "finished_at", "done_at"])
        follow_match(payment=payment, now=now)
        tell_meter(campaign=payment.gift.campaign, now=now)
    log.error("refund_refused", refund=refund.key, said=said)


def _waiting(refund: Refund) -> Refund:
    _locked(refund.payment)
    refund = Refund.objects.select_related("payment__gift__campaign").get(pk=refund.pk)
    if refund.state != RefundState.PROPOSED:
        raise RefundRefused(RefundRefusal.NOT_WAITING)
    return refund


def _locked(payment: Payment) -> Payment:
    """Lock a payment's gift, as whoever follows the provider does, and give the payment with it."""
    Gift.objects.select_for_update(of=("self",)).get(pk=payment.gift_id)
    return Payment.objects.select_related("gift__campaign").get(pk=payment.pk)
