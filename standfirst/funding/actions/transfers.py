"""Gifts by bank transfer: where they go, and the promise under a reference of its own."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import campaign_key
from standfirst.funding.actions.gifts import Begun, Giver, promise_draft
from standfirst.funding.models import BankAccount, Campaign, Gift, Method
from standfirst.funding.queries.transfers import account_for
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
    way = {
        "provider": Method.BANK,
        "provider_ref": _new_reference(),
        "look_again_at": now + TRANSFER_AWAITED,
    }
    can = account_for(gift.campaign) is not None
    promised = promise_draft(gift=gift, giver=giver, way=way if can else None, now=now)
    return Begun(promised.gift, "", promised.is_new_guest)


def _new_reference() -> str:
    while True:
        body = "".join(secrets.choice("0123456789") for _ in range(BODY_DIGITS))
        reference = creditor_reference(body)
        if not Gift.objects.filter(provider=Method.BANK, provider_ref=reference).exists():
            return reference
