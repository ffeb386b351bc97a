from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content
from standfirst.moderation.drafts import REASON_WORDS


class Screening(models.Model):
    """What one screen found in one version of a text: outcome, screen, reason, passage, score.

    Each judgement of a text leaves one decisive row: the finding that decided, or one without a screen
    where all passed, with their scores. It names the set of screens that were asked (``screens``, a
    `ScreenSet`). What a screen in shadow would have held is a row of its own.
    """

    subject_kind = models.CharField(max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    subject_revision = models.BigIntegerField(null=True, db_comment=NONE)
    outcome = models.CharField(_("outcome"), max_length=10, db_comment=NONE)
    screen = models.CharField(_("screen"), max_length=60, blank=True, db_comment=NONE)
    version = models.CharField(_("version"), max_length=40, blank=True, db_comment=NONE)
    reason = models.CharField(_("reason"), max_length=60, blank=True, db_comment=NONE)
    passage = models.CharField(
        _("passage"),
        max_length=200,
        blank=True,
        db_comment=content("to show a moderator what was found", Keep.DAYS_90),
    )
    # Where it stands in the text of that version, in characters; empty for a name.
    passage_start = models.PositiveIntegerField(null=True, db_comment=NONE)
    passage_end = models.PositiveIntegerField(null=True, db_comment=NONE)
    score = models.FloatField(_("score"), null=True, db_comment=NONE)
    is_decisive = models.BooleanField(default=False, db_comment=NONE)
    is_shadow = models.BooleanField(
        default=False,
        help_text="It decided nothing: a screen or a list that is tried out.",
        db_comment=NONE,
    )
    word_list = models.BigIntegerField(null=True, db_comment=NONE)
    screens = models.CharField(max_length=16, blank=True, default="", db_comment=NONE)
    scores = models.JSONField(default=dict, db_comment=NONE)
    at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="screening_by_subject"),
            models.Index(
                fields=("screen", "at"),
                name="finding_by_screen",
                condition=~models.Q(outcome="pass"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.screen}: {self.outcome} ({self.reason})"

    @property
    def reason_words(self) -> str:
        """Why, in words for a moderator."""
        return str(REASON_WORDS.get(self.reason, self.reason))


class ScreenSet(models.Model):
    """Which screens judged a text of a kind, in their order: names, versions, states.

    One row for each set that ever was in force, so that a verdict names it in 16 characters.
    """

    digest = models.CharField(max_length=16, primary_key=True, db_comment=NONE)
    screens = models.JSONField(db_comment=NONE)
    first_noted_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("set of screens")
        verbose_name_plural = _("sets of screens")

    def __str__(self) -> str:
        return self.digest
