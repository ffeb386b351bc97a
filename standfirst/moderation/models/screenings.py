from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content
from standfirst.moderation.drafts import REASON_WORDS


class Screening(models.Model):
    """What one screen found in one version of a text: outcome, screen, reason, passage, score."""

    subject_kind = models.CharField(max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    subject_revision = models.BigIntegerField(null=True, db_comment=NONE)
    outcome = models.CharField(_("outcome"), max_length=10, db_comment=NONE)
    screen = models.CharField(_("screen"), max_length=60, db_comment=NONE)
    version = models.CharField(_("version"), max_length=40, blank=True, db_comment=NONE)
    reason = models.CharField(_("reason"), max_length=60, blank=True, db_comment=NONE)
    passage = models.CharField(
        _("passage"),
        max_length=200,
        blank=True,
        db_comment=content("to show a moderator what was found", Keep.DAYS_90),
    )
    score = models.FloatField(_("score"), null=True, db_comment=NONE)
    is_decisive = models.BooleanField(default=False, db_comment=NONE)
    at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="screening_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.screen}: {self.outcome} ({self.reason})"

    @property
    def reason_words(self) -> str:
        """Why, in words for a moderator."""
        return str(REASON_WORDS.get(self.reason, self.reason))
