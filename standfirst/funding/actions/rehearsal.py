"""The pretend provider's own acts: its payer decides, it sends its events; and a whole gift played."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction

from standfirst.funding.actions.events import digest_event, receive_event
from standfirst.funding.actions.gifts import begin_gift, draft_gift
from standfirst.funding.actions.words import Words
from standfirst.funding.models import (
    Campaign,
    CheckoutState,
    Gift,
    ProviderEvent,
    RehearsalCheckout,
    RehearsalEvent,
)
from standfirst.funding.providers.registry import provider_named
from standfirst.funding.providers.rehearsal import NAME, signed_event
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from standfirst.outbox.actions import finish_job
from standfirst.people.models import Person

DELAY = timedelta(seconds=30)

# What the payer may choose, and what the provider will tell, in this order.
OUTCOMES = {
    "paid": (CheckoutState.PAID,),
    "refused": (CheckoutState.REFUSED,),
    "delayed": (CheckoutState.PROCESSING, CheckoutState.PAID),
    "abandoned": (CheckoutState.ABANDONED,),
}


@transaction.atomic
def choose_outcome(
    *, ref: str, outcome: str, now: datetime, delay: timedelta = DELAY
) -> RehearsalCheckout:
    """Let the pretended payment end in one of OUTCOMES; a decided one stays as it is.

    ``delay`` is how long a delayed payment takes.
    """
    checkout = RehearsalCheckout.objects.select_for_update().get(ref=ref)
    if checkout.state != CheckoutState.OPEN:
        return checkout
    first, *later = OUTCOMES[outcome]
    checkout.state = first
    checkout.changed_at = now
    checkout.save(update_fields=["state", "changed_at"])
    for number, state in enumerate((first, *later)):
        RehearsalEvent.objects.create(
            checkout=checkout, event_id=new_secret(), becomes=state, due_at=now + number * delay
        )
    return checkout


def send_event(event: RehearsalEvent, now: datetime) -> None:
    """Send one event through the door that every provider uses, signed as it would be.

    A delayed payment comes to its end here, before its event is sent.
    """
    if event.becomes != CheckoutState.PROCESSING:
        RehearsalCheckout.objects.filter(
            pk=event.checkout_id, state=CheckoutState.PROCESSING
        ).update(state=event.becomes, changed_at=now)
    provider = provider_named(NAME)
    if provider is None:
        return
    body, headers = signed_event(event, now=now)
    receive_event(provider=provider, body=body, headers=headers, now=now)


def rehearse_gift(
    *,
    campaign: Campaign,
    amount: Money,
    words: Words,
    person: Person | None,
    outcome: str,
    now: datetime,
) -> Gift:
    """Play a whole gift at once, along the way that a reader's takes; for demonstrations.

    What the provider would tell later than ``now`` stays for the worker. Raises GiftRefused.
    """
    drafted = draft_gift(campaign=campaign, amount=amount, words=words, person=person, now=now)
    begun = begin_gift(gift=drafted, person=person, return_path="/support/", now=now)
    checkout = RehearsalCheckout.objects.get(key=begun.gift.reference)
    choose_outcome(ref=checkout.ref, outcome=outcome, now=now)
    # The job's manager is typed for the abstract row.
    events = cast("list[RehearsalEvent]", list(checkout.events.filter(due_at__lte=now)))
    for event in sorted(events, key=lambda one: one.pk):
        send_event(event, now)
        finish_job(event, now=now)
    waiting = ProviderEvent.objects.filter(object_ref=checkout.ref, done_at__isnull=True)
    for told in cast("list[ProviderEvent]", list(waiting)):
        digest_event(told, now)
        finish_job(told, now=now)
    return Gift.objects.get(pk=drafted.pk)
