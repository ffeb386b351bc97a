"""What a campaign's money pays for, step by step, and the stories that fulfilled it."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import campaign_key
from standfirst.funding.models import Campaign, Milestone
from standfirst.lib.money import Money


@transaction.atomic
def add_milestone(
    *, campaign: Campaign, amount: Money, deliverable: str, now: datetime
) -> Milestone:
    """Promise something for an amount. Raises MoneyError for one in another currency."""
    amount - Money(0, campaign.currency)
    milestone = Milestone.objects.create(
        campaign=campaign, amount=amount.minor, deliverable=deliverable
    )
    mark_stale(campaign_key(campaign.pk), now=now)
    return milestone


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, amount: Money, deliverable: str, story: Page | None, now: datetime
) -> None:
    """Change a milestone; with a ``story`` it is fulfilled, without it is open. Raises MoneyError."""
    amount - Money(0, milestone.campaign.currency)
    milestone.amount, milestone.deliverable = amount.minor, deliverable
    milestone.page = story
    milestone.page_title = story.title[:255] if story is not None else ""
    milestone.page_address = (story.url or "")[:500] if story is not None else ""
    milestone.save()
    mark_stale(campaign_key(milestone.campaign_id), now=now)


@transaction.atomic
def remove_milestone(*, milestone: Milestone, now: datetime) -> None:
    """Take a milestone off the scale."""
    milestone.delete()
    mark_stale(campaign_key(milestone.campaign_id), now=now)
