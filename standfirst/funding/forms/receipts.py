from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.funding.actions.receipts import PaperWords
from standfirst.funding.forms.texts import stored_line, stored_text
from standfirst.funding.models import ReceiptWords


class ReceiptWordsForm(forms.Form):
    """What the paper says of itself on receipts."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Of the paper, as the tax office knows it.")
    )
    address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    law = forms.CharField(
        label=_("Words of the law"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("At the foot, such as the tax number and whether gifts are deductible."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, words: ReceiptWords | None = None
    ) -> None:
        kept = ("name", "address", "law")
        super().__init__(data, initial={name: getattr(words, name, "") for name in kept})

    def clean_name(self) -> str:
        """Take the name as one line."""
        return stored_line(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """Take the address with plain line ends."""
        return stored_text(self.cleaned_data["address"])

    def clean_law(self) -> str:
        """Take the words with plain line ends."""
        return stored_text(self.cleaned_data["law"])

    def paper_words(self) -> PaperWords:
        """Give what was typed."""
        told = self.cleaned_data
        return PaperWords(name=told["name"], address=told["address"], law=told["law"])
