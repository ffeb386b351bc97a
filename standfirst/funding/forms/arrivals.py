from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from standfirst.funding.rules.transfers import arrived_at


class ArrivalForm(forms.Form):
    """On which day a promised transfer came."""

    received_on = forms.DateField(label=_("Received on"))

    def __init__(self, data: Mapping[str, Any], *, now: datetime) -> None:
        super().__init__(data)
        self.now = now
        self.today = now.astimezone(get_current_timezone()).date()

    def clean_received_on(self) -> date:
        """Take a day that has come."""
        received: date = self.cleaned_data["received_on"]
        if received > self.today:
            raise ValidationError(_("This day has not come yet."))
        return received

    def received_at(self) -> datetime:
        """Give the noon of that day, or now if that is to come."""
        return arrived_at(self.cleaned_data["received_on"], self.now)
