from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.people.models import Person


class Claim(models.Model):
    """That a moderator is looking at a thing. The others see it; it ends by itself.

    A sign, not a lock: whoever decides first decides.
    """

    subject_kind = models.CharField(max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    claimed_by = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_comment=pseudonym("who looks at it", Keep.UNTIL_ERASED),
    )
    held_until = models.DateTimeField(_("until"), db_comment=NONE)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id"), name="a_thing_is_claimed_by_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
