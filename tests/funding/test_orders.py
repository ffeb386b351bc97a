"""In whatever order, and however often, what a provider says is heard: the ledger ends the same."""

import os
import random
from itertools import permutations

import pytest
from django.db import connection, transaction

from standfirst.funding.actions.payments import apply_truth
from standfirst.funding.actions.sweeps import ask_about_promises
from standfirst.funding.models import (
    BalanceTransaction,
    Dispute,
    Gift,
    GiftState,
    Refund,
)
from standfirst.funding.queries.verification import verify_ledger
from standfirst.lib.secret import new_secret
from tests.funding.makers import NOW, a_campaign, usd
from tests.funding.stories import STORIES
from tests.funding.test_at_once import at_once, errors

IS_SOAK = os.environ.get("STANDFIRST_SOAK") == "1"
MOST_ORDERS = 720 if IS_SOAK else 12
IN_PARALLEL = 2000 if IS_SOAK else 6


def told(world, campaign, story):
    """Play a story there; give the promise here, and what the provider said after each act."""
    gift = Gift.objects.create(
        campaign=campaign,
        amount=2500,
        currency="USD",
        state=GiftState.PROMISED,
        secret=new_secret(),
        reference=new_secret(),
        provider=world.name,
        drafted_at=NOW,
        promised_at=NOW,
    )
    sale = world.sell(gift.reference, usd(2500))
    said = []
    for act in STORIES[story]:
        act(world, sale)
        said.append(world.truth_of(sale))
    return gift, said


def hear(world, said):
    for truth in said:
        apply_truth(provider=world, truth=truth, now=NOW)
    # What was heard last may be old; a promise that seems open is asked about.
    Gift.objects.filter(look_again_at__isnull=False).update(look_again_at=NOW)
    Gift.objects.filter(state=GiftState.PENDING).update(look_again_at=NOW)
    ask_about_promises(now=NOW)


def books():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, SUM(l.amount) FROM funding_leg l"
            " JOIN funding_account a ON a.id = l.account_id"
            " GROUP BY a.code HAVING SUM(l.amount) <> 0 ORDER BY a.code"
        )
        sums = [(code, int(amount)) for code, amount in cursor.fetchall()]
    return (
        sums,
        sorted(Gift.objects.values_list("reference", "state")),
        sorted(Refund.objects.values_list("provider_ref", "state")),
        sorted(Dispute.objects.values_list("provider_ref", "state")),
        sorted(BalanceTransaction.objects.values_list("ref", flat=True)),
    )


def ends_of(world, said, orders):
    """Hear it in each order, each from the same beginning; give the ends, each once."""
    ends = []
    for order in orders:
        with transaction.atomic():
            hear(world, order)
            assert verify_ledger().is_sound
            end = books()
            transaction.set_rollback(True)
        if end not in ends:
            ends.append(end)
    return ends


@pytest.mark.django_db
@pytest.mark.parametrize("story", STORIES)
def test_all_orders_end_the_same(world, story):
    campaign = a_campaign(is_rehearsed=False)
    _, said = told(world, campaign, story)
    orders = list(permutations(said))
    chosen = [orders[0], orders[-1], *random.Random(story).choices(orders, k=MOST_ORDERS)]
    assert len(ends_of(world, said, orders if len(orders) <= MOST_ORDERS else chosen)) == 1


@pytest.mark.django_db
def test_the_control_what_is_never_heard_ends_otherwise(world):
    _, said = told(world, a_campaign(is_rehearsed=False), "disputed and lost")
    assert len(ends_of(world, said, [said, said[:3]])) == 2


@pytest.mark.django_db(transaction=True)
def test_with_duplicates_in_parallel_too(world):
    chance = random.Random(2000)
    campaign = a_campaign(is_rehearsed=False)
    for _ in range(IN_PARALLEL):
        _, said = told(world, campaign, chance.choice(list(STORIES)))
        heard = [*said, *chance.choices(said, k=3)]
        chance.shuffle(heard)
        halves = [heard[number::4] for number in range(4)]
        assert not errors(at_once([lambda part=part: hear(world, part) for part in halves]))
        hear(world, said[-1:])
    assert verify_ledger().is_sound
    sold = world.sales.values()
    expected = sum(sale.left for sale in sold)
    sums = dict(books()[0])
    assert -sum(sums.get(f"{kind}/{campaign.pk}/USD", 0) for kind in KINDS) == expected
    assert sums["clearing/world/USD"] == world.balances()["USD"]


KINDS = ("campaign", "refunded", "disputed", "charged back")
