from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from standfirst.funding.actions.transfers import AccountFacts
from standfirst.funding.forms.texts import stored_line
from standfirst.funding.models import BankAccount
from standfirst.funding.models.transfers import LONGEST_HOLDER
from standfirst.funding.rules.transfers import in_groups, stored_bic, stored_iban


class BankAccountForm(forms.Form):
    """Where transfers go. Without an IBAN none are offered."""

    holder = forms.CharField(label=_("Holder"), max_length=LONGEST_HOLDER, required=False)
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Empty: no gifts by bank transfer are offered."),
    )
    bic = forms.CharField(
        label=_("BIC"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Within the European Economic Area nobody needs it."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, account: BankAccount | None = None
    ) -> None:
        kept = ("holder", "iban", "bic")
        initial = {name: getattr(account, name, "") for name in kept}
        super().__init__(data, initial=initial | {"iban": in_groups(initial["iban"])})

    def clean_holder(self) -> str:
        """Take the holder as one line."""
        return stored_line(self.cleaned_data["holder"])

    def clean_iban(self) -> str:
        """Take an IBAN whose check digits hold, without its spaces."""
        typed = self.cleaned_data["iban"]
        stored = stored_iban(typed) if typed else ""
        if stored is None:
            raise ValidationError(_("This is no IBAN: a letter or a figure of it is wrong."))
        return stored

    def clean_bic(self) -> str:
        """Take a BIC of eight or eleven characters."""
        typed = self.cleaned_data["bic"]
        stored = stored_bic(typed) if typed else ""
        if stored is None:
            raise ValidationError(_("This is no BIC: it has eight or eleven letters and figures."))
        return stored

    def clean(self) -> dict[str, Any]:
        """Ask for the holder of an account: banks compare the name."""
        cleaned = super().clean() or {}
        if cleaned.get("iban") and not cleaned.get("holder") and "holder" not in self.errors:
            self.add_error("holder", _("Please say who holds the account: banks compare the name."))
        return cleaned

    def facts(self) -> AccountFacts:
        """Give what was typed."""
        told = self.cleaned_data
        return AccountFacts(holder=told["holder"], iban=told["iban"], bic=told["bic"])
