from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.comment import Comment
from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.people.models import Person


class VoteBurst(models.Model):
    """Many votes by newcomers in a short time, on one comment or on one person's comments.

    They are kept and not counted until a moderator counts or drops them. Whoever cast them stands
    at the votes alone.
    """

    class Outcome(models.TextChoices):
        """What a moderator decided."""

        COUNTED = "counted", _("counted")
        DROPPED = "dropped", _("dropped")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, related_name="bursts", db_comment=NONE
    )
    author = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_comment=pseudonym("whose comments were voted on", Keep.UNTIL_ERASED),
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        help_text="The one that all of it came from; empty where it came from many.",
        db_comment=pseudonym("to know which votes belong to it", Keep.DAYS_90),
    )
    began_at = models.DateTimeField(_("began at"), db_comment=NONE)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )
    settled_at = models.DateTimeField(_("decided at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("burst of votes")
        verbose_name_plural = _("bursts of votes")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(comment__isnull=True, author__isnull=False)
                | models.Q(comment__isnull=False, author__isnull=True),
                name="a_burst_is_on_a_comment_or_on_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_at__isnull=True)
                | models.Q(outcome__in=("counted", "dropped"), settled_at__isnull=False),
                name="a_burst_is_settled_by_an_outcome",
            ),
            models.UniqueConstraint(
                fields=("comment",),
                condition=models.Q(outcome=""),
                name="a_comment_has_one_open_burst",
            ),
        )
        indexes = (models.Index(fields=("outcome", "settled_at"), name="bursts_by_outcome"),)

    def __str__(self) -> str:
        return f"burst {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return not self.outcome
