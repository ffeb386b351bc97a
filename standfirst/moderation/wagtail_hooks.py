from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from standfirst.moderation import views
from standfirst.moderation.models import CannedReason, Shift, SpecialDay, WordList

SEE_STATEMENTS = "moderation.view_statement"


class WordListViewSet(SnippetViewSet):
    """The word lists in the admin."""

    model = WordList
    icon = "list-ul"
    add_to_settings_menu = True
    list_display = ("name", "kind", "language", "is_active", "is_shadow")
    panels = tuple(
        FieldPanel(name)
        for name in ("name", "kind", "language", "words", "notes", "is_active", "is_shadow")
    )


class CannedReasonViewSet(SnippetViewSet):
    """Reasons that are worded once, in the admin."""

    model = CannedReason
    icon = "comment"
    add_to_settings_menu = True
    list_display = ("title", "rule_number", "is_active")
    panels = tuple(FieldPanel(name) for name in ("title", "rule_number", "words", "is_active"))


class ShiftViewSet(SnippetViewSet):
    """The weekly hours of duty in the admin."""

    model = Shift
    icon = "time"
    menu_label = _("Hours of duty")
    add_to_settings_menu = True
    list_display = ("__str__", "user")
    panels = tuple(FieldPanel(name) for name in ("weekday", "begins", "ends", "user"))


class SpecialDayViewSet(SnippetViewSet):
    """The dates with other hours in the admin."""

    model = SpecialDay
    icon = "date"
    menu_label = _("Special days of duty")
    add_to_settings_menu = True
    list_display = ("__str__", "user", "note")
    panels = tuple(FieldPanel(name) for name in ("on_date", "begins", "ends", "user", "note"))


register_snippet(WordListViewSet)
register_snippet(ShiftViewSet)
register_snippet(SpecialDayViewSet)
register_snippet(CannedReasonViewSet)


class StatementsMenuItem(MenuItem):
    """The menu entry, for those who moderate and who own the paper."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may see statements."""
        return bool(request.user.has_perm(SEE_STATEMENTS))


@hooks.register("register_admin_urls")
def statement_urls() -> list[URLPattern]:
    """Put the export below /admin/."""
    allowed = permission_required(SEE_STATEMENTS)
    return [
        path("statements/", allowed(views.export_page), name="moderation_statements"),
        path("statements/<str:name>", allowed(views.export), name="moderation_export"),
    ]


@hooks.register("register_reports_menu_item")
def statements_menu_item() -> MenuItem:
    """Put the export among the reports."""
    return StatementsMenuItem(
        _("Statements of reasons"),
        reverse("moderation_statements"),
        icon_name="doc-full",
        order=710,
    )
