"""Gifts by bank transfer: where they go, and the promise under a reference of its own."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import campaign_key
from standfirst.funding.actions.gifts import Begun, Giver, promise_draft
from standfirst.funding.actions.words import screen_words
from standfirst.funding.models import BankAccount, Campaign, Gift, Method
from standfirst.funding.queries.gifts import gift_at
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.transfers import account_for
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused, refusal_to_give
from standfirst.funding.rules.transfers import BODY_DIGITS, creditor_reference

# A standing order's month, and another one for whoever forgets. Later money still finds its gift.
TRANSFER_AWAITED = timedelta(days=60)


@dataclass(frozen=True)
class AccountFacts:
    """The paper's account: holder, IBAN and BIC as stored; without an IBAN no transfers are offered."""

    holder: str
    iban: str
    bic: str = ""


@transaction.atomic
def keep_bank_account(*, facts: AccountFacts, now: datetime) -> BankAccount:
    """Say where transfers go from now on; each real campaign's page is made anew."""
    kept = BankAccount.objects.create(
        holder=facts.holder, iban=facts.iban, bic=facts.bic, since_at=now
    )
    campaigns = Campaign.objects.filter(is_rehearsed=False).values_list("pk", flat=True)
    mark_stale(*(campaign_key(pk) for pk in campaigns), now=now)
    return kept


def promise_transfer(*, gift: Gift, giver: Giver, now: datetime) -> Begun:
    """Make the promise of a draft as a transfer, which is awaited for sixty days. Reaches no provider.

    Many presses at once make one promise with one reference. Raises GiftRefused.
    """
    if gift.is_draft:
        refusal = refusal_to_give(gift.campaign, meter_of_campaign(gift.campaign).raised, now)
        if refusal is None and account_for(gift.campaign) is None:
            refusal = GiftRefusal.NO_PROVIDER
        if refusal is not None:
            raise GiftRefused(refusal)
    changes = {
        "provider": Method.BANK,
        "provider_ref": _new_reference(),
        "look_again_at": now + TRANSFER_AWAITED,
    }
    person = promise_draft(gift=gift, giver=giver, changes=changes, now=now)
    if person is not None:
        # Outside of the lock: what is judged by nobody, because this process dies, waits unshown.
        screen_words(gift=gift, giver=person, now=now)
    current = gift_at(gift.secret)
    if current is None:
        raise GiftRefused(GiftRefusal.FINISHED)
    is_new_guest = person is not None and gift.person is None and giver.person is None
    return Begun(current, "", is_new_guest)


def _new_reference() -> str:
    while True:
        body = "".join(secrets.choice("0123456789") for _ in range(BODY_DIGITS))
        reference = creditor_reference(body)
        if not Gift.objects.filter(provider=Method.BANK, provider_ref=reference).exists():
            return reference
