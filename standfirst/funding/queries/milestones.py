"""What a campaign's money pays for, as far as anybody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from standfirst.delivery.keys import LISTS, page_key
from standfirst.delivery.public import is_public
from standfirst.delivery.recording import declare, declare_soft, declare_until
from standfirst.funding.models import Milestone
from standfirst.funding.queries.meters import Meter
from standfirst.lib.money import Money


@dataclass(frozen=True)
class ShownMilestone:
    """A milestone for show. ``story`` is what fulfilled it, if anybody may read it now."""

    amount: Money
    deliverable: str
    is_reached: bool
    story: Page | None


def milestones_of(meter: Meter, now: datetime) -> Sequence[ShownMilestone]:
    """Give a campaign's milestones by amount, and declare the stories that are linked or may be."""
    rows = Milestone.objects.filter(campaign=meter.campaign).select_related("campaign", "page")
    return [
        ShownMilestone(
            amount=row.money,
            deliverable=row.deliverable,
            is_reached=meter.raised >= row.money,
            story=_shown_story(row.page, now),
        )
        for row in rows
    ]


def _shown_story(page: Page | None, now: datetime) -> Page | None:
    if page is None:
        return None
    declare(page_key(page.pk))
    # A section above it may become private.
    declare_soft(LISTS)
    if not is_public(page, now):
        return None
    declare_until(page.expire_at)
    return page
