from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from standfirst.notify import views

LIFT = "notify.lift_suppressions"


class SuppressionsMenuItem(MenuItem):
    """The menu entry, for those who may lift a suppression."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever answers readers."""
        return bool(request.user.has_perm(LIFT))


@hooks.register("register_admin_urls")
def suppressions_url() -> list[URLPattern]:
    """Put the list below /admin/."""
    allowed = permission_required(LIFT)(views.suppressions)
    return [path("mail/", allowed, name="notify_suppressions")]


@hooks.register("register_reports_menu_item")
def suppressions_menu_item() -> MenuItem:
    """Put the list among the reports."""
    return SuppressionsMenuItem(
        _("Mail that does not arrive"), reverse("notify_suppressions"), icon_name="mail", order=700
    )
