"""What of a payment is claimed back, and what of a provider's books is known here."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet, Sum

from standfirst.delivery.recording import declare
from standfirst.funding.models import (
    BalanceTransaction,
    Dispute,
    DisputeState,
    Payment,
    Reconciliation,
    Refund,
    RefundState,
)
from standfirst.funding.queries.books import RECONCILIATION_KEY
from standfirst.lib.money import Money

UNCLAIMED = (RefundState.FAILED, RefundState.DECLINED)
MOST_SHOWN = 50
KEPT = (DisputeState.OPEN, DisputeState.LOST)


def left_of(payment: Payment) -> Money:
    """Give what of a payment is neither given back, nor about to be, nor disputed or lost."""
    refunds = payment.refunds.exclude(state__in=UNCLAIMED).aggregate(sum=Sum("amount"))["sum"]
    disputes = payment.disputes.filter(state__in=KEPT).aggregate(sum=Sum("amount"))["sum"]
    return Money(payment.amount - (refunds or 0) - (disputes or 0), payment.currency)


def known_bookings(*, provider: str, account: str, refs: Collection[str]) -> set[str]:
    """Give which of a provider's balance transactions are booked here."""
    rows = BalanceTransaction.objects.filter(
        provider=provider, provider_account=account, ref__in=refs
    )
    return set(rows.values_list("ref", flat=True))


def bookings_between(
    *, provider: str, account: str, since: datetime, until: datetime
) -> QuerySet[BalanceTransaction]:
    """Give what is booked here of the provider's books of a time."""
    return BalanceTransaction.objects.filter(
        provider=provider,
        provider_account=account,
        booked_at__gte=since,
        booked_at__lt=until,
    )


def refunds_that_wait() -> QuerySet[Refund]:
    """Refunds that wait for a second person, oldest first."""
    rows = Refund.objects.filter(state=RefundState.PROPOSED)
    return rows.select_related("payment__gift__campaign", "asked_by").order_by("made_at", "pk")


def disputes_open() -> QuerySet[Dispute]:
    """Disputes that are not decided, the most urgent first."""
    rows = Dispute.objects.filter(state__in=(DisputeState.INQUIRY, DisputeState.OPEN))
    return rows.select_related("payment__gift__campaign").order_by("answer_by_deadline", "pk")


def recent_refunds() -> QuerySet[Refund]:
    """The newest refunds that do not wait for a second person."""
    rows = Refund.objects.exclude(state=RefundState.PROPOSED)
    return rows.select_related("payment__gift__campaign", "asked_by")[:MOST_SHOWN]


def recent_disputes() -> QuerySet[Dispute]:
    """The newest disputes that are decided."""
    rows = Dispute.objects.filter(state__in=(DisputeState.WON, DisputeState.LOST))
    return rows.select_related("payment__gift__campaign")[:MOST_SHOWN]


def last_reconciliations() -> Sequence[Reconciliation]:
    """The newest comparison with each provider's books."""
    names = (
        Reconciliation.objects.order_by("provider").values_list("provider", flat=True).distinct()
    )
    found = (Reconciliation.objects.filter(provider=name).first() for name in names)
    return [one for one in found if one is not None]


def last_clean_reconciliation() -> Reconciliation | None:
    """The last comparison with a provider's books that found nothing."""
    declare(RECONCILIATION_KEY)
    return Reconciliation.objects.filter(differences=0).first()
