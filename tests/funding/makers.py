"""Short ways to what the tests of funding begin with; all of them through the actions themselves."""

from datetime import UTC, datetime, timedelta

from standfirst.funding.actions.campaigns import CampaignPlan, make_campaign
from standfirst.funding.actions.events import digest_event, receive_event
from standfirst.funding.actions.gifts import Giver, Words, begin_gift, draft_gift
from standfirst.funding.actions.manual import (
    ManualGift,
    confirm_manual_gift,
    enter_manual_gift,
)
from standfirst.funding.actions.payments import apply_truth
from standfirst.funding.actions.refunds import send_refund
from standfirst.funding.actions.rehearsal import choose_outcome, send_event
from standfirst.funding.actions.transfers import (
    AccountFacts,
    keep_bank_account,
    promise_transfer,
)
from standfirst.funding.models import (
    Gift,
    GiftState,
    Method,
    ProviderEvent,
    Refund,
    RehearsalCheckout,
    RehearsalEvent,
)
from standfirst.funding.rules.truths import TruthState
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from standfirst.outbox.actions import claim_job, finish_job
from standfirst.people.models import User

NOW = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
IBAN = "DE89370400440532013000"


def usd(minor):
    return Money(minor, "USD")


def a_campaign(slug="river", *, goal=None, is_rehearsed=True, now=NOW, **plan):
    return make_campaign(
        slug=slug,
        plan=CampaignPlan(
            title=plan.pop("title", "The river fund"), goal=goal or usd(500_000), **plan
        ),
        is_rehearsed=is_rehearsed,
        now=now,
    )


def a_draft(campaign, minor=2500, *, now=NOW, person=None, **words):
    return draft_gift(
        campaign=campaign,
        amount=Money(minor, campaign.currency),
        words=Words(**words),
        person=person,
        now=now,
    )


def a_promise(campaign, minor=2500, *, now=NOW, **words):
    gift = a_draft(campaign, minor, now=now, **words)
    begin_gift(gift=gift, person=None, return_path="/support/", now=now)
    return Gift.objects.get(pk=gift.pk)


def a_bank_account(iban=IBAN, *, now=NOW):
    facts = AccountFacts(holder="River Press e.V.", iban=iban, bic="COBADEFFXXX")
    return keep_bank_account(facts=facts, now=now)


def a_euro_campaign(slug="river"):
    return a_campaign(slug, is_rehearsed=False, goal=Money(500_000, "EUR"))


def a_transfer(campaign, minor=2500, *, now=NOW, **words):
    """A promise that waits for a bank transfer."""
    a_bank_account(now=now)
    gift = a_draft(campaign, minor, now=now, **words)
    return promise_transfer(gift=gift, giver=Giver(None), now=now).gift


def second_person():
    """Give an account that confirms what others enter by hand."""
    made, _ = User.objects.get_or_create(email="second@paper.test", defaults={"name": "Sec Ond"})
    return made


def by_hand(campaign, minor=2500, *, now=NOW, method=Method.CASH, key="", by=None, **words):
    """A gift that somebody entered and nobody has confirmed yet."""
    manual = ManualGift(
        amount=Money(minor, campaign.currency),
        method=method,
        received_at=now,
        key=key or new_secret(),
        words=Words(**words),
    )
    return enter_manual_gift(campaign=campaign, manual=manual, entered_by=by, now=now)


def cash(campaign, minor=2500, *, now=NOW, **said):
    """A gift by hand that a second person confirmed."""
    entered = by_hand(campaign, minor, now=now, **said)
    return confirm_manual_gift(gift=entered, confirmed_by=second_person(), now=now)


def gift_form(to, /, **changed):
    """What a treasurer types of a gift that came."""
    return {
        "campaign": to.pk,
        "method": "bank transfer",
        "amount": "120.50",
        "received_on": "2026-03-01",
        "name": "Ada Bell",
        "shows_name": "on",
        "message": "",
        "email": "",
        "note": "GIRO 17",
        "key": "form-1",
    } | changed


def many_paid(world, campaign, number):
    """Give so many paid and booked sales, each by the action that follows what the provider says."""
    gifts = Gift.objects.bulk_create(
        Gift(
            campaign=campaign,
            amount=100 + count,
            currency=campaign.currency,
            state=GiftState.PROMISED,
            secret=new_secret(),
            reference=f"r{count}",
            provider=world.name,
            drafted_at=world.now,
            promised_at=world.now,
        )
        for count in range(number)
    )
    for gift in gifts:
        sale = world.sell(gift.reference, gift.money)
        world.become(sale, TruthState.PAID)
        world.book_all()
        apply_truth(provider=world, truth=world.truth_of(sale), now=world.now)
    world.events.clear()
    return list(world.sales.values())


def checkout_of(gift):
    return RehearsalCheckout.objects.get(key=gift.reference)


def choose(gift, outcome, *, now=NOW):
    return choose_outcome(ref=checkout_of(gift).ref, outcome=outcome, now=now)


def work(now=NOW):
    """Do what the worker would do by then: send the pretend provider's events, digest them."""
    done = 0
    for model, perform in ((RehearsalEvent, send_event), (ProviderEvent, digest_event)):
        while job := claim_job(model, now=now, lease=timedelta(minutes=5)):
            perform(job, now=now)
            finish_job(job, now=now)
            done += 1
    return done


def give(campaign, minor=2500, *, outcome="paid", now=NOW, **words):
    """A whole gift with the pretend provider, from the form to what its event brought."""
    gift = a_promise(campaign, minor, now=now, **words)
    choose(gift, outcome, now=now)
    work(now)
    return Gift.objects.get(pk=gift.pk)


def play(world):
    """Take in and digest all events that a world has sent; then ask it for what we decided on."""
    while world.events:
        body = world.events.pop(0)
        receive_event(provider=world, body=body, headers={}, now=world.now)
    for model, perform in ((ProviderEvent, digest_event), (Refund, send_refund)):
        while job := claim_job(model, now=world.now, lease=timedelta(minutes=5)):
            perform(job, now=world.now)
            finish_job(job, now=world.now)
