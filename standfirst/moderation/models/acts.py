from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.moderation.models.decisions import Decision
from standfirst.people.models import Person


class DeskAct(models.Model):
    """A decision that somebody made at the desk, and what it found: so that it can be undone.

    Undoing is another decision, which takes the thing back to ``state_before``.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="desk_act", db_comment=NONE
    )
    acted_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who may undo it", Keep.FOREVER),
    )
    acted_at = models.DateTimeField(db_comment=NONE)
    state_before = models.CharField(max_length=10, db_comment=NONE)
    state_after = models.CharField(max_length=10, db_comment=NONE)
    undone_by = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )

    class Meta:
        verbose_name = _("act at the desk")
        verbose_name_plural = _("acts at the desk")
        indexes = (models.Index(fields=("acted_by", "acted_at"), name="acts_by_person"),)

    def __str__(self) -> str:
        return f"{self.state_before} → {self.state_after}"
