"""How far campaigns are, by the ledger alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from standfirst.delivery.keys import campaign_key
from standfirst.delivery.recording import declare_soft
from standfirst.funding.models import Account, AccountKind, Campaign, Entry
from standfirst.funding.queries.balances import with_balances
from standfirst.lib.money import Money

GIVEN_BACK = (AccountKind.REFUNDED, AccountKind.CHARGED_BACK)
SETTLED = (AccountKind.CAMPAIGN, *GIVEN_BACK, AccountKind.DISPUTED)
SHOWN_KINDS = (*SETTLED, AccountKind.MATCHED, AccountKind.PLEDGED)


@dataclass(frozen=True)
class Meter:
    """What a campaign has (settled) and what is on its way (pledged), as the ledger sums it.

    Settled is what was given less what was given back (``refunded``: also what was lost in disputes) and
    less what is in dispute (``disputed``). ``matched`` is what others owe or paid because of it, and counts
    towards the goal with it (``raised``). ``as_of`` is when its newest entry was written: nothing later
    is in the numbers. None means that there is no entry yet.
    """

    campaign: Campaign
    settled: Money
    matched: Money
    pledged: Money
    refunded: Money
    disputed: Money
    as_of: datetime | None

    @property
    def goal(self) -> Money:
        """What the campaign asks for."""
        return self.campaign.goal_money

    @property
    def raised(self) -> Money:
        """What counts towards the goal: settled and matched."""
        return self.settled + self.matched

    @property
    def percent(self) -> int:
        """How much of the goal is raised, rounded down: 99.9 % is not reached."""
        return max(self.raised.minor, 0) * 100 // self.goal.minor

    @property
    def is_reached(self) -> bool:
        """Whether what is raised covers the goal."""
        return self.raised >= self.goal


def meters_of(campaigns: Iterable[Campaign]) -> Mapping[int, Meter]:
    """Give the meters of campaigns by id, in one query, whatever their number.

    What was given is a credit, so the balance is negative there; a campaign's account is real or
    rehearsed as it is, so pretended money is in no real meter.
    """
    wanted = {campaign.pk: campaign for campaign in campaigns}
    sums: dict[tuple[int | None, str], int] = {}
    newest: dict[int | None, datetime | None] = {}
    last = Entry.objects.filter(campaign=OuterRef("campaign")).order_by("-sequence").values("at")
    accounts = Account.objects.filter(campaign__in=wanted, kind__in=SHOWN_KINDS)
    rows = with_balances(accounts).annotate(newest_at=Subquery(last[:1]))
    for pk, kind, amount, at in rows.values_list("campaign_id", "kind", "balance", "newest_at"):
        sums[pk, kind] = -amount
        newest[pk] = at

    def credit(campaign: Campaign, *kinds: AccountKind) -> Money:
        return Money(sum(sums.get((campaign.pk, kind), 0) for kind in kinds), campaign.currency)

    return {
        pk: Meter(
            campaign=campaign,
            settled=credit(campaign, *SETTLED),
            matched=credit(campaign, AccountKind.MATCHED),
            pledged=credit(campaign, AccountKind.PLEDGED),
            refunded=-credit(campaign, *GIVEN_BACK),
            disputed=-credit(campaign, AccountKind.DISPUTED),
            as_of=newest.get(pk),
        )
        for pk, campaign in wanted.items()
    }


def meter_of_campaign(campaign: Campaign) -> Meter:
    """Give one campaign's meter. Whoever shows it elsewhere than on its own page declares softly."""
    return meters_of([campaign])[campaign.pk]


def shown_meter(campaign: Campaign) -> Meter:
    """Give a campaign's meter for another's page: softly declared, so it may be a minute old."""
    declare_soft(campaign_key(campaign.pk))
    return meter_of_campaign(campaign)
