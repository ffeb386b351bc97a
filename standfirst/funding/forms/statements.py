from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from standfirst.funding.forms.texts import stored_line
from standfirst.funding.models import BankLine, Campaign, Gift
from standfirst.funding.models.statements import LONGEST_NOTE
from standfirst.funding.statements import (
    MOST_BYTES,
    Statement,
    StatementRefusal,
    StatementRefused,
    read_statement,
)

REFUSALS = {
    StatementRefusal.TOO_LARGE: _("This file is larger than 5 MB. Export a shorter time."),
    StatementRefusal.TOO_MANY: _(
        "There are more than 1,000 lines of money that came in it. Export a shorter time."
    ),
    StatementRefusal.BROKEN_XML: _("This XML is not whole. Export it again."),
    StatementRefusal.OTHER_XML: _(
        "This XML is no statement of one account. Export CAMT.053, one account at a time."
    ),
    StatementRefusal.NO_TEXT: _("This file is neither XML nor a table. Export CAMT.053 or CSV."),
    StatementRefusal.NO_COLUMNS: _(
        "We do not know the headings of this table. Name its columns, in its first line: date, amount, "
        "currency, name, text. The first two are needed."
    ),
    StatementRefusal.BAD_DATE: _("There is a date that we cannot read. Write it as 2026-11-27."),
    StatementRefusal.UNCLEAR_DATES: _(
        "It is unclear which is the month in these dates. Write them as 2026-11-27."
    ),
    StatementRefusal.BAD_AMOUNT: _("There is an amount that we cannot read."),
    StatementRefusal.OTHER_ACCOUNT: _(
        "This statement is of an account that is not the paper's. Its account is under “Bank account”."
    ),
    StatementRefusal.NO_ACCOUNT: _("Say first which the paper's account is, under “Bank account”."),
}


def said_of(refused: StatementRefused) -> str:
    """Say in a sentence why a file is not taken, and where in it."""
    place = f" ({refused.place})" if refused.place else ""
    return f"{REFUSALS[refused.refusal]}{place}"


class StatementForm(forms.Form):
    """A bank's file, given as what stands in it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CAMT.053 (XML) or CSV, at most 5 MB. A line that came before is not taken again, so times "
            "may overlap."
        ),
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,.txt"}),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_file(self) -> Statement:
        """Read the file; refuse what is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise ValidationError(REFUSALS[StatementRefusal.TOO_LARGE])
        try:
            return read_statement(sent.read(), currency=self.currency)
        except StatementRefused as refused:
            raise ValidationError(said_of(refused)) from refused


ASKED = {
    "gift": _("Please choose a gift."),
    "campaign": _("Please choose a campaign."),
    "note": _("Please say in a few words what it is."),
}


class LineForm(forms.Form):
    """What a line of a statement is: one of these gifts, another one for a campaign, or none."""

    gift = forms.ModelChoiceField(queryset=Gift.objects.all(), required=False)
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), required=False
    )
    note = forms.CharField(
        label=_("Why it is none"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("For the treasurer only. Never shown."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, line: BankLine, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campaign.objects.filter(currency=line.currency, is_rehearsed=False)

    def clean_note(self) -> str:
        """Take the note as one line."""
        return stored_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """Ask for what the pressed button needs."""
        cleaned = super().clean() or {}
        for verb, name in (("match", "gift"), ("enter", "campaign"), ("aside", "note")):
            if verb in self.data and name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(ASKED[name]))
        return cleaned
