from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.funding.actions.refunds import RefundWish
from standfirst.funding.forms.texts import stored_line
from standfirst.lib.money import Money, MoneyError, parse_money


class RefundForm(forms.Form):
    """How much of a payment is given back, and why. ``key`` makes the same form sent twice one refund."""

    amount = forms.CharField(label=_("Amount"), max_length=20)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For the books, such as who asked for it. Never shown."),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, left: Money, key: str = ""
    ) -> None:
        super().__init__(data, initial={"amount": f"{left.decimal}", "key": key})
        self.left = left
        self.money: Money | None = None

    def clean_reason(self) -> str:
        """Take the reason as one line."""
        return stored_line(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        """Read the amount in the payment's currency."""
        cleaned = super().clean() or {}
        if cleaned.get("amount"):
            try:
                self.money = parse_money(cleaned["amount"], self.left.currency)
            except MoneyError as error:
                self.add_error("amount", str(error))
        return cleaned

    def wish(self, money: Money) -> RefundWish:
        """Give what the treasurer decides."""
        return RefundWish(money, self.cleaned_data["key"], self.cleaned_data["reason"])
