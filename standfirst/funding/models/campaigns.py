from collections.abc import Sequence

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from standfirst.lib.columns import NONE, Keep, money
from standfirst.lib.money import Money

STORY_FEATURES = ("bold", "italic", "link", "ol", "ul")

# First parts of our own addresses below /support/.
RESERVED_SLUGS = ("events", "gift", "rehearsal")


class GoalPolicy(models.TextChoices):
    """What happens when a goal is reached; shown before the button, so it is a promise."""

    GO_ON = "go on", _("goes on and takes more")
    CLOSE = "close", _("closes and takes no more")


class Campaign(models.Model):
    """A goal with a meter. Real or rehearsed, and in one currency, from its making for ever."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(
                rf"^(?!(?:{'|'.join(RESERVED_SLUGS)})$)",
                _("This word is taken by one of our own addresses. Please choose another."),
            )
        ],
        help_text=_("The last part of its address, below /support/. It cannot be changed later."),
        db_comment=NONE,
    )
    title = models.CharField(_("title"), max_length=120, db_comment=NONE)
    purpose = models.CharField(
        _("purpose"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("One line beside the meter: what the money is for."),
        db_comment=NONE,
    )
    story = RichTextField(
        _("story"), blank=True, default="", features=STORY_FEATURES, db_comment=NONE
    )
    currency = models.CharField(_("currency"), max_length=3, db_comment=NONE)
    goal = models.BigIntegerField(
        _("goal"), db_comment=money("what the campaign asks for", Keep.FOREVER)
    )
    marks = models.JSONField(
        _("marks on the scale"),
        default=list,
        blank=True,
        db_comment=money("values on the meter's scale, in minor units", Keep.FOREVER),
    )
    suggested = models.JSONField(
        _("suggested amounts"),
        default=list,
        blank=True,
        db_comment=money("amounts offered, in minor units", Keep.FOREVER),
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True, db_comment=NONE)
    goal_policy = models.CharField(
        _("when the goal is reached, the campaign"),
        max_length=20,
        choices=GoalPolicy.choices,
        default=GoalPolicy.GO_ON,
        db_comment=NONE,
    )
    goal_words = models.TextField(
        _("in the paper's words"),
        max_length=600,
        blank=True,
        default="",
        help_text=_(
            "What happens with what comes in after the goal is reached. Stands before the button."
        ),
        db_comment=NONE,
    )
    picture = models.ForeignKey(
        "pictures.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        db_comment=NONE,
    )
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=400, blank=True, default="", db_comment=NONE
    )
    is_rehearsed = models.BooleanField(
        _("a rehearsal"),
        default=False,
        help_text=_("For practising: no real money, and none of it counts anywhere else."),
        db_comment=NONE,
    )
    is_shown_everywhere = models.BooleanField(
        _("shown on every page"),
        default=False,
        help_text=_("Unless a page, or one above it, has a campaign of its own."),
        db_comment=NONE,
    )
    created_at = models.DateTimeField(_("made at"), db_comment=NONE)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, db_comment=NONE)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(goal__gt=0), name="a_campaign_asks_for_something"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def goal_money(self) -> Money:
        """The goal as an amount."""
        return Money(self.goal, self.currency)

    def scale(self) -> Sequence[int]:
        """Give the marks' values in minor units: those chosen, or nothing, half and all."""
        chosen = [value for value in self.marks if 0 <= value <= self.goal]
        return sorted({0, *chosen, self.goal} if chosen else {0, self.goal // 2, self.goal})


class CampaignPlace(models.Model):
    """A page that shows a campaign, with everything beneath it."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="places", db_comment=NONE
    )
    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+", db_comment=NONE
    )
    page_title = models.CharField(_("title of the page"), max_length=255, db_comment=NONE)
    page_address = models.CharField(_("address of the page"), max_length=500, db_comment=NONE)

    class Meta:
        verbose_name = _("place of a campaign")
        verbose_name_plural = _("places of campaigns")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "page"), name="a_campaign_stands_on_a_page_once"
            ),
        )

    def __str__(self) -> str:
        return self.page_title
