from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from standfirst.funding.models.campaigns import Campaign
from standfirst.lib.columns import NONE, Keep, money
from standfirst.lib.money import Money

LONGEST_DELIVERABLE = 160


class Milestone(models.Model):
    """An amount on a campaign's scale and what it pays for; fulfilled by the story that came of it."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="milestones", db_comment=NONE
    )
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("from when on it can be paid for", Keep.FOREVER)
    )
    deliverable = models.CharField(
        _("what it pays for"), max_length=LONGEST_DELIVERABLE, db_comment=NONE
    )
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("story that fulfilled it"),
        db_comment=NONE,
    )
    page_title = models.CharField(
        _("title of the page"), max_length=255, blank=True, default="", db_comment=NONE
    )
    page_address = models.CharField(
        _("address of the page"), max_length=500, blank=True, default="", db_comment=NONE
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("amount", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_milestone_is_more_than_nothing"
            ),
        )

    def __str__(self) -> str:
        return self.deliverable

    @property
    def money(self) -> Money:
        """From when on it can be paid for, as an amount."""
        return Money(self.amount, self.campaign.currency)
