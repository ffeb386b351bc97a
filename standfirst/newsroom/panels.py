"""How the editor's form of an article is laid out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    TitleFieldPanel,
)

ARTICLE_CONTENT = (
    FieldPanel("kicker"),
    TitleFieldPanel("title", heading=_("Headline"), placeholder=_("Headline")),
    FieldPanel("standfirst"),
    InlinePanel("bylines", heading=_("Bylines"), label=_("Name")),
    FieldRowPanel([FieldPanel("place"), FieldPanel("dateline_date")], heading=_("Dateline")),
    MultiFieldPanel(
        [
            FieldPanel("lead_image"),
            FieldPanel("lead_kind"),
            FieldPanel("lead_alt"),
            FieldPanel("lead_caption"),
        ],
        heading=_("Lead figure"),
    ),
    FieldPanel("story"),
    MultipleChooserPanel(
        "topic_links", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")
    ),
    MultipleChooserPanel(
        "related_picks",
        chooser_field_name="article",
        heading=_("More on this topic"),
        help_text=_("Chosen articles come first; articles with the same topics fill the list."),
        label=_("Article"),
        max_num=6,
    ),
)

ARTICLE_SETTINGS = (
    MultiFieldPanel(
        [FieldPanel("discussion"), FieldPanel("discussion_days")], heading=_("Discussion")
    ),
)

BYLINE = (FieldRowPanel([FieldPanel("contributor"), FieldPanel("role")]),)
