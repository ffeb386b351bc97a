"""From a form to a promise, and from there to the provider's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from standfirst.delivery.actions import mark_stale, purge
from standfirst.delivery.keys import LEDGER
from standfirst.funding.actions.words import Words, keep_words, screen_words
from standfirst.funding.models import Campaign, Gift, GiftState, GiftWords
from standfirst.funding.providers.interface import (
    CheckoutRequest,
    Provider,
    ProviderRefused,
    ProviderUnreachable,
)
from standfirst.funding.providers.registry import online_provider_for, provider_named
from standfirst.funding.queries.books import words_key
from standfirst.funding.queries.gifts import (
    drafted_from_network,
    gift_at,
    promised_from_network,
)
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.transfers import is_given_online
from standfirst.funding.rules.giving import (
    MOST_DRAFTS_FROM_NETWORK,
    MOST_PROMISES_FROM_NETWORK,
    GiftRefusal,
    GiftRefused,
    refusal_of_amount,
    refusal_to_give,
)
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from standfirst.people.actions import make_guest
from standfirst.people.models import Person

log = structlog.get_logger(__name__)

# Longer than a provider takes to answer. After it another press may ask again, with the same key.
BEGIN_LEASE = timedelta(seconds=30)
FIRST_LOOK = timedelta(minutes=15)


@dataclass(frozen=True)
class Begun:
    """A promise and where to pay it; no address while another press is being answered."""

    gift: Gift
    url: str
    is_new_guest: bool = False


@dataclass(frozen=True)
class Promised:
    """A promise as it stands now; whether this press made it, and whether a guest with it."""

    gift: Gift
    is_first: bool
    is_new_guest: bool


@dataclass(frozen=True)
class Giver:
    """Who presses the button: whom we know already, and the block of their address."""

    person: Person | None
    network: str = ""


@transaction.atomic
def draft_gift(
    *,
    campaign: Campaign,
    amount: Money,
    words: Words,
    person: Person | None,
    now: datetime,
    network: str = "",
) -> Gift:
    """Keep what the form said, at a secret address. Reaches no provider and goes after a day.

    ``network`` is the block of the sender's address; of one, only so many are kept.
    Raises GiftRefused.
    """
    refusal = _refusal_to_begin(campaign, now) or refusal_of_amount(amount, campaign.currency)
    if refusal is None and network:
        is_busy = drafted_from_network(network, now) >= MOST_DRAFTS_FROM_NETWORK
        refusal = GiftRefusal.NETWORK_BUSY if is_busy else None
    if refusal is not None:
        raise GiftRefused(refusal)
    gift = Gift.objects.create(
        campaign=campaign,
        person=person,
        amount=amount.minor,
        currency=amount.currency,
        secret=new_secret(),
        reference=new_secret(),
        network=network,
        drafted_at=now,
    )
    keep_words(gift=gift, words=words, is_cleared=False, now=now)
    return gift


def begin_gift(
    *, gift: Gift, person: Person | None, return_path: str, now: datetime, network: str = ""
) -> Begun:
    """Make the promise and give the provider's address for it.

    Many presses at once: one changes the draft, by a conditional UPDATE, and asks the provider;
    the others get what it got, or no address yet. The promise is committed before the provider is
    asked. If whoever asked died, a press after the lease asks again with the same key, which to
    the provider is the same checkout. Of one ``network`` only so many promises are made: stolen
    cards are tried out by the thousand.
    Raises GiftRefused, ProviderUnreachable.
    """
    online = online_provider_for(gift.campaign)
    lease = {"begin_lease_until": now + BEGIN_LEASE}
    way = {"look_again_at": now + FIRST_LOOK, "provider": online.name, **lease} if online else None
    promised = promise_draft(gift=gift, giver=Giver(person, network), way=way, now=now)
    current, is_new_guest = promised.gift, promised.is_new_guest
    provider = provider_named(current.provider)
    is_mine = promised.is_first or _takes_over(gift, lease, now)
    if not is_mine or provider is None:
        is_payable = current.state == GiftState.PROMISED
        return Begun(current, current.checkout_url if is_payable else "", is_new_guest)
    url = _ask_provider(current, provider, return_path, now)
    return Begun(current, url, is_new_guest)


def promise_draft(
    *, gift: Gift, giver: Giver, way: Mapping[str, Any] | None, now: datetime
) -> Promised:
    """Make a draft a promise, once, and have what is said with it judged.

    ``way`` are the columns that say by which way it is paid; None if there is none. Of one network only
    so many promises are made. Raises GiftRefused.
    """
    if gift.is_draft:
        refusal = refusal_to_give(gift.campaign, meter_of_campaign(gift.campaign).raised, now)
        if refusal is None and way is None:
            refusal = GiftRefusal.NO_PROVIDER
        if refusal is not None:
            raise GiftRefused(refusal)
    person = _promise(gift, giver, way, now) if way is not None else None
    if person is not None:
        # Outside of the lock: what is judged by nobody, because this process dies, waits unshown.
        screen_words(gift=gift, giver=person, now=now)
    current = gift_at(gift.secret)
    if current is None:
        raise GiftRefused(GiftRefusal.FINISHED)
    is_new_guest = person is not None and gift.person is None and giver.person is None
    return Promised(current, person is not None, is_new_guest)


@transaction.atomic
def clear_words(*, gift: Gift, now: datetime) -> None:
    """Let a giver's name and message be shown, as far as the giver chose."""
    waiting = GiftWords.objects.filter(gift=gift, cleared_at__isnull=True)
    waiting.update(cleared_at=now, hidden_at=None)
    mark_stale(words_key(gift.campaign_id), LEDGER, now=now)


