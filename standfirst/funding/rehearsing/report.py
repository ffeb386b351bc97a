"""Playing a campaign from its first day to closed books, and saying what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from standfirst.funding.actions.campaigns import CampaignPlan, make_campaign
from standfirst.funding.actions.reconciling import reconcile
from standfirst.funding.models import Account, AccountKind, Campaign, Reconciliation
from standfirst.funding.providers.interface import Provider, ProviderUnreachable
from standfirst.funding.providers.pretend import acts
from standfirst.funding.providers.pretend.acts import Desk
from standfirst.funding.providers.pretend.api import PretendApi, Request
from standfirst.funding.providers.pretend.memory import MemoryShelf
from standfirst.funding.providers.pretend.server import serving
from standfirst.funding.providers.pretend.shelf import Thing
from standfirst.funding.providers.registry import standing_in
from standfirst.funding.providers.stripe.adapter import StripeProvider
from standfirst.funding.providers.stripe.keys import StripeKeys
from standfirst.funding.queries.balances import balances
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rehearsing.chaos import CALM, FULL, Post, troubled
from standfirst.funding.rehearsing.play import Play
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret

SLUG = "played"
GIVING_DAYS, LAST_DAYS = 8, 16
# As often as Stripe itself would be asked on as many nights.
MOST_TRIES = 30
DAY = timedelta(days=1)


class RehearsalRefused(Exception):
    """Nothing can be played here; says why."""


@dataclass(frozen=True)
class Script:
    """What is to be played. The same seed is the same play."""

    gifts: int
    currency: str = "USD"
    seed: int = 1
    is_chaotic: bool = False


@dataclass(frozen=True)
class PlayReport:
    """What was planted, what went wrong on the way, and what does not agree at the end."""

    campaign: Campaign
    planted: Mapping[str, int]
    trouble: Mapping[str, int]
    settled: Money
    faults: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the books closed right."""
        return not self.faults


def play_campaign(*, script: Script, now: datetime) -> PlayReport:
    """Play a campaign that begins ``now``, in a rehearsed campaign of this site.

    Raises RehearsalRefused where a live key is set.
    """
    if not is_rehearsing_allowed():
        raise RehearsalRefused("A live payment key is set: nothing is rehearsed here.")
    plan = CampaignPlan(title="A campaign, played", goal=Money(1_000_000, script.currency))
    campaign = make_campaign(slug=SLUG, plan=plan, is_rehearsed=True, now=now)
    shelf, secret, key = MemoryShelf(), f"whsec_{new_secret()}", f"sk_test_{new_secret()}"
    random = Random(script.seed)  # noqa: S311 -- a play, not a secret
    clock = [now]

    def answering(request: Request) -> tuple[int, Thing]:
        desk = Desk(shelf, now=int(clock[0].timestamp()))
        api = PretendApi(desk, account="acct_rehearsal", secret=key, pages="https://pay.test/{ref}")
        return troubled(api.answer, post)(request)

    with serving(answering) as address:
        keys = StripeKeys(key, "acct_rehearsal", (secret,), base_address=address)
        provider = StripeProvider(keys, site="https://paper.test")
        post = Post(provider, secret, random, FULL if script.is_chaotic else CALM)
        with standing_in(provider):
            play = Play(campaign, shelf, post, random, now)
            _act_out(play, script, clock)
            faults = _faults(play, provider, since=now - DAY)
    settled = meter_of_campaign(campaign).settled
    return PlayReport(campaign, play.planted, post.counts, settled, tuple(faults))


def _act_out(play: Play, script: Script, clock: list[datetime]) -> None:
    for day in range(GIVING_DAYS + LAST_DAYS):
        if day < GIVING_DAYS:
            for number in range(day, script.gifts, GIVING_DAYS):
                play.give(number)
        clock[0] = play.now + DAY
        play.pass_day(is_last=day >= GIVING_DAYS + LAST_DAYS // 2)
        if day % 7 == 6:
            play.pay_out()


def _faults(play: Play, provider: Provider, *, since: datetime) -> list[str]:
    """Compare the books with what was planted, with the provider's, and with themselves."""
    first = _reconciled(play, provider, since)
    second = _reconciled(play, provider, since)
    play.planted["lines that no event told of"] += first.differences
    faults = [str(finding) for finding in (*second.findings, *verify_ledger().findings)]
    meter = meter_of_campaign(play.campaign)
    if meter.settled.minor != play.expected:
        faults.append(f"The meter says {meter.settled.minor}, planted were {play.expected}.")
    if meter.pledged:
        faults.append(f"{meter.pledged.minor} are still on their way.")
    lies = acts.balance(play.desk, play.campaign.currency.lower())
    held = balances(Account.objects.filter(kind=AccountKind.CLEARING, is_rehearsed=True))
    if sum(one.amount for one in held) != lies:
        faults.append(f"The provider holds {lies}, the books say {[one.amount for one in held]}.")
    return faults


def _reconciled(play: Play, provider: Provider, since: datetime) -> Reconciliation:
    for _ in range(MOST_TRIES):
        play.work()
        try:
            return reconcile(
                provider=provider, since=since, until=play.now + DAY, now=play.now + DAY
            )
        except ProviderUnreachable:
            continue
    raise ProviderUnreachable("The pretend provider never answered.")
