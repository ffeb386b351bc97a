from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from standfirst.funding.actions.match_pledges import MatchTerms
from standfirst.funding.forms.texts import stored_line
from standfirst.funding.models import Campaign
from standfirst.funding.models.gifts import LONGEST_NAME
from standfirst.lib.money import Money, MoneyError, parse_money


class MatcherForm(forms.Form):
    """Who promised to double gifts, and whether that is shown."""

    name = forms.CharField(
        label=_("Who promises"),
        max_length=LONGEST_NAME,
        help_text=_("A person or an organisation. Shown only if they wish it."),
    )
    shows_name = forms.BooleanField(label=_("The name may be shown"), required=False)

    def clean_name(self) -> str:
        """Take the name as one line."""
        return stored_line(self.cleaned_data["name"])


class MatchForm(MatcherForm):
    """A promise to double gifts. ``key`` makes the same form sent twice one promise."""

    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.all())
    cap = forms.CharField(
        label=_("Up to, in all"), max_length=20, help_text=_("In the currency of the campaign.")
    )
    cap_per_giver = forms.CharField(
        label=_("Up to, for each giver"),
        max_length=20,
        required=False,
        help_text=_("Empty: no limit but that in all."),
    )
    since_at = forms.DateTimeField(label=_("Begins"), widget=AdminDateTimeInput)
    until_at = forms.DateTimeField(label=_("Ends"), widget=AdminDateTimeInput)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    field_order = ("campaign", "name", "shows_name", "cap", "cap_per_giver", "since_at", "until_at")

    def __init__(self, data: Mapping[str, Any] | None = None, *, key: str = "") -> None:
        super().__init__(data, initial={"key": key})
        self.amounts: dict[str, Money] = {}

    def clean(self) -> dict[str, Any]:
        """Read the amounts in the campaign's currency."""
        cleaned = super().clean() or {}
        campaign = cleaned.get("campaign")
        for name in ("cap", "cap_per_giver"):
            if campaign is None or not cleaned.get(name):
                continue
            try:
                self.amounts[name] = parse_money(cleaned[name], campaign.currency)
            except MoneyError as error:
                self.add_error(name, str(error))
        return cleaned

    def terms(self) -> MatchTerms:
        """Give what was promised."""
        told = self.cleaned_data
        return MatchTerms(
            name=told["name"],
            shows_name=told["shows_name"],
            cap=self.amounts["cap"],
            cap_per_giver=self.amounts.get("cap_per_giver"),
            since_at=told["since_at"],
            until_at=told["until_at"],
            key=told["key"],
        )


class MatchMoneyForm(forms.Form):
    """What came of a promise. ``key`` makes the same form sent twice one payment."""

    amount = forms.CharField(label=_("Amount"), max_length=20)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, due: Money, key: str = "") -> None:
        super().__init__(data, initial={"amount": f"{due.decimal}" if due else "", "key": key})
        self.due = due
        self.money: Money | None = None

    def clean(self) -> dict[str, Any]:
        """Read the amount in the promise's currency."""
        cleaned = super().clean() or {}
        if cleaned.get("amount"):
            try:
                self.money = parse_money(cleaned["amount"], self.due.currency)
            except MoneyError as error:
                self.add_error("amount", str(error))
        return cleaned
