from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from standfirst.funding.forms.choosers import PageChooser
from standfirst.funding.forms.texts import stored_line
from standfirst.funding.models import Campaign, Milestone
from standfirst.funding.models.milestones import LONGEST_DELIVERABLE
from standfirst.lib.money import Money, MoneyError, parse_money


class MilestoneForm(forms.Form):
    """From which amount on a campaign pays for what."""

    amount = forms.CharField(
        label=_("Amount"), max_length=20, help_text=_("In the currency of the campaign.")
    )
    deliverable = forms.CharField(
        label=_("What it pays for"),
        max_length=LONGEST_DELIVERABLE,
        help_text=_("Something that readers can see when it is done, such as a report."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, campaign: Campaign, **initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        self.campaign = campaign
        self.money: Money | None = None

    def clean_deliverable(self) -> str:
        """Take the words as one line."""
        return stored_line(self.cleaned_data["deliverable"])

    def clean_amount(self) -> str:
        """Read the amount in the campaign's currency."""
        typed: str = self.cleaned_data["amount"]
        try:
            self.money = parse_money(typed, self.campaign.currency)
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error
        if not self.money:
            raise forms.ValidationError(_("Please write an amount above nothing."))
        return typed


class FulfilForm(MilestoneForm):
    """The same, with the story that fulfilled it."""

    story = forms.ModelChoiceField(
        label=_("Story that fulfilled it"),
        queryset=Page.objects.all(),
        required=False,
        widget=PageChooser,
        help_text=_("Linked on the campaign's page for as long as anybody may read it."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, milestone: Milestone) -> None:
        super().__init__(
            data,
            campaign=milestone.campaign,
            amount=f"{milestone.money.decimal.normalize():f}",
            deliverable=milestone.deliverable,
            story=milestone.page_id,
        )
