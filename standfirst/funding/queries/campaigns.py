"""Which campaigns there are, and which one stands on a page."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Page

from standfirst.delivery.keys import campaign_key
from standfirst.delivery.recording import declare, declare_soft
from standfirst.funding.models import Campaign, CampaignPlace

MOST_LISTED = 50

# What a list of campaigns is made of: who is on it, not how far each is.
LIST_KEY = "campaigns"


def campaign_at(slug: str) -> Campaign | None:
    """Find a campaign by its address for its own page, and declare it."""
    campaign = Campaign.objects.filter(slug=slug).first()
    if campaign is not None:
        declare(campaign_key(campaign.pk))
    return campaign


def open_campaigns(now: datetime) -> QuerySet[Campaign]:
    """Campaigns that neither were closed nor ran out."""
    return Campaign.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=now),
        Q(deadline__isnull=True) | Q(deadline__gt=now),
    )


def listed_campaigns(now: datetime) -> Sequence[Campaign]:
    """Open campaigns for the list of them, and declare that a new one would show."""
    declare(LIST_KEY)
    campaigns = list(open_campaigns(now)[:MOST_LISTED])
    declare_soft(*(campaign_key(campaign.pk) for campaign in campaigns))
    return campaigns


def shown_campaigns(now: datetime) -> Sequence[Campaign]:
    """Open campaigns to be named on another's page. Declares softly who is on the list."""
    declare_soft(LIST_KEY)
    return list(open_campaigns(now)[:MOST_LISTED])


def all_campaigns() -> Sequence[Campaign]:
    """All campaigns there ever were, for the books."""
    declare(LIST_KEY)
    return list(Campaign.objects.all())


def public_campaigns(pks: Collection[int], now: datetime) -> set[int]:
    """Of some campaigns, those that anybody may see: all that there are, ended ones too."""
    return set(Campaign.objects.filter(pk__in=pks).values_list("pk", flat=True))


def campaign_of_page(page: Page, now: datetime) -> Campaign | None:
    """Find the campaign that stands on a page: its own, else the nearest above, else everyone's.

    A page that was never saved (a preview) has those of the site. Declares softly.
    """
    declare_soft(LIST_KEY)
    campaign = _placed_campaign(page, now) if page.path else None
    if campaign is None:
        campaign = open_campaigns(now).filter(is_shown_everywhere=True).first()
    return campaign


def _placed_campaign(page: Page, now: datetime) -> Campaign | None:
    steps = range(page.steplen, len(page.path) + 1, page.steplen)
    above = [page.path[:length] for length in steps]
    place = (
        CampaignPlace.objects.filter(page__path__in=above, campaign__in=open_campaigns(now))
        .order_by("-page__depth", "-campaign__created_at", "-campaign_id")
        .select_related("campaign")
        .first()
    )
    return place.campaign if place is not None else None
