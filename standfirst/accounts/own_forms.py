"""The form by which somebody has the paper forget them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.people.models import Texts


class _FirstOfRadios(forms.RadioSelect):
    """Radio buttons of which an error can point to the first."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Give the id of one button; of the first where none is asked for."""
        return super().id_for_label(id_, index or "0")


class EraseForm(forms.Form):
    """What becomes of the texts, and that it is meant. Nothing is chosen beforehand."""

    texts = forms.ChoiceField(
        label=_("What you wrote"), choices=Texts.choices, widget=_FirstOfRadios
    )
    is_sure = forms.BooleanField(label=_("Yes, erase me. I know that nobody can undo it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
