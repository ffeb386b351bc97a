"""Comparing a provider's books with ours, both ways, and entering what no event told of."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet

from standfirst.delivery.actions import mark_stale
from standfirst.funding.actions.payments import apply_truth
from standfirst.funding.actions.settlement import record_bookings
from standfirst.funding.models import BalanceTransaction, Payment, Reconciliation
from standfirst.funding.providers.interface import Provider, ProviderRefused
from standfirst.funding.providers.registry import PROVIDERS
from standfirst.funding.queries.books import RECONCILIATION_KEY
from standfirst.funding.queries.settlement import bookings_between, known_bookings
from standfirst.funding.rules.entries import OF_A_PAYMENT, Books
from standfirst.funding.rules.reconciling import Difference, Differing, differences
from standfirst.funding.rules.truths import Booking

log = structlog.get_logger(__name__)

# A provider books a delayed payment a few days after it says that it was paid.
REACHES_BACK = timedelta(days=30)
BOOKED_WITHIN = timedelta(days=7)
MOST_FINDINGS_KEPT = 200


def reconcile_all(*, now: datetime) -> Sequence[Reconciliation]:
    """Compare the last thirty days of each provider. Raises ProviderUnreachable."""
    since = now - REACHES_BACK
    return [
        reconcile(provider=provider, since=since, until=now, now=now)
        for provider in PROVIDERS.values()
    ]


def reconcile(
    *, provider: Provider, since: datetime, until: datetime, now: datetime
) -> Reconciliation:
    """Compare what a provider booked in a time with what is booked here, and keep what differed.

    What is missing here is entered, and counts as a difference all the same: an event should have told of
    it. Nothing else is repaired: a person has to look. Raises ProviderUnreachable.
    """
    listed = list(provider.list_bookings(since=since, until=until))
    theirs = {one.ref: one for one in listed}
    window = bookings_between(
        provider=provider.name, account=provider.account, since=since, until=until
    )
    # Asked after the provider was: what it books meanwhile is for the next time.
    found = [*_twice(listed), *differences(theirs, _ours(theirs, window, provider))]
    missing = [theirs[one.ref] for one in found if one.difference == Difference.MISSING_HERE]
    found += _enter(missing, provider, now)
    found += _not_booked(provider, since, until)
    with transaction.atomic():
        run = Reconciliation.objects.create(
            provider=provider.name,
            at=now,
            since_at=since,
            until_at=until,
            compared=len(theirs),
            differences=len(found),
            findings=[str(one) for one in found[:MOST_FINDINGS_KEPT]],
        )
        mark_stale(RECONCILIATION_KEY, now=now)
    if found:
        log.error("reconciliation_differs", provider=provider.name, differences=len(found))
    return run


def catch_up(*, provider: Provider, since: datetime, until: datetime, now: datetime) -> int:
    """Enter those lines of a provider's books that are missing here; give how many there were.

    Raises ProviderUnreachable.
    """
    listed = {one.ref: one for one in provider.list_bookings(since=since, until=until)}
    known = known_bookings(provider=provider.name, account=provider.account, refs=list(listed))
    missing = [one for ref, one in listed.items() if ref not in known]
    _enter(missing, provider, now)
    return len(missing)


def _ours(
    theirs: Mapping[str, Booking], window: QuerySet[BalanceTransaction], provider: Provider
) -> Mapping[str, BalanceTransaction]:
    """Give what is booked here of the time, and of what the provider lists whenever it was."""
    ours = {row.ref: row for row in window}
    others = [ref for ref in theirs if ref not in ours]
    rows = BalanceTransaction.objects.filter(
        provider=provider.name, provider_account=provider.account, ref__in=others
    )
    return ours | {row.ref: row for row in rows}


def _twice(listed: Sequence[Booking]) -> Iterator[Differing]:
    counted = Counter(one.ref for one in listed)
    return (Differing(Difference.TWICE_THERE, ref) for ref, times in counted.items() if times > 1)


def _enter(missing: Sequence[Booking], provider: Provider, now: datetime) -> list[Differing]:
    """Enter what is missing here; give what is about no payment of ours."""
    asked: set[str] = set()
    for booking in missing:
        if booking.kind in OF_A_PAYMENT and booking.source_ref not in asked:
            asked.add(booking.source_ref)
            _follow(booking, provider, now)
    refs = [one.ref for one in missing]
    known = known_bookings(provider=provider.name, account=provider.account, refs=refs)
    left = [one for one in missing if one.ref not in known]
    with transaction.atomic():
        record_bookings(
            bookings=left,
            books=Books(is_rehearsed=provider.is_rehearsed, provider=provider.name),
            provider=provider,
            payment=None,
            now=now,
        )
    return [Differing(Difference.NO_PAYMENT, one.ref) for one in left if one.kind in OF_A_PAYMENT]


def _follow(booking: Booking, provider: Provider, now: datetime) -> None:
    """Follow what a line is about, where the provider can say that of it."""
    try:
        truth = provider.fetch(booking.source_ref)
    except ProviderRefused as refused:
        log.warning("booking_not_followed", booking=booking.ref, said=str(refused))
        return
    if truth is not None:
        apply_truth(provider=provider, truth=truth, now=now)


def _not_booked(provider: Provider, since: datetime, until: datetime) -> Iterator[Differing]:
    """Give payments that the provider should have booked by now."""
    payments = Payment.objects.filter(
        provider=provider.name,
        paid_at__gte=since,
        paid_at__lt=until - BOOKED_WITHIN,
        bookings__isnull=True,
        entry__reversed_by__isnull=True,
    )
    for ref in payments.order_by("pk").values_list("provider_ref", flat=True):
        yield Differing(Difference.NO_BOOKING, ref)
