"""Wagtail's user screens for a User with one name, who signs in by address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from standfirst.people.models import User

NAME = {"label": _("Name"), "max_length": 80, "required": False}


class StaffCreationForm(UserCreationForm):
    """Make a user; they sign in by mailed code, since passwords are theirs to choose."""

    first_name = None
    last_name = None
    name = forms.CharField(**NAME)  # type: ignore[arg-type]

    class Meta(UserCreationForm.Meta):
        fields = {"email", "name", "is_superuser", "groups"}

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 -- Django's signature
        """Make the user without a password that anybody could guess or know."""
        self.instance.set_unusable_password()
        user: User = super().save(commit=commit)
        return user


class StaffEditForm(UserEditForm):
    """Change a user's name, roles, and whether they may sign in."""

    first_name = None
    last_name = None
    name = forms.CharField(**NAME)  # type: ignore[arg-type]

    class Meta(UserEditForm.Meta):
        fields = {"email", "name", "is_active", "is_superuser", "groups"}


class StaffUserViewSet(UserViewSet):
    """The users of the admin."""

    template_prefix = "wagtailusers/users/"

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Wagtail's signature
        """Give our forms in place of those that ask for two names."""
        return StaffEditForm if for_update else StaffCreationForm
