from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from standfirst.funding.actions.words import Words
from standfirst.funding.forms.texts import stored_line, stored_text
from standfirst.funding.models import Campaign, Dedication, GiftWords
from standfirst.funding.models.gifts import LONGEST_MESSAGE, LONGEST_NAME
from standfirst.funding.models.receipts import LONGEST_RECEIPT_ADDRESS, LONGEST_RECEIPT_NAME
from standfirst.funding.rules.giving import (
    GiftRefusal,
    largest_gift,
    refusal_of_amount,
    smallest_gift,
)
from standfirst.lib.money import Money, MoneyError, format_money, parse_money

ANONYMOUS = "anonymous"
NAMED = "named"


class Radios(forms.RadioSelect):
    """Radio buttons of which an error can point to the first."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Give the id of one button; of the first where none is asked for."""
        return super().id_for_label(id_, index or "0")


class WordsForm(forms.Form):
    """What a giver says of themselves, and what of it may be shown."""

    show = forms.ChoiceField(
        label=_("How may we show it?"),
        choices=[(ANONYMOUS, _("As “A reader”")), (NAMED, _("With my name"))],
        initial=ANONYMOUS,
        widget=Radios,
        error_messages={"required": _("Please choose how we may show it.")},
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Only if it may be shown."),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    message = forms.CharField(
        label=_("Message"),
        help_text=_("A line to the newsroom, at most 500 characters."),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dedication = forms.ChoiceField(
        label=_("Dedicated to"), choices=Dedication.choices, required=False
    )
    dedicated_to = forms.CharField(label=_("Whose name?"), required=False, max_length=LONGEST_NAME)
    shows_message = forms.BooleanField(
        label=_("Message and dedication may be shown beside the gift"), required=False
    )
    shows_amount = forms.BooleanField(
        label=_("The amount may stand beside my name or message"), required=False
    )
    receipt_name = forms.CharField(
        label=_("Name on the receipt"), required=False, max_length=LONGEST_RECEIPT_NAME
    )
    receipt_address = forms.CharField(
        label=_("Address on the receipt"),
        required=False,
        max_length=LONGEST_RECEIPT_ADDRESS,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )

    use_required_attribute = False

    def clean_name(self) -> str:
        """Take the name as one line."""
        return stored_line(self.cleaned_data["name"])

    def clean_message(self) -> str:
        """Take the message with plain line ends."""
        return stored_text(self.cleaned_data["message"])

    def clean_dedicated_to(self) -> str:
        """Take the name as one line."""
        return stored_line(self.cleaned_data["dedicated_to"])

    def clean_receipt_name(self) -> str:
        """Take the name as one line."""
        return stored_line(self.cleaned_data["receipt_name"])

    def clean_receipt_address(self) -> str:
        """Take the address with plain line ends."""
        return stored_text(self.cleaned_data["receipt_address"])

    def clean(self) -> dict[str, Any]:
        """Want a name where one is to be shown, and somebody where it is dedicated."""
        cleaned = super().clean() or {}
        if cleaned.get("show") == NAMED and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please write the name that we may show."))
        is_dedicated = cleaned.get("dedication") and "dedicated_to" not in self.errors
        if is_dedicated and not cleaned.get("dedicated_to"):
            self.add_error("dedicated_to", _("Please write whose name it is."))
        return cleaned

    def words(self) -> Words:
        """Give what the giver says, what of it may be shown, and the language of this page."""
        told = self.cleaned_data
        return Words(
            name=told["name"],
            message=told["message"],
            email=told.get("email", ""),
            shows_name=told["show"] == NAMED,
            shows_message=told["shows_message"],
            shows_amount=told["shows_amount"],
            dedication=told["dedication"] or (Dedication.FOR if told["dedicated_to"] else ""),
            dedicated_to=told["dedicated_to"],
            language=get_language() or "",
            receipt_name=told.get("receipt_name", ""),
            receipt_address=told.get("receipt_address", ""),
        )


class OwnWordsForm(WordsForm):
    """What a giver changes later. Whom the receipt is made out to is asked only while nobody is."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, words: GiftWords, is_addressed: bool
    ) -> None:
        kept = ("name", "message", "dedication", "dedicated_to", "shows_message", "shows_amount")
        initial = {name: getattr(words, name) for name in kept}
        initial["show"] = NAMED if words.shows_name else ANONYMOUS
        super().__init__(data, initial=initial, label_suffix="")
        if is_addressed:
            del self.fields["receipt_name"], self.fields["receipt_address"]


class GiveForm(WordsForm):
    """What a reader fills in: an amount, and what of themselves they want to say."""

    field_order = ("amount", "amount_free", "email")

    amount = forms.ChoiceField(label=_("How much?"), required=False, widget=Radios)
    amount_free = forms.CharField(
        label=_("Another amount"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off"}
        ),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("If you like: we confirm your gift when it has arrived. Nothing else."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, campaign: Campaign) -> None:
        super().__init__(data, label_suffix="")
        self.campaign = campaign
        self.money: Money | None = None
        currency = campaign.currency
        offered = [Money(minor, currency) for minor in campaign.suggested]
        amount = self.fields["amount"]
        amount.choices = [(str(one.minor), _shown(one)) for one in offered]  # type: ignore[attr-defined]
        amount.initial = str(offered[len(offered) // 2].minor) if offered else None
        self.fields["amount_free"].help_text = _("From %(least)s to %(most)s.") % {
            "least": _shown(smallest_gift(currency)),
            "most": _shown(largest_gift(currency)),
        }

    def clean(self) -> dict[str, Any]:
        """Settle the amount: the free field wins where it is filled."""
        cleaned = super().clean()
        if "amount" in self.errors or "amount_free" in self.errors:
            return cleaned
        field, money = self._chosen(cleaned)
        refusal = refusal_of_amount(money, self.campaign.currency) if money else None
        if refusal == GiftRefusal.TOO_SMALL:
            self.add_error(field, _("This is less than we can take."))
        elif refusal is not None:
            self.add_error(field, _("This is more than we can take at once."))
        self.money = money
        return cleaned

    def _chosen(self, cleaned: dict[str, Any]) -> tuple[str, Money | None]:
        typed = cleaned.get("amount_free", "")
        if typed:
            try:
                return "amount_free", parse_money(typed, self.campaign.currency)
            except MoneyError as error:
                self.add_error("amount_free", str(error))
                return "amount_free", None
        if not cleaned.get("amount"):
            self.add_error("amount", _("Please choose an amount."))
            return "amount", None
        return "amount", Money(int(cleaned["amount"]), self.campaign.currency)


def _shown(money: Money) -> str:
    return format_money(money, get_language() or "en")
