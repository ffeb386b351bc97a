from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from standfirst.lib.columns import NONE


class Order(models.TextChoices):
    """How the comments that begin a conversation are ordered. Replies are always in turn."""

    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    VOTED = "voted", _("Most voted")
    BEST = "best", _("Best")
    DISCUSSED = "discussed", _("Most discussed")
    ANSWERED = "answered", _("Author answered")


class Filter(models.TextChoices):
    """Of which conversations a page of a thread shows only some. Stored nowhere: it is an address."""

    PASSAGES = "passages", _("On passages")
    ANSWERS = "answers", _("Answers by author and staff")
    QUESTIONS = "questions", _("Unanswered questions")
    FEATURED = "featured", _("Featured")


class Writers(models.TextChoices):
    """Who may write, from the widest circle to the narrowest."""

    ANYONE = "anyone", _("Anyone")
    PROVEN = "proven", _("Whoever has confirmed an e-mail address")
    MEMBER = "member", _("Members")
    SUPPORTER = "supporter", _("Supporters")


class Moderation(models.TextChoices):
    """When a moderator looks."""

    AFTER = "after", _("After publication, unless a screen holds the comment")
    BEFORE = "before", _("Before publication, every comment")
    REACTIVE = "reactive", _("Only at what is reported, or held by a screen")


@register_setting(icon="comment")
class DiscussionSettings(BaseGenericSetting):
    """What the paper decides about all its discussions; a thread may narrow who writes."""

    writers = models.CharField(
        _("who may write"),
        max_length=10,
        choices=Writers.choices,
        default=Writers.ANYONE,
        db_comment=NONE,
    )
    moderation = models.CharField(
        _("when moderators look"),
        max_length=10,
        choices=Moderation.choices,
        default=Moderation.AFTER,
        db_comment=NONE,
    )
    guests_may_vote = models.BooleanField(
        _("guests may vote"),
        default=True,
        help_text=_("Without an account. Of one network, three votes on a comment count at once."),
        db_comment=NONE,
    )
    default_order = models.CharField(
        _("first order"),
        max_length=10,
        choices=Order.choices,
        default=Order.NEWEST,
        db_comment=NONE,
    )

    panels = (
        MultiFieldPanel(
            [
                FieldPanel("writers"),
                FieldPanel("moderation"),
                FieldPanel("guests_may_vote"),
                FieldPanel("default_order"),
            ],
            heading=_("Discussion"),
        ),
    )

    class Meta:
        verbose_name = _("discussion")

    def __str__(self) -> str:
        return str(_("Discussion"))

    @property
    def circle(self) -> Writers:
        """Who may write where a thread does not say otherwise."""
        return Writers(self.writers)
