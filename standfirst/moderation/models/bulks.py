from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.moderation.models.acts import DeskAct
from standfirst.moderation.models.decisions import Ground, ReasonText
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Bulk(models.Model):
    """One wish for many decisions: drafted with all its things, then confirmed, then worked off.

    Each thing gets a decision of its own. Undoing is another bulk, which ``undoes`` this one.
    """

    made_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who answers for it", Keep.FOREVER),
    )
    made_at = models.DateTimeField(db_comment=NONE)
    verb = models.CharField(max_length=10, db_comment=NONE)
    queue = models.CharField(max_length=10, db_comment=NONE)
    ground = models.CharField(
        max_length=10, choices=Ground.choices, default=Ground.NONE, db_comment=NONE
    )
    rules_version = models.PositiveIntegerField(null=True, db_comment=NONE)
    rule_number = models.PositiveSmallIntegerField(null=True, db_comment=NONE)
    facts = models.ForeignKey(
        ReasonText, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )
    confirmed_at = models.DateTimeField(null=True, db_comment=NONE)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by", db_comment=NONE
    )

    class Meta:
        verbose_name = _("bulk decision")
        verbose_name_plural = _("bulk decisions")

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"


class BulkPart(Job):
    """Some of the things of a bulk, decided on in one go. Not due before somebody has confirmed it."""

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="parts", db_comment=NONE)

    class Meta:
        verbose_name = _("part of a bulk decision")
        verbose_name_plural = _("parts of bulk decisions")

    def __str__(self) -> str:
        return f"#{self.bulk_id}.{self.pk}"


class BulkItem(models.Model):
    """One thing of a bulk: as it was seen, and what became of it."""

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITS = "", _("waits")
        DONE = "done", _("decided")
        LEFT_OUT = "left_out", _("left out")

    part = models.ForeignKey(
        BulkPart, on_delete=models.CASCADE, related_name="items", db_comment=NONE
    )
    subject_id = models.BigIntegerField(db_comment=NONE)
    seen_state = models.CharField(max_length=10, db_comment=NONE)
    seen_revision = models.BigIntegerField(null=True, db_comment=NONE)
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, default="", blank=True, db_comment=NONE
    )
    act = models.ForeignKey(
        DeskAct, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )

    class Meta:
        verbose_name = _("thing of a bulk decision")
        verbose_name_plural = _("things of bulk decisions")
        constraints = (
            models.UniqueConstraint(
                fields=("part", "subject_id"), name="a_thing_is_in_a_part_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.outcome}"
