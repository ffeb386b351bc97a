from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from standfirst.lib.text import one_line, text_refusal
from standfirst.people.models import User


def password_help() -> str:
    """Say in a line what a password has to be."""
    least = max(
        validator.min_length
        for validator in get_default_password_validators()
        if isinstance(validator, MinimumLengthValidator)
    )
    words = gettext(
        "At least {least} characters: not your name or address, not a common one, not figures alone."
    )
    return words.format(least=least)


class NameField(forms.CharField):
    """A name to show: one line, at most 80 characters, none that cannot be shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 80, "label": _("Name"), **kwargs})

    def clean(self, value: Any) -> str:
        """Give the name with its spaces folded."""
        name = one_line(super().clean(value) or "")
        refusal = text_refusal(name)
        if refusal:
            raise forms.ValidationError(refusal)
        return name


class ProfileForm(forms.Form):
    """What a member may change of what others see."""

    name = NameField(
        required=False,
        help_text=_("Shown beside what you write. Leave it empty to be “A reader”."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class ClaimForm(forms.Form):
    """The address with which somebody wrote before."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    address = forms.EmailField(label=_("E-mail address"))
    roles = forms.MultipleChoiceField(
        label=_("Works as"), choices=(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Group.objects.order_by("name").values_list("name", flat=True)
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(name, name) for name in names]


class AcceptForm(forms.Form):
    """What an invited colleague chooses."""

    name = NameField(widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = password_help()

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
