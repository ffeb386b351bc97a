"""From a provider's word, or a treasurer's, to the ledger: each in one transaction under lock."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from standfirst.delivery.actions import announce, mark_stale
from standfirst.delivery.keys import LEDGER, campaign_key
from standfirst.funding.actions.ledger import post_entry, reverse_entry
from standfirst.funding.actions.matching import follow_match, match_payment
from standfirst.funding.actions.receipts import number_payment
from standfirst.funding.actions.settlement import follow_payment
from standfirst.funding.actions.thanks import thank_giver
from standfirst.funding.models import (
    MISMATCHES,
    AccountKind,
    Campaign,
    Finding,
    Gift,
    GiftState,
    Payment,
)
from standfirst.funding.providers.interface import Provider
from standfirst.funding.queries.gifts import locked_gift
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.rules.entries import books_of, gift_posting, pledge_posting
from standfirst.funding.rules.giving import may_move
from standfirst.funding.rules.truths import Truth, TruthState, mismatch_of
from standfirst.lib.money import Money
from standfirst.people.models import Person, Standing
from standfirst.people.queries import merged_person

log = structlog.get_logger(__name__)

STANDING_LASTS = timedelta(days=365)


@dataclass(frozen=True)
class PaymentFact:
    """Money that came: from whom we know it, under which name, into which account."""

    provider: str
    provider_ref: str
    provider_account: str
    amount: Money
    into: AccountKind
    paid_at: datetime


def apply_truth(*, provider: Provider, truth: Truth, now: datetime) -> Finding:
    """Bring a gift and its payment to where their provider says they are. Safe to repeat, in any order.

    Locks the gift, compares amount, currency, account, mode and reference, and changes nothing
    where they differ.
    """
    with transaction.atomic():
        gift = locked_gift(provider=provider.name, ref=truth.ref, key=truth.key)
        finding = mismatch_of(gift, truth, account=provider.account)
        if gift is None or finding is not None:
            return finding or Finding.UNKNOWN_GIFT
        if not gift.provider_ref:
            gift.provider_ref = truth.ref
            gift.save(update_fields=["provider_ref"])
        findings = [_follow(gift, truth, provider, now)]
        payment = gift.payments.filter(
            provider=provider.name, provider_ref=truth.payment_ref
        ).first()
        if payment is not None:
            payment.gift = gift
            findings += follow_payment(payment=payment, truth=truth, provider=provider, now=now)
            follow_match(payment=payment, now=now)
            if Finding.RECORDED in findings:
                tell_meter(campaign=gift.campaign, now=now)
        return weightiest(findings)


def record_payment(*, gift: Gift, fact: PaymentFact, now: datetime) -> Payment:
    """Write the payment, its entry, what is matched for it, its receipt, the standing and the thanks.

    ``gift`` is locked by the caller, in whose transaction this belongs, and who tells the meter.
    """
    campaign = gift.campaign
    _release_pledge(gift, now)
    books = books_of(campaign, fact.provider)
    posting = gift_posting(books, fact.amount, into=fact.into)
    payment = Payment.objects.create(
        gift=gift,
        provider=fact.provider,
        provider_ref=fact.provider_ref,
        provider_account=fact.provider_account,
        amount=fact.amount.minor,
        currency=fact.amount.currency,
        is_rehearsed=campaign.is_rehearsed,
        entry=post_entry(posting=posting, now=now),
        paid_at=fact.paid_at,
        recorded_at=now,
    )
    match_payment(gift=gift, payment=payment, now=now)
    number_payment(payment=payment, now=now)
    move_gift(gift=gift, to=GiftState.PAID, now=now)
    if gift.person is not None and not campaign.is_rehearsed:
        _extend_standing(gift.person, now)
    thank_giver(gift=gift, now=now)
    return payment


def weightiest(findings: Sequence[Finding]) -> Finding:
    """Give what somebody has to see, else that money moved, else what was noted."""
    wrong = next((one for one in findings if one in MISMATCHES), None)
    moved = next((one for one in (Finding.RECORDED, Finding.NOTED) if one in findings), None)
    return wrong or moved or Finding.KNOWN_ALREADY


def expire_promise(*, gift: Gift, now: datetime) -> bool:
    """Give up a promise that led nowhere; say whether it still was one."""
    with transaction.atomic():
        row = (
            Gift.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=gift.pk)
        )
        if row.state != GiftState.PROMISED:
            return False
        move_gift(gift=row, to=GiftState.EXPIRED, now=now)
        return True


def tell_meter(*, campaign: Campaign, now: datetime) -> None:
    """Tell whatever shows a campaign's meter or its entries that they moved."""
    meter = meter_of_campaign(campaign)
    told = {
        "settled": meter.settled.minor,
        "matched": meter.matched.minor,
        "pledged": meter.pledged.minor,
    }
    ledger = () if campaign.is_rehearsed else (LEDGER,)
    mark_stale(campaign_key(campaign.pk), *ledger, now=now)
    announce(
        topic=campaign_key(campaign.pk),
        kind="meter",
        subject_id=campaign.pk,
        payload=json.dumps(told, separators=(",", ":")),
        now=now,
    )


