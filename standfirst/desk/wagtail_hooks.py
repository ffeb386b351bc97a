from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required, require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from standfirst.desk import views
from standfirst.desk.queries import passage_news
from standfirst.newsroom.models import ArticlePage
from standfirst.people.models import User

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
        path("errors/", require_admin_access(views.errors), name="desk_errors"),
        path("errors/<str:name>/", require_admin_access(views.errors), name="desk_error_list"),
        path("errors/<str:name>/<int:pk>/", require_admin_access(views.error), name="desk_error"),
        path("passages/<int:pk>/", require_admin_access(views.passages), name="desk_passages"),
    ]


@hooks.register("register_admin_menu_item")
def errors_menu_item() -> MenuItem:
    """Put the errors that readers reported into the main menu, for whoever edits articles."""
    return MenuItem(_("Reported errors"), reverse("desk_errors"), icon_name="warning", order=160)


@hooks.register("before_publish_page")
def show_what_readers_wrote_to(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before an article is published anew, show which readers' passages it changes or loses.

    The draft is saved by then, and is published by a button on the page that is shown.
    """
    if not isinstance(page, ArticlePage) or not page.live or not passage_news(page).is_any:
        return None
    return views.passages_page(request, page, may_publish=True)


@hooks.register("register_page_header_buttons")
def passages_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from the editor to what readers wrote to."""
    if isinstance(page, ArticlePage) and page.live and view_name == "edit":
        yield Button(
            _("Readers’ passages"), reverse("desk_passages", args=[page.pk]), icon_name="comment"
        )


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    """Put the desk into the main menu."""
    return DeskMenuItem(
        _("Desk"), reverse("desk_queue", args=["held"]), icon_name="comment", order=150
    )
