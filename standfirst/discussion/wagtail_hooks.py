from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from standfirst.discussion.models import PageAlias
from standfirst.discussion.views.asking import MODERATE
from standfirst.discussion.views.elsewhere import elsewhere
from standfirst.discussion.views.hooks import hooks as hooks_page

CHANGE = "discussion.change_hook"


class PageAliasViewSet(SnippetViewSet):
    """Other addresses of pages, in the admin."""

    model = PageAlias
    icon = "link"
    add_to_settings_menu = True
    list_display = ("address", "path")
    panels = (FieldPanel("address"), FieldPanel("path"))


register_snippet(PageAliasViewSet)


class HooksMenuItem(MenuItem):
    """The menu entry, for those who may change webhooks."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them."""
        return bool(request.user.has_perm(CHANGE))


class ElsewhereMenuItem(MenuItem):
    """The menu entry, for moderators, where discussions can be shown elsewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them."""
        return bool(settings.STANDFIRST_EMBED_SITES) and bool(request.user.has_perm(MODERATE))


@hooks.register("register_admin_urls")
def discussion_urls() -> list[URLPattern]:
    """Put the page of webhooks, and the list of discussions elsewhere, below /admin/."""
    return [
        path("hooks/", permission_required(CHANGE)(hooks_page), name="discussion_hooks"),
        path("elsewhere/", permission_required(MODERATE)(elsewhere), name="discussion_elsewhere"),
    ]


@hooks.register("register_admin_menu_item")
def elsewhere_menu_item() -> MenuItem:
    """Put the discussions of pages elsewhere behind the desk."""
    return ElsewhereMenuItem(
        _("Discussions elsewhere"), reverse("discussion_elsewhere"), icon_name="globe", order=152
    )


@hooks.register("register_settings_menu_item")
def hooks_menu_item() -> MenuItem:
    """Put it among the settings."""
    return HooksMenuItem(_("Webhooks"), reverse("discussion_hooks"), icon_name="site", order=900)
