from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.people.models.person import Person


class Texts(models.TextChoices):
    """What becomes of the words of somebody who is erased."""

    DELETED = "deleted", _("Delete what I wrote")
    KEPT = "kept", _("Leave what I wrote, without my name")


class Erasure(models.Model):
    """That a person was erased, and how: so that an older backup cannot bring them back.

    Names nobody: the numbers of rows that are empty by now, and when those rows were made, since a
    restored database may give a number anew.
    """

    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        related_name="erasure",
        db_comment=pseudonym("to erase again what an older backup brings back", Keep.FOREVER),
    )
    user_number = models.BigIntegerField(
        null=True,
        db_comment=pseudonym("to erase again what an older backup brings back", Keep.FOREVER),
    )
    user_joined_at = models.DateTimeField(null=True, db_comment=NONE)
    texts = models.CharField(max_length=10, choices=Texts.choices, db_comment=NONE)
    erased_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.person_id} at {self.erased_at:%Y-%m-%d}"
