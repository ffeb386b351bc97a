"""One mail for a gift that came, where its giver left an address."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from standfirst.funding.models import Gift
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.places import address_digest


def thank_giver(*, gift: Gift, now: datetime) -> None:
    """Queue the thanks: at most one mail per address and day, whoever typed the address.

    The address is not proven, so the mail has nothing in it that only its owner may know.
    """
    words = getattr(gift, "words", None)
    if words is None or not words.email:
        return
    # A treasurer who enters a gift may read the admin in a language of their own.
    with override(settings.LANGUAGE_CODE):
        envelope = Envelope(
            kind="gift thanks",
            address=words.email,
            subject=_("Rehearsal: thank you for your gift")
            if gift.campaign.is_rehearsed
            else _("Thank you for your gift"),
            text=render_to_string("funding/mail/thanks.txt", {"gift": gift}),
            dedupe_key=f"gift thanks:{address_digest(words.email)}:{now:%Y-%m-%d}",
            person=gift.person,
        )
    try:
        queue_message(envelope=envelope, now=now)
    except ValidationError:
        # A payment is recorded whether or not its giver's address is one.
        return
