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

from standfirst.lib.avatars import MOST_BYTES, AvatarRefused, square_picture
from standfirst.lib.text import one_line, text_refusal
from standfirst.people.models import Scope, User


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


class PageForm(forms.Form):
    """What a member shows on a page of their own."""

    about = forms.CharField(
        label=_("About you"),
        max_length=300,
        required=False,
        help_text=_("A sentence or two. Everybody can read them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    has_page = forms.BooleanField(
        label=_("Show a page with my name and what I wrote"), required=False
    )

    def clean_about(self) -> str:
        """Give the words in one line; none that cannot be shown."""
        words = one_line(self.cleaned_data["about"])
        refusal = text_refusal(words)
        if refusal:
            raise forms.ValidationError(refusal)
        return words


class PictureForm(forms.Form):
    """A picture of a member: taken as bytes, given as what is made anew from them."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF, at most 4 MB. We cut a square from its middle."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    def clean_picture(self) -> bytes:
        """Give the picture made anew; refuse what is too large before it is read."""
        sent = self.cleaned_data["picture"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 4 MB."))
        try:
            return square_picture(sent.read())
        except AvatarRefused as refused:
            raise forms.ValidationError(_("We cannot read this as a picture.")) from refused


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


class TokenForm(forms.Form):
    """What a program is called, and what it may do."""

    name = NameField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("So that you know it again: a program, a machine."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=Scope.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a token that may do nothing."""
        if not self.errors and not self.cleaned_data.get("scopes"):
            self.add_error(None, _("Choose at least one thing that it may do."))
        return self.cleaned_data
