"""How far campaigns are, by the ledger alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from standfirst.delivery.keys import campaign_key
from standfirst.delivery.recording import declare_soft
from standfirst.funding.models import Account, AccountKind, Campaign
from standfirst.funding.queries.balances import with_balances
from standfirst.lib.money import Money

SHOWN_KINDS = (AccountKind.CAMPAIGN, AccountKind.PLEDGED)


@dataclass(frozen=True)
class Mark:
    """A value on the meter's scale, and where it stands on a bar of 100."""

    value: Money
    place: float


@dataclass(frozen=True)
class Meter:
    """What a campaign has (settled) and what is on its way (pledged), as the ledger sums it."""

    campaign: Campaign
    settled: Money
    pledged: Money
    as_of: datetime

    @property
    def goal(self) -> Money:
        """What the campaign asks for."""
        return self.campaign.goal_money

    @property
    def percent(self) -> int:
        """How much of the goal is settled, rounded down: 99.9 % is not reached."""
        return max(self.settled.minor, 0) * 100 // self.goal.minor

    @property
    def is_reached(self) -> bool:
        """Whether what is settled covers the goal."""
        return self.settled >= self.goal

    @property
    def settled_width(self) -> float:
        """The settled part of a bar of 100."""
        return self._width(self.settled.minor)

    @property
    def pledged_width(self) -> float:
        """The pledged part of a bar of 100, after the settled one."""
        return round(self._width(self.settled.minor + self.pledged.minor) - self.settled_width, 2)

    @property
    def marks(self) -> Sequence[Mark]:
        """The values on the scale, from nothing to the goal."""
        currency = self.campaign.currency
        return [
            Mark(Money(value, currency), self._width(value)) for value in self.campaign.scale()
        ]

    def _width(self, minor: int) -> float:
        return round(min(max(minor, 0) / self.goal.minor, 1) * 100, 2)


def meters_of(campaigns: Iterable[Campaign], now: datetime) -> Mapping[int, Meter]:
    """Give the meters of campaigns by id, in one query, whatever their number.

    The campaign's credits are what was given, so their balance is negative there; a campaign's
    account is real or rehearsed as it is, so pretended money is in no real meter.
    """
    wanted = {campaign.pk: campaign for campaign in campaigns}
    sums: dict[tuple[int, str], int] = {}
    accounts = Account.objects.filter(campaign__in=wanted, kind__in=SHOWN_KINDS)
    for account in with_balances(accounts):
        balance: int = account.balance  # type: ignore[attr-defined]
        if account.campaign_id is not None:
            sums[account.campaign_id, account.kind] = -balance
    return {
        pk: Meter(
            campaign=campaign,
            settled=Money(sums.get((pk, AccountKind.CAMPAIGN), 0), campaign.currency),
            pledged=Money(sums.get((pk, AccountKind.PLEDGED), 0), campaign.currency),
            as_of=now,
        )
        for pk, campaign in wanted.items()
    }


def meter_of_campaign(campaign: Campaign, now: datetime) -> Meter:
    """Give one campaign's meter. Whoever shows it elsewhere than on its own page declares softly."""
    return meters_of([campaign], now)[campaign.pk]


def shown_meter(campaign: Campaign, now: datetime) -> Meter:
    """Give a campaign's meter for another's page: softly declared, so it may be a minute old."""
    declare_soft(campaign_key(campaign.pk))
    return meter_of_campaign(campaign, now)
