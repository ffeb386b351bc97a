from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, pseudonym
from standfirst.people.models import Person


class Measure(models.TextChoices):
    """What was done (Digital Services Act, Art. 17 (1), and what undoes it)."""

    HELD = "held", _("held")
    APPROVED = "approved", _("approved")
    REMOVED = "removed", _("removed")
    RESTORED = "restored", _("restored")
    LABELLED = "labelled", _("labelled")
    SLOWED = "slowed", _("slowed")
    WARNED = "warned", _("person warned")
    SUSPENDED = "suspended", _("person suspended")
    BANNED = "banned", _("person banned")
    LEFT = "left", _("report looked at, left as it is")
    PINNED = "pinned", _("pinned")
    UNPINNED = "unpinned", _("pinned no more")
    FEATURED = "featured", _("featured")
    UNFEATURED = "unfeatured", _("featured no more")
    ANSWERED = "answered", _("marked as answered")
    UNANSWERED = "unanswered", _("marked as answered no more")
    LOCKED = "locked", _("closed to replies")
    UNLOCKED = "unlocked", _("open to replies again")
    CLOSED = "closed", _("discussion closed")
    REOPENED = "reopened", _("discussion opened again")
    HASTENED = "hastened", _("discussion slowed no more")


class Ground(models.TextChoices):
    """What it rests on (Art. 17 (3) d and e)."""

    RULE = "rule", _("house rule")
    LAW = "law", _("law")
    NONE = "none", _("no ground needed")


class Source(models.TextChoices):
    """What brought it about (Art. 17 (3) b)."""

    SCREEN = "screen", _("a screen")
    REPORT = "report", _("a report")
    NOTICE = "notice", _("a notice of illegal content")
    OWN = "own", _("own initiative")
    AUTHORITY = "authority", _("an authority")
    APPEAL = "appeal", _("an appeal")


class Automation(models.TextChoices):
    """How far no person was in it (Art. 17 (3) c)."""

    NONE = "none", _("none")
    PARTLY = "partly", _("partly")
    FULLY = "fully", _("fully")


class ReasonText(models.Model):
    """Free text of a decision. Decisions are for ever; this row can be blanked."""

    text = models.TextField(
        _("text"), blank=True, db_comment=content("facts of a decision", Keep.UNTIL_ERASED)
    )
    blanked_at = models.DateTimeField(null=True, db_comment=NONE)

    def __str__(self) -> str:
        return self.text[:60]


class Decision(models.Model):
    """What a person or a rule did about a thing: appended, never changed (by trigger).

    Names its subject by kind and id, since moderation knows no comments and no gifts. Points to
    Persons and to a ReasonText, which can be emptied; holds neither names nor texts itself.
    """

    subject_kind = models.CharField(_("subject"), max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    subject_revision = models.BigIntegerField(null=True, db_comment=NONE)
    about = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="decisions_about",
        db_comment=pseudonym("whom the measure meets", Keep.FOREVER),
    )
    measure = models.CharField(
        _("measure"), max_length=20, choices=Measure.choices, db_comment=NONE
    )
    scope = models.CharField(_("scope"), max_length=40, default="site", db_comment=NONE)
    starts_at = models.DateTimeField(_("from"), db_comment=NONE)
    ends_at = models.DateTimeField(_("until"), null=True, db_comment=NONE)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices, db_comment=NONE)
    rules_version = models.PositiveIntegerField(_("rules version"), null=True, db_comment=NONE)
    rule_number = models.PositiveSmallIntegerField(_("rule"), null=True, db_comment=NONE)
    facts = models.ForeignKey(
        ReasonText, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, db_comment=NONE)
    detection = models.CharField(
        _("automated detection"),
        max_length=10,
        choices=Automation.choices,
        default=Automation.NONE,
        db_comment=NONE,
    )
    automation = models.CharField(
        _("automated decision"),
        max_length=10,
        choices=Automation.choices,
        default=Automation.NONE,
        db_comment=NONE,
    )
    decided_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="decisions_made",
        db_comment=pseudonym("who answers for it", Keep.FOREVER),
    )
    decided_at = models.DateTimeField(_("decided at"), db_comment=NONE)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="decision_by_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_measure_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.subject_kind} {self.subject_id}"
