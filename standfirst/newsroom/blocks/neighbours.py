"""Blocks that show a neighbour's thing. They store words only, at most a campaign's slug.

Their templates stand where neighbours meet; the page template asks each neighbour once.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, StructValue, TextBlock

# Open is what nobody said anything about, as in stories of before there was a state.
OPEN, CLOSED, ANSWERED = "", "closed", "answered"


class QuestionValue(StructValue):
    """A question with what became of it."""

    @property
    def is_open(self) -> bool:
        """Whether readers may answer it."""
        return self.get("state") not in {CLOSED, ANSWERED}

    @property
    def is_answered(self) -> bool:
        """Whether the editors know now, and say so."""
        return bool(self.get("state") == ANSWERED)


class QuestionBlock(StructBlock):
    """A question of the editors to the readers, answered where it stands.

    The block's own id in the story is what answers point at. An editor closes it, or says what came
    out; the answers stay either way.
    """

    question = CharBlock(label=_("Question"), max_length=300)
    state = ChoiceBlock(
        label=_("State"),
        choices=(
            (OPEN, _("Open: readers may answer")),
            (CLOSED, _("Closed: no more answers")),
            (ANSWERED, _("Answered: no more answers, and it says so")),
        ),
        default=OPEN,
        required=False,
    )
    summary = TextBlock(
        label=_("What came out"),
        required=False,
        max_length=1000,
        help_text=_("Stands below the question. Single answers can be featured where they stand."),
    )

    class Meta:
        value_class = QuestionValue
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
