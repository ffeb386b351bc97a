from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from standfirst.lib.columns import Keep, content
from standfirst.newsroom.models.paper_page import PaperPage
from standfirst.newsroom.story import StoryField


class PlainPage(PaperPage):
    """A page with a title and a story: about us, imprint, privacy."""

    story: Any = StoryField(
        blank=True,
        verbose_name=_("story"),
        db_comment=content("the page's own text", Keep.WITH_THE_THING),
    )

    parent_page_types = ("newsroom.HomePage", "newsroom.PlainPage")
    subpage_types = ("newsroom.PlainPage",)
    template = "pages/plain.html"
    search_fields = (*PaperPage.search_fields, index.SearchField("story"))
    content_panels = (*Page.content_panels, FieldPanel("story"))

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
