from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, pseudonym
from standfirst.people.models import Person


class Note(models.Model):
    """What one moderator tells the others about a thing or its author. It goes when they are erased."""

    subject_kind = models.CharField(max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    about = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="notes_about",
        db_comment=pseudonym("whom it is about", Keep.UNTIL_ERASED),
    )
    written_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("which moderator wrote it", Keep.UNTIL_ERASED),
    )
    text = models.TextField(
        _("note"),
        max_length=1000,
        db_comment=content("what moderators should know of it", Keep.UNTIL_ERASED),
    )
    written_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
