"""The pretend provider's own acts: its payer decides, and it sends its events."""

from datetime import datetime, timedelta

from django.db import transaction

from standfirst.funding.actions.events import receive_event
from standfirst.funding.models import CheckoutState, RehearsalCheckout, RehearsalEvent
from standfirst.funding.providers.registry import provider_named
from standfirst.funding.providers.rehearsal import NAME, signed_event
from standfirst.lib.secret import new_secret

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
