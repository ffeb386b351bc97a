"""Blocks that show a neighbour's thing. They store words only, at most a campaign's slug.

Their templates stand where neighbours meet; the page template asks each neighbour once.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock


class QuestionBlock(StructBlock):
    """A question of the editors to the readers, answered where it stands.

    The block's own id in the story is what answers point at.
    """

    question = CharBlock(label=_("Question"), max_length=300)

    class Meta:
        icon = "help"
        label = _("Question to readers")
        template = "blocks/question.html"


class AppealBlock(StructBlock):
    """Asking for support inside a story."""

    heading = CharBlock(label=_("Heading"), max_length=200, required=False)
    text = TextBlock(label=_("Words"), required=False)
    campaign = CharBlock(
        label=_("Campaign"),
        max_length=80,
        required=False,
        help_text=_("The last part of its address. Empty: the campaign shown on this page."),
    )

    class Meta:
        icon = "pick"
        label = _("Support appeal")
        template = "blocks/appeal.html"
