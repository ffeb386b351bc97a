"""Promises to double gifts: recorded, named, ended, paid."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from standfirst.delivery.actions import purge
from standfirst.delivery.keys import LEDGER, campaign_key
from standfirst.funding.actions.ledger import hold_ledger, post_entry, reverse_entry
from standfirst.funding.actions.matching import book_promise, trim_promise
from standfirst.funding.actions.payments import tell_meter
from standfirst.funding.models import Campaign, MatchBooking, MatchPart, MatchPledge
from standfirst.funding.queries.matching import matching_at, to_be_released
from standfirst.funding.rules.entries import books_of, match_money_posting
from standfirst.funding.rules.matching import LATE_MONEY, MatchRefusal, MatchRefused
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.lib.money import Money
from standfirst.people.models import User

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class MatchTerms:
    """What somebody promises. ``key`` is the form's own: the same form sent twice is one promise."""

    name: str
    cap: Money
    since_at: datetime
    until_at: datetime
    key: str
    cap_per_giver: Money | None = None
    shows_name: bool = False


@transaction.atomic
def promise_match(
    *, campaign: Campaign, terms: MatchTerms, entered_by: User | None, now: datetime
) -> MatchPledge:
    """Record a promise to double gifts, and book all of it as owed. Raises MatchRefused."""
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    known = MatchPledge.objects.filter(key=terms.key).first()
    if known is not None:
        return known
    refusal = _refusal_to_promise(campaign, terms, now)
    if refusal is not None:
        raise MatchRefused(refusal)
    pledge = MatchPledge.objects.create(
        campaign=campaign,
        name=terms.name,
        shows_name=terms.shows_name,
        cap=terms.cap.minor,
        cap_per_giver=terms.cap_per_giver.minor if terms.cap_per_giver is not None else None,
        currency=terms.cap.currency,
        since_at=terms.since_at,
        until_at=terms.until_at,
        key=terms.key,
        entered_by=entered_by,
        entered_at=now,
    )
    book_promise(pledge=pledge, minor=pledge.cap, now=now)
    tell_meter(campaign=campaign, now=now)
    return pledge


@transaction.atomic
def name_matcher(*, pledge: MatchPledge, name: str, shows_name: bool, now: datetime) -> None:
    """Change who promised, and whether that is shown; what is not shown any more is purged at once."""
    MatchPledge.objects.filter(pk=pledge.pk).update(name=name, shows_name=shows_name)
    purge(campaign_key(pledge.campaign_id), LEDGER, now=now)


@transaction.atomic
def end_match(*, pledge: MatchPledge, ended_by: User, now: datetime) -> None:
    """Let no later gift be doubled. What was given before, and is still on its way, is doubled yet."""
    rows = MatchPledge.objects.filter(pk=pledge.pk, ended_at__isnull=True, until_at__gt=now)
    if rows.update(ended_at=now):
        tell_meter(campaign=pledge.campaign, now=now)
        log.info("match_ended", pledge=pledge.pk, by=ended_by.pk)


@transaction.atomic
def record_match_money(
    *, pledge: MatchPledge, amount: Money, key: str, entered_by: User | None, now: datetime
) -> MatchBooking:
    """Record that whoever promised has paid something of what is promised. Raises MatchRefused.

    ``key`` is the form's own: the same form sent twice is one payment.
    """
    hold_ledger()
    known = pledge.bookings.filter(part=MatchPart.CAME, key=key).first()
    if known is not None:
        return known
    matching = matching_at(pledge, now)
    if amount.currency != pledge.currency:
        raise MatchRefused(MatchRefusal.OTHER_CURRENCY)
    if amount.minor <= 0:
        raise MatchRefused(MatchRefusal.NOTHING)
    if amount > matching.promised - matching.came:
        raise MatchRefused(MatchRefusal.MORE_THAN_DUE)
    posting = match_money_posting(books_of(pledge.campaign), amount)
    booking = MatchBooking.objects.create(
        pledge=pledge,
        part=MatchPart.CAME,
        amount=amount.minor,
        currency=amount.currency,
        entry=post_entry(posting=posting, now=now),
        key=key,
        entered_by=entered_by,
    )
    tell_meter(campaign=pledge.campaign, now=now)
    return booking


@transaction.atomic
def take_back_match_money(*, booking: MatchBooking, taken_back_by: User, now: datetime) -> None:
    """Take back what was recorded as paid: wrongly, or because it was paid back. Again changes nothing."""
    hold_ledger()
    row = MatchBooking.objects.filter(
        pk=booking.pk, part=MatchPart.CAME, entry__reversed_by__isnull=True
    ).first()
    if row is None:
        return
    reverse_entry(entry=row.entry, now=now)
    tell_meter(campaign=row.pledge.campaign, now=now)
    log.info("match_money_taken_back", entry=row.entry_id, by=taken_back_by.pk)


def release_old_matches(*, now: datetime) -> int:
    """Give up what is left of promises a month after they are over; give how many those are."""
    old = list(to_be_released(now - LATE_MONEY))
    for pledge in old:
        _release(pledge, now)
    return len(old)


@transaction.atomic
def _release(pledge: MatchPledge, now: datetime) -> None:
    hold_ledger()
    MatchPledge.objects.filter(pk=pledge.pk).update(released_at=now)
    trim_promise(pledge=pledge, now=now)
    tell_meter(campaign=pledge.campaign, now=now)


def _refusal_to_promise(
    campaign: Campaign, terms: MatchTerms, now: datetime
) -> MatchRefusal | None:
    amounts = [one for one in (terms.cap, terms.cap_per_giver) if one is not None]
    others = campaign.match_pledges.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=terms.since_at),
        since_at__lt=terms.until_at,
        until_at__gt=terms.since_at,
    )
    checks = (
        (
            any(one.currency != campaign.currency for one in amounts),
            MatchRefusal.OTHER_CURRENCY,
        ),
        (any(one.minor <= 0 for one in amounts), MatchRefusal.NOTHING),
        (terms.until_at <= terms.since_at, MatchRefusal.BACKWARDS),
        (terms.until_at <= now, MatchRefusal.IN_THE_PAST),
        (others.exists(), MatchRefusal.ANOTHER_THEN),
        (
            campaign.is_rehearsed and not is_rehearsing_allowed(),
            MatchRefusal.REHEARSING_IS_OFF,
        ),
    )
    return next((refusal for is_so, refusal in checks if is_so), None)
