from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from standfirst.lib.columns import NONE
from standfirst.newsroom.models.paper_page import PaperPage


class TopicIndexPage(PaperPage):
    """The list of all topics, at ``/topics/``."""

    fixed_slug = "topics"
    max_count_per_parent = 1
    parent_page_types = ("newsroom.HomePage",)
    subpage_types = ("newsroom.TopicPage",)
    template = "pages/topics.html"

    class Meta:
        verbose_name = _("list of topics")
        verbose_name_plural = _("lists of topics")


class TopicPage(PaperPage):
    """What articles of several sections are about."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600, db_comment=NONE)

    # What readers are told of who follow this page.
    followed_as = "topic"
    parent_page_types = ("newsroom.TopicIndexPage",)
    subpage_types = ()
    template = "pages/topic.html"
    content_panels = (*Page.content_panels, FieldPanel("introduction"))

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
