"""A provider's events: stored before they are answered, digested later, by asking what is true."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from standfirst.funding.actions.payments import apply_truth
from standfirst.funding.actions.reconciling import catch_up
from standfirst.funding.models import MISMATCHES, Finding, ProviderEvent
from standfirst.funding.providers.interface import EventRefused, Provider
from standfirst.funding.providers.registry import provider_named

log = structlog.get_logger(__name__)

# How far an event about the balance (a payout) has us read the provider's books.
BALANCE_REACHES_BACK = timedelta(days=3)
CLOCKS_DIFFER = timedelta(minutes=5)


def receive_event(
    *, provider: Provider, body: bytes, headers: Mapping[str, str], now: datetime
) -> ProviderEvent:
    """Verify an event on its raw bytes and store it, once; it is committed when this returns.

    Nothing else is done here: the worker asks the provider what is true. Raises EventRefused.
    """
    try:
        incoming = provider.verify_event(body, headers, now=now)
    except EventRefused as refused:
        log.warning(
            "event_refused", provider=provider.name, refusal=refused.refusal, size=len(body)
        )
        raise
    event, is_new = ProviderEvent.objects.get_or_create(
        provider=provider.name,
        event_id=incoming.event_id,
        defaults={
            "kind": incoming.kind,
            "object_ref": incoming.object_ref,
            "body": body,
            "headers": dict(incoming.headers),
            "received_at": now,
            "due_at": now if incoming.is_used else None,
            "done_at": None if incoming.is_used else now,
            "finding": Finding.WAITING if incoming.is_used else Finding.NOT_OURS,
        },
    )
    log.info("event_received", provider=provider.name, kind=incoming.kind, is_new=is_new)
    return event


def digest_event(event: ProviderEvent, now: datetime) -> None:
    """Ask the provider what is true of the event's object and follow it.

    The event itself is believed in nothing. Raises ProviderUnreachable; the event stays due.
    """
    finding = _follow(event, now)
    _note(event, finding)
    if finding in MISMATCHES:
        log.warning(
            "event_mismatch", provider=event.provider, event_id=event.event_id, finding=finding
        )


def _follow(event: ProviderEvent, now: datetime) -> Finding:
    provider = provider_named(event.provider)
    if provider is None:
        return Finding.UNKNOWN_OBJECT
    if not event.object_ref:
        since = event.received_at - BALANCE_REACHES_BACK
        until = now + CLOCKS_DIFFER
        is_new = catch_up(provider=provider, since=since, until=until, now=now)
        return Finding.RECORDED if is_new else Finding.KNOWN_ALREADY
    truth = provider.fetch(event.object_ref)
    if truth is None:
        return Finding.UNKNOWN_OBJECT
    return apply_truth(provider=provider, truth=truth, now=now)


def _note(event: ProviderEvent, finding: Finding) -> None:
    """Keep what came of an event; the first time stands, since a job may come back when done."""
    event.refresh_from_db(fields=["finding"])
    if event.finding == Finding.WAITING:
        event.finding = finding
        event.save(update_fields=["finding"])
