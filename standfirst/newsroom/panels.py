"""How the editor's form of an article is laid out."""

from collections.abc import Sequence
from typing import Any

from django.forms import HiddenInput
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    Panel,
    TitleFieldPanel,
)


class HiddenFields(Panel):
    """Fields that a form carries along unseen: a draft's row has no key yet to find them by."""

    def __init__(self, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names = names

    def clone_kwargs(self) -> dict[str, Any]:
        """Give what makes the same panel again, for another model."""
        return {**super().clone_kwargs(), "names": self.names}

    def get_form_options(self) -> dict[str, Any]:
        """Have the form take the fields, unseen."""
        return {"fields": list(self.names), "widgets": dict.fromkeys(self.names, HiddenInput)}

    class BoundPanel(Panel.BoundPanel):
        """The fields in one form."""

        def render_html(self, parent_context: Any = None) -> SafeString:
            """Give the fields alone."""
            return format_html_join("", "{}", ((self.form[name],) for name in self.panel.names))


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
    InlinePanel(
        "corrections",
        heading=_("Corrections"),
        help_text=_(
            "A correction is published with the article, with the date of that moment. "
            "It stands at the top and at the foot of the article and in the corrections feed."
        ),
        label=_("Correction"),
    ),
)

DISCUSSED = (
    FieldPanel("discussion_writers"),
    FieldPanel("discussion_order"),
    FieldPanel("discussion_moderation"),
)

ARTICLE_SETTINGS = (
    MultiFieldPanel(
        [FieldPanel("discussion"), FieldPanel("discussion_days"), *DISCUSSED],
        heading=_("Discussion"),
    ),
)

SECTION_SETTINGS = (MultiFieldPanel([*DISCUSSED], heading=_("Discussions in this section")),)

BYLINE = (FieldRowPanel([FieldPanel("contributor"), FieldPanel("role")]),)

CORRECTION = (
    FieldPanel("kind"),
    FieldPanel("words"),
    FieldPanel("shows_difference"),
    HiddenFields(["ref", "answers"]),
)
