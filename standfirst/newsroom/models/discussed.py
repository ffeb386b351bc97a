from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE
from standfirst.newsroom.models.paper_page import PaperPage


class DiscussedPage(PaperPage):
    """A page that says how it, or all that stands below it, is discussed.

    Empty is as the section says for an article, and as the paper says for a section. The threads
    themselves, and what these words do there, belong to others.
    """

    class Writers(models.TextChoices):
        """Who may write, from the widest circle to the narrowest."""

        ANYONE = "anyone", _("Anyone")
        PROVEN = "proven", _("Whoever has confirmed an e-mail address")
        MEMBER = "member", _("Members")
        SUPPORTER = "supporter", _("Supporters")

    class FirstOrder(models.TextChoices):
        """What stands first while a reader chooses nothing else."""

        NEWEST = "newest", _("Newest")
        OLDEST = "oldest", _("Oldest")
        VOTED = "voted", _("Most voted")
        BEST = "best", _("Best")
        DISCUSSED = "discussed", _("Most discussed")
        ANSWERED = "answered", _("Author answered")

    class Moderation(models.TextChoices):
        """When a moderator looks at what readers write."""

        AFTER = "after", _("After publication, unless a screen holds the comment")
        BEFORE = "before", _("Before publication, every comment")
        REACTIVE = "reactive", _("Only at what is reported, or held by a screen")

    discussion_writers = models.CharField(
        _("who may write"),
        max_length=10,
        choices=Writers.choices,
        blank=True,
        default="",
        help_text=_("Empty: an article as its section, a section as the paper."),
        db_comment=NONE,
    )
    discussion_order = models.CharField(
        _("first order"),
        max_length=10,
        choices=FirstOrder.choices,
        blank=True,
        default="",
        help_text=_("Empty: an article as its section, a section as the paper."),
        db_comment=NONE,
    )

    discussion_moderation = models.CharField(
        _("when moderators look"),
        max_length=10,
        choices=Moderation.choices,
        blank=True,
        default="",
        help_text=_("Empty: an article as its section, a section as the paper."),
        db_comment=NONE,
    )

    class Meta(PaperPage.Meta):
        abstract = True
