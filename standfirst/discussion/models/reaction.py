from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.burst import VoteBurst
from standfirst.discussion.models.comment import Comment, CommentRevision
from standfirst.lib.columns import NONE, Keep, content, pseudonym
from standfirst.people.models import Person


class Vote(models.Model):
    """One person's yes or no to one comment. Taking it back deletes the row."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="votes", db_comment=NONE
    )
    voter = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="votes",
        db_comment=pseudonym("to count each person once", Keep.UNTIL_ERASED),
    )
    revision = models.ForeignKey(
        CommentRevision,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_comment=NONE,
    )
    value = models.SmallIntegerField(db_comment=NONE)
    is_counted = models.BooleanField(
        default=True,
        help_text="A guest's vote waits when three of the same network count already.",
        db_comment=NONE,
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_comment=pseudonym("to count few guests of one network", Keep.DAYS_90),
    )
    cast_at = models.DateTimeField(db_comment=NONE)
    is_by_newcomer = models.BooleanField(
        default=False,
        help_text="Whoever cast it was new here, or unproven, when they did.",
        db_comment=NONE,
    )
    burst = models.ForeignKey(
        VoteBurst, on_delete=models.SET_NULL, null=True, related_name="votes", db_comment=NONE
    )
    is_quarantined = models.BooleanField(
        default=False,
        help_text="It belongs to a burst that no moderator has counted.",
        db_comment=NONE,
    )

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "voter"), name="a_person_votes_once_on_a_comment"
            ),
            models.CheckConstraint(
                condition=models.Q(value__in=(-1, 1)), name="a_vote_is_up_or_down"
            ),
            models.CheckConstraint(
                condition=models.Q(is_quarantined=False) | models.Q(is_counted=False),
                name="a_quarantined_vote_is_not_counted",
            ),
        )
        indexes = (
            models.Index(
                fields=("cast_at",),
                name="newcomers_votes_by_time",
                condition=models.Q(is_by_newcomer=True),
            ),
            models.Index(
                fields=("comment", "network"),
                name="guest_votes_by_network",
                condition=~models.Q(network=""),
            ),
            models.Index(
                fields=("network", "cast_at"),
                name="guest_votes_by_time",
                condition=~models.Q(network=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.value:+d} on #{self.comment_id}"


class Report(models.Model):
    """A reader's word to the moderators that something is wrong with a comment."""

    class Reason(models.TextChoices):
        """What the reader says is wrong."""

        SPAM = "spam", _("Advertising or spam")
        INSULT = "insult", _("Insult or hate")
        PRIVATE = "private", _("Private data of somebody")
        FALSE = "false", _("False claim")
        ILLEGAL = "illegal", _("Against the law")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports", db_comment=NONE
    )
    revision = models.ForeignKey(
        CommentRevision, on_delete=models.SET_NULL, null=True, related_name="+", db_comment=NONE
    )
    reporter = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="reports",
        db_comment=pseudonym("to answer, and to count each person once", Keep.UNTIL_ERASED),
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, db_comment=NONE)
    words = models.TextField(
        _("in your words"),
        blank=True,
        default="",
        db_comment=content("what the reader says is wrong", Keep.UNTIL_ERASED),
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_comment=pseudonym("to limit guests by network", Keep.DAYS_30),
    )
    reported_at = models.DateTimeField(db_comment=NONE)
    settled_at = models.DateTimeField(null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "reporter"),
                condition=models.Q(settled_at__isnull=True),
                name="a_person_has_one_open_report_on_a_comment",
            ),
        )
        indexes = (
            models.Index(
                fields=("network", "reported_at"),
                name="reports_by_network",
                condition=~models.Q(network=""),
            ),
            models.Index(
                fields=("reported_at",),
                name="open_reports_by_time",
                condition=models.Q(settled_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} on #{self.comment_id}"
