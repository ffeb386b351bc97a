from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from standfirst.accounts.actions import FACTOR_RESET
from standfirst.accounts.views import invite


class InviteMenuItem(MenuItem):
    """The menu entry, for those who may make users."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may add users."""
        return bool(request.user.has_perm("people.add_user"))


@hooks.register("register_admin_urls")
def invite_url() -> list[URLPattern]:
    """Put the invitation form below /admin/."""
    allowed = permission_required("people.add_user")(invite)
    return [path("staff/invite/", allowed, name="accounts_invite")]


@hooks.register("register_settings_menu_item")
def invite_menu_item() -> MenuItem:
    """Put the invitation form beside the users."""
    return InviteMenuItem(
        _("Invite staff"), reverse("accounts_invite"), icon_name="mail", order=601
    )


@hooks.register("register_log_actions")
def factor_reset_in_history(actions: LogActionRegistry) -> None:
    """Say in words what the operator did to an account."""
    actions.register_action(
        FACTOR_RESET, _("Take a second factor away"), _("Second factor taken away by the operator")
    )
