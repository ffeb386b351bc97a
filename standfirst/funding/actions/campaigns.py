"""Making, changing, placing and closing campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import LEDGER, campaign_key
from standfirst.funding.models import Campaign, CampaignPlace, GoalPolicy
from standfirst.funding.queries.campaigns import LIST_KEY
from standfirst.funding.rules.giving import suggested_amounts
from standfirst.lib.money import Money
from standfirst.pictures.models import Image


@dataclass(frozen=True)
class CampaignPlan:
    """What a campaign is made of that may change later. Amounts in minor units."""

    title: str
    goal: Money
    purpose: str = ""
    story: str = ""
    marks: tuple[int, ...] = ()
    suggested: tuple[int, ...] = ()
    deadline: datetime | None = None
    goal_policy: GoalPolicy = GoalPolicy.GO_ON
    goal_words: str = ""
    picture: Image | None = None
    picture_alt: str = ""
    is_shown_everywhere: bool = False


@transaction.atomic
def make_campaign(*, slug: str, plan: CampaignPlan, is_rehearsed: bool, now: datetime) -> Campaign:
    """Make a campaign, real or rehearsed for ever, in the currency of its goal."""
    campaign = Campaign(
        slug=slug, currency=plan.goal.currency, is_rehearsed=is_rehearsed, created_at=now
    )
    _take_over(campaign, plan)
    campaign.full_clean()
    campaign.save(force_insert=True)
    mark_stale(LIST_KEY, LEDGER, now=now)
    return campaign


@transaction.atomic
def edit_campaign(*, campaign: Campaign, plan: CampaignPlan, now: datetime) -> Campaign:
    """Change what may be changed. Raises MoneyError for a goal in another currency."""
    plan.goal - Money(0, campaign.currency)
    _take_over(campaign, plan)
    campaign.full_clean()
    campaign.save()
    mark_stale(campaign_key(campaign.pk), LIST_KEY, now=now)
    return campaign


@transaction.atomic
def place_campaign(*, campaign: Campaign, pages: Sequence[Page], now: datetime) -> None:
    """Say on which pages a campaign stands, each with everything beneath it; none other."""
    wanted = {page.pk: page for page in pages}
    campaign.places.exclude(page__in=wanted).delete()
    for page in wanted.values():
        CampaignPlace.objects.update_or_create(
            campaign=campaign,
            page=page,
            defaults={"page_title": page.title[:255], "page_address": (page.url or "")[:500]},
        )
    mark_stale(campaign_key(campaign.pk), LIST_KEY, now=now)


@transaction.atomic
def close_campaign(*, campaign: Campaign, now: datetime) -> None:
    """Take no more gifts from now on. What was given stays where it is."""
    Campaign.objects.filter(pk=campaign.pk, closed_at__isnull=True).update(closed_at=now)
    campaign.refresh_from_db(fields=["closed_at"])
    mark_stale(campaign_key(campaign.pk), LIST_KEY, now=now)


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, now: datetime) -> None:
    """Take gifts again, unless the deadline has passed."""
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=None)
    campaign.refresh_from_db(fields=["closed_at"])
    mark_stale(campaign_key(campaign.pk), LIST_KEY, now=now)


def close_ended_campaigns(*, now: datetime) -> int:
    """Close what passed its deadline, so that the pages showing it say so. Gives how many."""
    ended = Campaign.objects.filter(closed_at__isnull=True, deadline__lte=now)
    for campaign in ended:
        close_campaign(campaign=campaign, now=now)
    return len(ended)


def _take_over(campaign: Campaign, plan: CampaignPlan) -> None:
    campaign.title = plan.title
    campaign.goal = plan.goal.minor
    campaign.purpose = plan.purpose
    campaign.story = plan.story
    campaign.marks = sorted(plan.marks)
    campaign.suggested = list(plan.suggested or suggested_amounts(campaign.currency))
    campaign.deadline = plan.deadline
    campaign.goal_policy = plan.goal_policy
    campaign.goal_words = plan.goal_words
    campaign.picture = plan.picture
    campaign.picture_alt = plan.picture_alt
    campaign.is_shown_everywhere = plan.is_shown_everywhere
