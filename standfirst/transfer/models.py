from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym


class ImportRun(models.Model):
    """One time that somebody let a foreign file move in. Without ``finished_at`` it was broken off."""

    source = models.CharField(
        max_length=200,
        help_text="The system and the address of the paper that the file is of.",
        db_comment=NONE,
    )
    file_digest = models.CharField(max_length=64, help_text="SHA-256.", db_comment=NONE)
    started_at = models.DateTimeField(_("started at"), db_comment=NONE)
    finished_at = models.DateTimeField(_("finished at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.source} at {self.started_at:%Y-%m-%d %H:%M}"


class ImportedThing(models.Model):
    """Which thing of a foreign paper became which of ours; why a second import adds nothing.

    ``key`` names the thing in its source ("item:123"), ``kind`` says what it is here ("article"),
    ``object_id`` is its number here. ``fingerprint`` tells two papers apart that use one address
    and the same numbers.
    """

    source = models.CharField(max_length=200, db_comment=NONE)
    key = models.CharField(max_length=200, db_comment=NONE)
    kind = models.CharField(max_length=20, db_comment=NONE)
    object_id = models.BigIntegerField(
        db_comment=pseudonym("to take each thing over once", Keep.WITH_THE_THING)
    )
    fingerprint = models.CharField(max_length=40, blank=True, default="", db_comment=NONE)
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="things", db_comment=NONE
    )
    taken_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("imported thing")
        verbose_name_plural = _("imported things")
        constraints = (
            models.UniqueConstraint(fields=("source", "key"), name="a_thing_is_taken_over_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
