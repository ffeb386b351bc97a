"""One mail for a gift that came, where its giver left an address."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from standfirst.funding.models import Gift
from standfirst.funding.papers import language_of
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.places import absolute, address_digest
from standfirst.people.queries import merged_person
from standfirst.people.rules import proven_address_of


def thank_giver(*, gift: Gift, now: datetime) -> None:
    """Queue the thanks: at most one mail per address and day, whoever typed the address.

    The gift's secret address shows the giver's names and lets them be changed, so it stands in the mail
    only where the address is known to reach whoever gave: it is that of their account, or proven.
    """
    words = getattr(gift, "words", None)
    if words is None or not words.email:
        return
    # A treasurer who enters a gift may read the admin in a language of their own.
    with override(language_of(gift)):
        envelope = Envelope(
            kind="gift thanks",
            address=words.email,
            subject=_("Rehearsal: thank you for your gift")
            if gift.campaign.is_rehearsed
            else _("Thank you for your gift"),
            text=render_to_string(
                "funding/mail/thanks.txt", {"gift": gift, "address": _own_page(gift)}
            ),
            dedupe_key=f"gift thanks:{address_digest(words.email)}:{now:%Y-%m-%d}",
            person=gift.person,
        )
    try:
        queue_message(envelope=envelope, now=now)
    except ValidationError:
        # A payment is recorded whether or not its giver's address is one.
        return


def _own_page(gift: Gift) -> str:
    """Give the whole address of the gift's page for its proven giver; "" for anybody else."""
    proven = proven_address_of(merged_person(gift.person)) if gift.person is not None else ""
    if not proven or proven.casefold() != gift.words.email.casefold():
        return ""
    return absolute(reverse("funding:gift_status", args=[gift.secret]))
