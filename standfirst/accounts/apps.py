from importlib import import_module

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "standfirst.accounts"
    label = "accounts"
    default = True

    def ready(self) -> None:
        import_module("standfirst.accounts.receivers")


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with our User, who has one name and signs in by address."""

    user_viewset = "standfirst.accounts.staff.StaffUserViewSet"