def move_gift(*, gift: Gift, to: GiftState, now: datetime) -> None:
    """Bring a locked gift along one of its ways, and note whether that ends it."""
    if not may_move(gift.state, to):
        raise RuntimeError(f"A gift does not go from {gift.state} to {to}.")
    is_over = to in (GiftState.PAID, GiftState.FAILED, GiftState.EXPIRED)
    gift.state = to
    gift.finished_at = now if is_over else None
    gift.look_again_at = None if is_over else gift.look_again_at
    gift.save(update_fields=["state", "finished_at", "look_again_at"])
    log.info("gift_moved", gift=gift.reference, to=to)


def _follow(gift: Gift, truth: Truth, provider: Provider, now: datetime) -> Finding:
    if truth.state == TruthState.PAID:
        return _settle(gift, truth, provider, now)
    to = {
        TruthState.PROCESSING: GiftState.PENDING,
        TruthState.REFUSED: GiftState.FAILED,
        TruthState.ABANDONED: GiftState.EXPIRED,
    }.get(truth.state)
    if to is None or gift.state == to or not may_move(gift.state, to):
        return Finding.KNOWN_ALREADY
    if to == GiftState.PENDING:
        _pledge(gift, provider, now)
    else:
        _release_pledge(gift, now)
    move_gift(gift=gift, to=to, now=now)
    tell_meter(campaign=gift.campaign, now=now)
    return Finding.NOTED


def _settle(gift: Gift, truth: Truth, provider: Provider, now: datetime) -> Finding:
    if gift.state == GiftState.PAID:
        is_known = gift.payments.filter(
            provider=provider.name, provider_ref=truth.payment_ref
        ).exists()
        return Finding.KNOWN_ALREADY if is_known else Finding.SECOND_PAYMENT
    fact = PaymentFact(
        provider=provider.name,
        provider_ref=truth.payment_ref,
        provider_account=truth.account,
        amount=truth.amount,
        into=AccountKind.DUE,
        paid_at=truth.changed_at,
    )
    record_payment(gift=gift, fact=fact, now=now)
    return Finding.RECORDED


def _pledge(gift: Gift, provider: Provider, now: datetime) -> None:
    posting = pledge_posting(books_of(gift.campaign, provider.name), gift.money)
    gift.pledge_entry = post_entry(posting=posting, now=now)
    gift.save(update_fields=["pledge_entry"])


def _release_pledge(gift: Gift, now: datetime) -> None:
    """Take back what was booked as on its way: it came, or it will not."""
    if gift.state == GiftState.PENDING and gift.pledge_entry is not None:
        reverse_entry(entry=gift.pledge_entry, now=now)


def _extend_standing(person: Person, now: datetime) -> None:
    person = merged_person(person)
    until = now + STANDING_LASTS
    standing, is_new = Standing.objects.get_or_create(person=person, defaults={"until": until})
    if not is_new and standing.until < until:
        standing.until = until
        standing.save(update_fields=["until"])
