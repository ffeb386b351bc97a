from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.search import index

from standfirst.lib.columns import NONE, Keep, personal, pseudonym
from standfirst.newsroom.models.paper_page import PaperPage


class ContributorIndexPage(PaperPage):
    """The list of everybody who appears in bylines, at ``/authors/``."""

    fixed_slug = "authors"
    max_count_per_parent = 1
    parent_page_types = ("newsroom.HomePage",)
    subpage_types = ("newsroom.ContributorPage",)
    template = "pages/contributors.html"

    class Meta:
        verbose_name = _("list of contributors")
        verbose_name_plural = _("lists of contributors")


class ContributorPage(PaperPage):
    """Somebody named in bylines; the page's title is the name.

    A contributor is not a user: most never sign in, some who sign in are never named.
    """

    position = models.CharField(
        _("position"),
        max_length=160,
        blank=True,
        help_text=_("For example: reporter, water and roads."),
        db_comment=personal("to introduce who writes", Keep.WITH_THE_THING),
    )
    about = models.TextField(
        _("about"),
        blank=True,
        db_comment=personal("to introduce who writes", Keep.WITH_THE_THING),
    )
    portrait = models.ForeignKey(
        "pictures.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
        db_comment=NONE,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True},
        verbose_name=_("account"),
        help_text=_("Comments from this account are marked as the author's under their articles."),
        db_comment=pseudonym("to mark an author's answers", Keep.UNTIL_ERASED),
    )

    # What readers are told of who follow this page.
    followed_as = "author"
    parent_page_types = ("newsroom.ContributorIndexPage",)
    subpage_types = ()
    template = "pages/contributor.html"
    search_fields = (*PaperPage.search_fields, index.SearchField("about"))
    content_panels = (
        TitleFieldPanel("title", heading=_("Name"), placeholder=_("Name as in bylines")),
        FieldPanel("position"),
        FieldPanel("portrait"),
        FieldPanel("about"),
        FieldPanel("user"),
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