@transaction.atomic
def hide_words(*, gift: Gift, now: datetime) -> None:
    """Show neither a giver's name nor the message any more; both stay for the treasurer.

    Should the giver wish to show anything again, somebody looks at it first.
    """
    GiftWords.objects.filter(gift=gift).update(
        cleared_at=None, hidden_at=now, shows_name=False, shows_message=False, shows_amount=False
    )
    purge(words_key(gift.campaign_id), LEDGER, now=now)


def _refusal_to_begin(campaign: Campaign, now: datetime) -> GiftRefusal | None:
    raised = meter_of_campaign(campaign).raised
    refusal = refusal_to_give(campaign, raised, now)
    if refusal is None and not is_given_online(campaign):
        return GiftRefusal.NO_PROVIDER
    return refusal


@transaction.atomic
def _promise(gift: Gift, giver: Giver, way: Mapping[str, Any], now: datetime) -> Person | None:
    """Give whose the promise is that this press made, or None if another press made it."""
    rows = Gift.objects.filter(pk=gift.pk)
    # One at a time, so that as many at once are counted as one after the other.
    Campaign.objects.select_for_update(no_key=True).get(pk=gift.campaign_id)
    is_first = rows.filter(state=GiftState.DRAFT).update(
        state=GiftState.PROMISED, promised_at=now, network=giver.network, **way
    )
    if not is_first:
        return None
    busy = giver.network and promised_from_network(giver.network, now)
    if busy and busy > MOST_PROMISES_FROM_NETWORK:
        raise GiftRefused(GiftRefusal.NETWORK_BUSY)
    person = gift.person or giver.person or make_guest(now=now)
    rows.update(person=person)
    return person


def _takes_over(gift: Gift, lease: Mapping[str, Any], now: datetime) -> bool:
    """Whether this press asks again for one that never got an answer."""
    forgotten = Gift.objects.filter(
        pk=gift.pk, state=GiftState.PROMISED, checkout_url="", begin_lease_until__lte=now
    )
    return bool(forgotten.update(**lease))


def _ask_provider(gift: Gift, provider: Provider, return_path: str, now: datetime) -> str:
    request = CheckoutRequest(
        key=gift.reference,
        amount=gift.money,
        description=gift.campaign.title,
        return_path=return_path,
        begun_at=gift.promised_at or gift.drafted_at,
    )
    try:
        checkout = provider.begin(request, now=now)
    except (ProviderRefused, ProviderUnreachable) as error:
        Gift.objects.filter(pk=gift.pk, checkout_url="").update(begin_lease_until=now)
        is_refused = isinstance(error, ProviderRefused)
        happened = "provider_refused" if is_refused else "provider_unreachable"
        log.warning(happened, provider=provider.name, gift=gift.reference, error=str(error))
        # To the giver both are: not now. What was refused is for whoever reads the log.
        raise ProviderUnreachable(str(error)) from error
    Gift.objects.filter(pk=gift.pk, provider_ref__in=("", checkout.ref)).update(
        provider_ref=checkout.ref, checkout_url=checkout.url
    )
    return checkout.url
