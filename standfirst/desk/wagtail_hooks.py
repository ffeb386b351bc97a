from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import permission_required, require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.action_menu import ActionMenuItem

from standfirst.desk import (
    alarm_panel,
    appeal_views,
    ban_views,
    bulk_views,
    gift_views,
    limit_views,
    note_views,
    notice_views,
    queue_views,
    screen_views,
    text_views,
    views,
    word_views,
)
from standfirst.desk.queries import passage_news
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import WordList
from standfirst.newsroom.models import ArticlePage
from standfirst.people.models import User

MODERATE = "discussion.moderate_comments"
CHANGE_WORDS = "moderation.change_wordlist"


class DeskMenuItem(MenuItem):
    """The menu entry, for those who may decide on comments."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to moderators."""
        return bool(request.user.has_perm(MODERATE))


class WordBoxMenuItem(MenuItem):
    """The menu entry, for those who write word lists and may see comments that are not public."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may open it."""
        return bool(request.user.has_perms([MODERATE, CHANGE_WORDS]))


class TryWordsMenuItem(ActionMenuItem):
    """The button of a word list's editor that tries its words before they are saved."""

    label = _("Try these words")
    template_name = "desk/_try_words.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it to whoever may open the test box."""
        return bool(context["request"].user.has_perms([MODERATE, CHANGE_WORDS]))

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Lead to the test box."""
        return reverse("desk_words")


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Put the desk below /admin/."""
    allowed = permission_required(MODERATE)
    return [
        *_limit_urls(),
        path("desk/", allowed(queue_views.first_queue), name="desk"),
        path(
            "desk/words/",
            allowed(permission_required(CHANGE_WORDS)(word_views.word_box)),
            name="desk_words",
        ),
        path("desk/votes/", allowed(views.bursts), name="desk_bursts"),
        path("desk/votes/<int:pk>/", allowed(views.burst), name="desk_burst"),
        path("desk/notices/", allowed(notice_views.notices), name="desk_notices"),
        path("desk/notices/<int:pk>/", allowed(notice_views.decide), name="desk_notice"),
        path("desk/appeals/", allowed(appeal_views.appeals), name="desk_appeals"),
        path("desk/appeals/<int:pk>/", allowed(appeal_views.decide), name="desk_appeal"),
        path("desk/gifts/", allowed(gift_views.gifts), name="desk_gifts"),
        path("desk/gifts/<int:pk>/", allowed(gift_views.gift), name="desk_gift"),
        path("desk/texts/", allowed(text_views.texts), name="desk_texts"),
        path("desk/texts/<int:pk>/", allowed(text_views.decide), name="desk_text"),
        path("desk/bulk/<int:pk>/", allowed(bulk_views.bulk), name="desk_bulk"),
        path("desk/undo/<int:pk>/", allowed(queue_views.undo), name="desk_undo"),
        path("desk/<str:name>/", allowed(queue_views.queue), name="desk_queue"),
        path("desk/<str:name>/news/", allowed(queue_views.news), name="desk_news"),
        path("desk/<str:name>/many/", allowed(bulk_views.new_bulk), name="desk_new_bulk"),
        path("desk/<str:name>/<int:pk>/", allowed(queue_views.comment), name="desk_decision"),
        path("desk/<str:name>/<int:pk>/claim/", allowed(queue_views.claim), name="desk_claim"),
        path("desk/<str:name>/<int:pk>/notes/", allowed(note_views.note), name="desk_note"),
        path("duty/", require_admin_access(views.duty), name="desk_duty"),
        path("errors/", require_admin_access(views.errors), name="desk_errors"),
        path("errors/<str:name>/", require_admin_access(views.errors), name="desk_error_list"),
        path("errors/<str:name>/<int:pk>/", require_admin_access(views.error), name="desk_error"),
        path("passages/<int:pk>/", require_admin_access(views.passages), name="desk_passages"),
    ]


