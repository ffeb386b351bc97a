from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from standfirst.siteconfig.views import edit_rules

PUBLISH = "siteconfig.add_houserules"


class RulesMenuItem(MenuItem):
    """The menu entry, for those who may publish house rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may add a version."""
        return bool(request.user.has_perm(PUBLISH))


@hooks.register("register_admin_urls")
def rules_url() -> list[URLPattern]:
    """Put the form below /admin/."""
    return [path("rules/", permission_required(PUBLISH)(edit_rules), name="siteconfig_edit_rules")]


@hooks.register("register_settings_menu_item")
def rules_menu_item() -> MenuItem:
    """Put the house rules beside the other settings."""
    return RulesMenuItem(
        _("House rules"), reverse("siteconfig_edit_rules"), icon_name="list-ol", order=150
    )
