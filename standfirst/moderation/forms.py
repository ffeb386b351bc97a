from datetime import datetime, time

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _


class SinceForm(forms.Form):
    """From which day on; empty for all."""

    since = forms.DateField(
        label=_("Made since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_since(self) -> datetime | None:
        """The first moment of that day on the paper's clock."""
        day = self.cleaned_data["since"]
        return make_aware(datetime.combine(day, time.min)) if day is not None else None
