from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.moderation.models.decisions import Decision


class Statement(models.Model):
    """The statement of reasons of one decision (Digital Services Act, Art. 17), for whom it meets.

    Its words are made from the decision whenever they are read, so that it says nothing that the
    record does not; `secret` opens its page to whoever has the link. ``mailed_at`` is when its mail
    was queued, None where no address is proven.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, related_name="statement", db_comment=NONE
    )
    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        db_comment=pseudonym("to read the statement and to appeal", Keep.FOREVER),
    )
    language = models.CharField(_("language"), max_length=12, db_comment=NONE)
    made_at = models.DateTimeField(_("made at"), db_comment=NONE)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")

    def __str__(self) -> str:
        return f"statement of decision {self.decision_id}"