def _limit_urls() -> list[URLPattern]:
    allowed = permission_required(MODERATE)
    return [
        path("desk/bans/", allowed(ban_views.bans), name="desk_bans"),
        path("desk/bans/<int:pk>/", allowed(ban_views.decide), name="desk_ban"),
        path("desk/<str:name>/<int:pk>/limit/", allowed(limit_views.limit), name="desk_limit"),
        path(
            "desk/<str:name>/<int:pk>/network/", allowed(limit_views.network), name="desk_network"
        ),
        path(
            "desk/<str:name>/<int:pk>/limits/<int:limit>/",
            allowed(limit_views.lift),
            name="desk_lift",
        ),
    ]


@hooks.register("construct_homepage_panels")
def show_alarms(request: HttpRequest, panels: list[Component]) -> None:
    """Put what has not succeeded for its term above everything on the admin's first screen."""
    if request.user.has_perm(alarm_panel.SEE_ALARMS):
        panels.append(alarm_panel.AlarmPanel(clock()))


@hooks.register("register_admin_urls")
def screen_urls() -> list[URLPattern]:
    """Put the page of screens and lists below /admin/."""
    allowed = permission_required(MODERATE)
    return [
        path("screens/", allowed(screen_views.screens), name="desk_screens"),
        path("screens/list/<int:pk>/", allowed(screen_views.one_list), name="desk_screen_list"),
        path("screens/<str:name>/", allowed(screen_views.one_screen), name="desk_screen"),
    ]


@hooks.register("register_settings_menu_item")
def screens_menu_item() -> MenuItem:
    """Put it among the settings."""
    return DeskMenuItem(
        _("Screens and lists"), reverse("desk_screens"), icon_name="view", order=940
    )


@hooks.register("register_admin_menu_item")
def errors_menu_item() -> MenuItem:
    """Put the errors that readers reported into the main menu, for whoever edits articles."""
    return MenuItem(_("Reported errors"), reverse("desk_errors"), icon_name="warning", order=160)


@hooks.register("register_admin_menu_item")
def duty_menu_item() -> MenuItem:
    """Put what readers ask into the main menu, for whoever edits articles."""
    return MenuItem(_("Duty board"), reverse("desk_duty"), icon_name="help", order=155)


@hooks.register("before_publish_page")
def show_what_readers_wrote_to(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before an article is published anew, show which readers' passages it changes or loses.

    The draft is saved by then, and is published by a button on the page that is shown.
    """
    if not isinstance(page, ArticlePage) or not page.live or not passage_news(page).is_any:
        return None
    return views.passages_page(request, page, may_publish=True)


@hooks.register("before_edit_page")
def tell_who_approves(request: HttpRequest, page: Page) -> None:
    """Say above an article that waits for approval what publishing it does to readers' passages.

    Approving it publishes it, and no other hook is asked before that.
    """
    is_asked = isinstance(page, ArticlePage) and page.live and page.workflow_in_progress
    if request.method != "GET" or not is_asked or not passage_news(page).is_any:
        return
    words = _(
        "Readers wrote to passages that this draft changes. Look at them before you approve it."
    )
    address = reverse("desk_passages", args=[page.pk])
    messages.warning(request, words, buttons=[messages.button(address, _("Readers’ passages"))])


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


@hooks.register("register_admin_menu_item")
def notices_menu_item() -> MenuItem:
    """Put the notices of illegal content into the main menu."""
    return DeskMenuItem(
        _("Notices of illegal content"), reverse("desk_notices"), icon_name="warning", order=151
    )


@hooks.register("register_admin_menu_item")
def appeals_menu_item() -> MenuItem:
    """Put the appeals into the main menu."""
    return DeskMenuItem(_("Appeals"), reverse("desk_appeals"), icon_name="resubmit", order=152)


@hooks.register("register_settings_menu_item")
def word_box_menu_item() -> MenuItem:
    """Put the test box of word lists behind these."""
    return WordBoxMenuItem(_("Try words"), reverse("desk_words"), icon_name="list-ul", order=950)


@hooks.register("register_snippet_action_menu_item")
def try_words_menu_item(model: type[Model]) -> ActionMenuItem | None:
    """Put the test box into the editor of a word list."""
    return TryWordsMenuItem(order=90) if model is WordList else None
