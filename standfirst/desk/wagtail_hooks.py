from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from standfirst.desk import views

MODERATE = "discussion.moderate_comments"


class DeskMenuItem(MenuItem):
    """The menu entry, for those who may decide on comments."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to moderators."""
        return bool(request.user.has_perm(MODERATE))


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Put the desk below /admin/."""
    allowed = permission_required(MODERATE)
    return [
        path("desk/", allowed(views.first_queue), name="desk"),
        path("desk/<str:name>/", allowed(views.queue), name="desk_queue"),
        path("desk/<str:name>/<int:pk>/", allowed(views.decision), name="desk_decision"),
    ]


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    """Put the desk into the main menu."""
    return DeskMenuItem(
        _("Desk"), reverse("desk_queue", args=["held"]), icon_name="comment", order=150
    )
