"""A campaign with as many ledger entries as wanted, laid out under the ledger's own triggers, and its pages.

Posting a million entries one after the other would take hours. These are written in rows of many, with the
hashes that posting would give them; the database refuses them unless everything agrees.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from standfirst.funding.actions.campaigns import CampaignPlan, make_campaign
from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.gifts import begin_gift, draft_gift
from standfirst.funding.actions.ledger import post_entry, recount_ledger
from standfirst.funding.actions.rehearsal import choose_outcome, send_event
from standfirst.funding.actions.words import Words
from standfirst.funding.models import (
    Account,
    AccountKind,
    Campaign,
    Entry,
    EntryKind,
    LedgerHead,
    Leg,
    ProviderEvent,
    RehearsalCheckout,
    RehearsalEvent,
)
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.rules.chain import ChainLeg, ChainLink, link_hash
from standfirst.funding.rules.postings import AccountName, Posting
from standfirst.lib.clock import now as clock
from standfirst.lib.money import Money
from standfirst.lib.secret import new_file_stem

CURRENCY = "USD"
AMOUNT = 500
AT_ONCE = 2_000
SHORT = 100
# As many as a day may bring after the night's recount.
SINCE = 2_000
ROUNDS = 15


def long_ledger(number: int) -> dict[str, object]:
    """Lay out a campaign of so many entries and one of a hundred; give what their pages cost."""
    now = clock()
    short, long = (a_campaign(f"books-{size}", now) for size in (SHORT, number))
    fill(short, SHORT, now)
    fill(long, max(number - SINCE, 1), now)
    begun = time.perf_counter()
    recount = recount_ledger(now=clock())
    counted = time.perf_counter()
    fill(long, min(SINCE, number), clock())
    client = Client(headers={"host": "127.0.0.1"})

    def at(address: str) -> None:
        assert client.get(address).status_code == 200

    pages: dict[str, Callable[[], object]] = {}
    for campaign, size in ((short, SHORT), (long, number)):
        pages[f"meter of {size:,} entries"] = partial(meter_of_campaign, campaign)
        pages[f"campaign of {size:,} entries"] = partial(at, f"/support/{campaign.slug}/")
        pages[f"ledger of {size:,} entries"] = partial(at, f"/ledger/{campaign.slug}/")
    return {
        "pages": [cost(name, page) for name, page in pages.items()],
        "recount": counted - begun,
        "differences": recount.differences,
    }


def cost(name: str, page: Callable[[], object]) -> dict[str, object]:
    """Give what one page's rendering cost: questions, and the wall's milliseconds."""
    page()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        page()
        times.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        page()
    return {"name": name, "queries": len(asked), "milliseconds": times}


def payments(number: int) -> dict[str, object]:
    """Pay so many rehearsed gifts; give what each took from its event to its ledger entry (milliseconds)."""
    campaign = a_campaign("books-paid", clock(), is_rehearsed=True)
    waits, processor = [], []
    for _ in range(number):
        now = clock()
        gift = draft_gift(
            campaign=campaign,
            amount=Money(AMOUNT, CURRENCY),
            words=Words(),
            person=None,
            now=now,
        )
        begin_gift(gift=gift, person=None, return_path="/support/", now=now)
        checkout = RehearsalCheckout.objects.get(key=gift.reference)
        choose_outcome(ref=checkout.ref, outcome="paid", now=now)
        sent = RehearsalEvent.objects.latest("pk")
        begun, spent = time.perf_counter(), time.process_time()
        send_event(sent, now)
        digest_event(ProviderEvent.objects.latest("pk"), now)
        waits.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    return {"waits": waits, "processor": processor}


def a_campaign(slug: str, now: datetime, *, is_rehearsed: bool = False) -> Campaign:
    """Give a campaign whose goal no entry here reaches."""
    plan = CampaignPlan(title=f"The books of {slug}", goal=Money(10**12, CURRENCY))
    return make_campaign(slug=slug, plan=plan, is_rehearsed=is_rehearsed, now=now)


def fill(campaign: Campaign, number: int, now: datetime) -> None:
    """Write so many promises into the ledger, the first as it is done, the others in rows of many."""
    names = [
        AccountName(kind, CURRENCY, is_rehearsed=False, campaign_id=owner)
        for kind, owner in ((AccountKind.RECEIVABLE, None), (AccountKind.PLEDGED, campaign.pk))
    ]
    amounts = tuple(zip(names, (AMOUNT, -AMOUNT), strict=True))
    post_entry(
        posting=Posting(EntryKind.PLEDGE, campaign.pk, is_rehearsed=False, amounts=amounts), now=now
    )
    accounts = [Account.objects.get(code=name.code) for name in names]
    for start in range(1, number, AT_ONCE):
        write(campaign, accounts, min(AT_ONCE, number - start), now)


@transaction.atomic
def write(campaign: Campaign, accounts: list[Account], number: int, now: datetime) -> None:
    """Write entries in rows of many, at the chain's end."""
    head = LedgerHead.objects.select_for_update().get(pk=1)
    legs = tuple(
        ChainLeg(account.code, CURRENCY, amount)
        for account, amount in zip(accounts, (AMOUNT, -AMOUNT), strict=True)
    )
    entries = []
    for sequence in range(head.sequence + 1, head.sequence + number + 1):
        at, reference = now + timedelta(microseconds=sequence), new_file_stem()
        link = ChainLink(sequence, at, EntryKind.PLEDGE, campaign.pk, reference, None, legs)
        entry = Entry(
            sequence=sequence,
            at=at,
            kind=EntryKind.PLEDGE,
            campaign=campaign,
            is_rehearsed=False,
            reference=reference,
            prev_hash=head.hash,
            hash=link_hash(link, head.hash),
        )
        entries.append(entry)
        head.hash = entry.hash
    Leg.objects.bulk_create(
        Leg(entry_id=entry.sequence, account=account, amount=amount)
        for entry in entries
        for account, amount in zip(accounts, (AMOUNT, -AMOUNT), strict=True)
    )
    Entry.objects.bulk_create(entries)
    head.sequence += number
    head.save(update_fields=["sequence", "hash"])
