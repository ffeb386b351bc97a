from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.people.models import Person


class Mute(models.Model):
    """That somebody does not want to read another. Nobody else knows of it."""

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_comment=pseudonym("who does not want to read somebody", Keep.UNTIL_ERASED),
    )
    muted = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_comment=pseudonym("whom they do not want to read", Keep.UNTIL_ERASED),
    )
    muted_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("muted person")
        verbose_name_plural = _("muted people")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "muted"), name="somebody_is_muted_once_by_each"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("muted")), name="nobody_mutes_themselves"
            ),
        )

    def __str__(self) -> str:
        return f"{self.muted_id} by {self.person_id}"


class ReplyFeed(models.Model):
    """The secret address of a feed of the replies to one person; another one takes its place."""

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_comment=pseudonym("whose comments get the replies", Keep.UNTIL_ERASED),
    )
    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        db_comment=pseudonym("the address of the feed", Keep.UNTIL_ERASED),
    )
    made_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("feed of replies")
        verbose_name_plural = _("feeds of replies")

    def __str__(self) -> str:
        return f"of {self.person_id}"
