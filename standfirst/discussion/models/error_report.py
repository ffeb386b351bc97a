from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.thread import Thread
from standfirst.lib.columns import NONE, Keep, content, personal, pseudonym
from standfirst.people.models import Person


class ErrorReport(models.Model):
    """A reader's word to the newsroom that a passage of a page is wrong."""

    class Outcome(models.TextChoices):
        """What the newsroom made of it."""

        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="error_reports", db_comment=NONE
    )
    reporter = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="error_reports",
        db_comment=pseudonym("to answer, and to count each person once", Keep.UNTIL_ERASED),
    )
    block = models.UUIDField(db_comment=NONE)
    quote = models.TextField(db_comment=content("the passage as it read", Keep.WITH_THE_THING))
    made_on = models.PositiveIntegerField(
        null=True, help_text="The page's revision that was read, by its number.", db_comment=NONE
    )
    words = models.TextField(
        _("what is wrong"), db_comment=content("what the reader says is wrong", Keep.UNTIL_ERASED)
    )
    credit = models.CharField(
        _("name to thank"),
        max_length=60,
        blank=True,
        default="",
        db_comment=personal("to thank the reader in public, who wished it", Keep.UNTIL_ERASED),
    )
    address = models.EmailField(
        _("e-mail address"),
        blank=True,
        default="",
        db_comment=personal("to tell the reader what came of it", Keep.UNTIL_ERASED),
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_comment=pseudonym("to limit guests by network", Keep.DAYS_30),
    )
    reported_at = models.DateTimeField(_("reported at"), db_comment=NONE)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )
    settled_at = models.DateTimeField(null=True, db_comment=NONE)
    corrected_at = models.DateTimeField(null=True, db_comment=NONE)
    correction = models.UUIDField(
        null=True, help_text="The public note, by the newsroom's name for it.", db_comment=NONE
    )

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, outcome="")
                | models.Q(settled_at__isnull=False) & ~models.Q(outcome=""),
                name="a_settled_error_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(corrected_at__isnull=True) | models.Q(outcome="accepted"),
                name="only_an_accepted_error_is_corrected",
            ),
        )
        indexes = (
            models.Index(
                fields=("network", "reported_at"),
                name="errors_by_network",
                condition=~models.Q(network=""),
            ),
            models.Index(
                fields=("reported_at",),
                name="open_errors_by_time",
                condition=models.Q(settled_at__isnull=True),
            ),
            models.Index(
                fields=("settled_at",),
                name="accepted_errors_by_time",
                condition=models.Q(outcome="accepted", corrected_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.thread}: {self.quote[:60]}"
