"""A provider's events: stored before they are answered, digested later, by asking what is true."""

from collections.abc import Mapping
from datetime import datetime

import structlog

from standfirst.funding.actions.payments import apply_truth
from standfirst.funding.models import MISMATCHES, Finding, ProviderEvent
from standfirst.funding.providers.interface import EventRefused, Provider
from standfirst.funding.providers.registry import provider_named

log = structlog.get_logger(__name__)


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
    provider = provider_named(event.provider)
    truth = provider.fetch(event.object_ref) if provider is not None else None
    if provider is None or truth is None:
        finding = Finding.UNKNOWN_OBJECT
    else:
        finding = apply_truth(provider=provider, truth=truth, now=now)
    _note(event, finding)
    if finding in MISMATCHES:
        log.warning(
            "event_mismatch", provider=event.provider, event_id=event.event_id, finding=finding
        )


def _note(event: ProviderEvent, finding: Finding) -> None:
    """Keep what came of an event; the first time stands, since a job may come back when done."""
    event.refresh_from_db(fields=["finding"])
    if event.finding == Finding.WAITING:
        event.finding = finding
        event.save(update_fields=["finding"])
