from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from standfirst.lib.columns import NONE, Keep, content
from standfirst.newsroom.panels import CORRECTION


class Correction(Orderable):
    """A public note that an article was changed after it appeared, and why.

    It is written with the draft and published with it. From then on its date and what it changed
    belong to the article and not to a draft: `ArticlePage.with_content_json` keeps them.
    """

    class Kind(models.TextChoices):
        """What sort of change it was."""

        ERROR = "error", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")

    sort_order = models.IntegerField(null=True, blank=True, editable=False, db_comment=NONE)
    page = ParentalKey(
        "newsroom.ArticlePage",
        on_delete=models.CASCADE,
        related_name="corrections",
        db_comment=NONE,
    )
    ref = models.UUIDField(
        null=True, blank=True, help_text="The same note in every revision.", db_comment=NONE
    )
    kind = models.CharField(
        _("kind"), max_length=15, choices=Kind.choices, default=Kind.ERROR, db_comment=NONE
    )
    words = models.TextField(
        _("note"),
        max_length=1000,
        help_text=_("What was wrong and what is right, in one or two sentences."),
        db_comment=content("what was corrected", Keep.WITH_THE_THING),
    )
    shows_difference = models.BooleanField(
        _("show what was changed"),
        default=True,
        help_text=_("Not where the old words themselves must not be read any more."),
        db_comment=NONE,
    )
    answers = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="The number of the reader's report that led to it.",
        db_comment=NONE,
    )
    dated_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was published.", db_comment=NONE
    )
    difference = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Changed texts, each a list of [equal, deletion or addition; words].",
        db_comment=content("what was changed", Keep.WITH_THE_THING),
    )

    panels = CORRECTION

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = (
            models.UniqueConstraint(
                fields=("page", "ref"), name="a_correction_is_in_an_article_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("-dated_at",),
                name="corrections_by_date",
                condition=models.Q(dated_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words[:60]}"


def name_corrections(article: Any) -> None:
    """Give each note of a draft that has none its name, by which later revisions know it."""
    for correction in article.corrections.all():
        correction.ref = correction.ref or uuid4()


def keep_published(article: Any) -> None:
    """Give the notes of a draft what belongs to them since they were published."""
    drafted = article.corrections.all()
    if not drafted:
        return
    published = {row.ref: row for row in Correction.objects.filter(page_id=article.pk)}
    for correction in drafted:
        known = published.get(correction.ref)
        if known is not None:
            correction.pk = known.pk
            correction.dated_at, correction.difference = known.dated_at, known.difference
        else:
            # A revision of an article that was copied names rows of the other one.
            correction.pk, correction.dated_at, correction.difference = None, None, []
