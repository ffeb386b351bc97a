"""Events are for speed, sweeps are for truth: what comes round and compares."""

from datetime import datetime, timedelta
from typing import cast

import structlog
from django.db import transaction
from django.db.models import QuerySet

from standfirst.funding.actions.payments import apply_truth, expire_promise
from standfirst.funding.models import Finding, Gift, ProviderEvent
from standfirst.funding.providers.interface import ProviderRefused, ProviderUnreachable
from standfirst.funding.providers.registry import provider_named
from standfirst.funding.queries.gifts import PROMISES_LAST, old_drafts, open_promises
from standfirst.funding.queries.verification import verify_newest
from standfirst.funding.rules.truths import Truth, TruthState

log = structlog.get_logger(__name__)

BODIES_LAST = timedelta(days=90)
# As the column's tag says.
NETWORKS_LAST = timedelta(days=30)
MOST_ASKED_AT_ONCE = 100
SHORTEST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=12)
MOVED = (Finding.RECORDED, Finding.NOTED)


@transaction.atomic
def drop_old_drafts(*, now: datetime) -> int:
    """Delete drafts, with their words, whose button nobody pressed for a day; give how many."""
    drafts = old_drafts(now)
    number = drafts.count()
    drafts.delete()
    return number


class LedgerBroken(Exception):
    """The books do not agree with themselves; says where, and what is wrong there."""


def check_ledger(*, now: datetime) -> int:
    """Check the ledger's newest entries, those since the last sound recount; give how many they were.

    Changes nothing. Raises LedgerBroken, so that the task counts as failed and its owners are told.
    """
    report = verify_newest()
    if not report.is_sound:
        log.error("ledger_is_broken", findings=len(report.findings), first=str(report.findings[0]))
        raise LedgerBroken(str(report.findings[0]))
    return report.entries


def blank_old_events(*, now: datetime) -> int:
    """Blank what providers wrote more than 90 days ago; that it came, and what came of it, stays."""
    # The job's manager is typed for the abstract row.
    events = cast("QuerySet[ProviderEvent]", ProviderEvent.objects.exclude(body=b""))
    old = events.filter(received_at__lt=now - BODIES_LAST, done_at__isnull=False)
    return old.update(body=b"", headers={})


def forget_givers_networks(*, now: datetime) -> int:
    """Blank the networks of gifts, which limits no longer need; give how many."""
    old = Gift.objects.filter(drafted_at__lte=now - NETWORKS_LAST).exclude(network="")
    return old.update(network="")


def ask_about_promises(*, now: datetime) -> int:
    """Ask providers about promises that no event ended; give how many this moved.

    A promise that its provider still calls open after three days is given up; should money come
    for it later, it is recorded all the same.
    """
    moved = 0
    for gift in open_promises(now)[:MOST_ASKED_AT_ONCE]:
        try:
            moved += _ask_about(gift, now)
        except (ProviderRefused, ProviderUnreachable) as error:
            log.warning("promise_not_asked_about", gift=gift.reference, error=str(error))
            _wait(gift, now)
    if moved:
        log.warning("promises_repaired", number=moved)
    return moved


def _ask_about(gift: Gift, now: datetime) -> bool:
    provider = provider_named(gift.provider)
    truth: Truth | None = None
    finding = Finding.KNOWN_ALREADY
    if provider is not None and gift.provider_ref:
        truth = provider.fetch(gift.provider_ref)
    if provider is not None and truth is not None:
        finding = apply_truth(provider=provider, truth=truth, now=now)
    if finding in MOVED:
        return True
    is_in_progress = truth is not None and truth.state == TruthState.PROCESSING
    if not is_in_progress and gift.drafted_at <= now - PROMISES_LAST:
        return expire_promise(gift=gift, now=now)
    _wait(gift, now)
    return False


def _wait(gift: Gift, now: datetime) -> None:
    age = now - (gift.promised_at or gift.drafted_at)
    wait = min(max(SHORTEST_WAIT, age), LONGEST_WAIT)
    Gift.objects.filter(pk=gift.pk, look_again_at__lte=now).update(look_again_at=now + wait)
