from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from standfirst.siteconfig.queries import missing_contacts
from standfirst.siteconfig.views import edit_rules, rule_kinds

PUBLISH = "siteconfig.add_houserules"


class MissingContacts(Component):
    """The admin's first screen says what must be there before strangers read the paper."""

    order = 50
    template_name = "siteconfig/_missing_contacts.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Name what is missing, and where it is filled in by whoever may."""
        user = parent_context["request"].user
        may = user.has_perm("siteconfig.change_identity")
        place = reverse("wagtailsettings:edit", args=["siteconfig", "identity"])
        return {"missing": missing_contacts() if may else [], "place": place}


@hooks.register("construct_homepage_panels")
def missing_contacts_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put what is missing on the admin's first screen."""
    panels.append(MissingContacts())


class RulesMenuItem(MenuItem):
    """The menu entry, for those who may publish house rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may add a version."""
        return bool(request.user.has_perm(PUBLISH))


@hooks.register("register_admin_urls")
def rules_url() -> list[URLPattern]:
    """Put the form below /admin/."""
    allowed = permission_required(PUBLISH)
    return [
        path("rules/", allowed(edit_rules), name="siteconfig_edit_rules"),
        path("rules/kinds/", allowed(rule_kinds), name="siteconfig_rule_kinds"),
    ]


@hooks.register("register_settings_menu_item")
def rules_menu_item() -> MenuItem:
    """Put the house rules beside the other settings."""
    return RulesMenuItem(
        _("House rules"), reverse("siteconfig_edit_rules"), icon_name="list-ol", order=150
    )
