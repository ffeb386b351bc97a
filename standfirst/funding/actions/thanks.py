"""One mail for a gift that came, where its giver left an address."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from standfirst.funding.models import Gift
from standfirst.notify.actions import Envelope, queue_message


def thank_giver(*, gift: Gift, now: datetime) -> None:
    """Queue the thanks: at most one mail per address and day, whoever typed the address.

    The address is not proven, so the mail has nothing in it that only its owner may know.
    """
    words = getattr(gift, "words", None)
    if words is None or not words.email:
        return
    subject = (
        _("Rehearsal: thank you for your gift")
        if gift.campaign.is_rehearsed
        else _("Thank you for your gift")
    )
    envelope = Envelope(
        kind="gift thanks",
        address=words.email,
        subject=subject,
        text=render_to_string("funding/mail/thanks.txt", {"gift": gift}),
        dedupe_key=f"gift thanks:{words.email.casefold()}:{now:%Y-%m-%d}"[:200],
        person=gift.person,
    )
    try:
        queue_message(envelope=envelope, now=now)
    except ValidationError:
        # A payment is recorded whether or not its giver's address is one.
        return
