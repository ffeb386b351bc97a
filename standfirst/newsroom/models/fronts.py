from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page

from standfirst.lib.columns import NONE
from standfirst.newsroom.models.discussed import DiscussedPage
from standfirst.newsroom.models.paper_page import PaperPage
from standfirst.newsroom.models.picks import Pick
from standfirst.newsroom.panels import SECTION_SETTINGS

SECONDS = 3

_PICKS_HELP = _(
    "The first leads the page, the next three stand beside it. "
    "Empty places are filled with the newest articles."
)


class HomePage(PaperPage):
    """The front page: one lead, seconds, and the newest of each section."""

    parent_page_types = ("wagtailcore.Page",)
    subpage_types = (
        "newsroom.SectionPage",
        "newsroom.TopicIndexPage",
        "newsroom.ContributorIndexPage",
        "newsroom.PlainPage",
    )
    template = "pages/home.html"
    content_panels = (
        *Page.content_panels,
        InlinePanel("picks", heading=_("What leads"), help_text=_PICKS_HELP, max_num=1 + SECONDS),
    )

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class SectionPage(DiscussedPage):
    """A section of the paper. Its articles are the pages below it."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600, db_comment=NONE)

    parent_page_types = ("newsroom.HomePage",)
    subpage_types = ("newsroom.ArticlePage",)
    template = "pages/section.html"
    content_panels = (
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("picks", heading=_("What leads"), help_text=_PICKS_HELP, max_num=1 + SECONDS),
    )
    settings_panels = (*PaperPage.settings_panels, *SECTION_SETTINGS)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class HomePick(Pick):
    """An article chosen for the front page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="picks", db_comment=NONE)

    class Meta(Pick.Meta):
        abstract = False


class SectionPick(Pick):
    """An article chosen for a section's front."""

    page = ParentalKey(SectionPage, on_delete=models.CASCADE, related_name="picks", db_comment=NONE)

    class Meta(Pick.Meta):
        abstract = False
