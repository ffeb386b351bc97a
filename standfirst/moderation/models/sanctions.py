from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.moderation.models.decisions import Decision, Ground, ReasonText
from standfirst.people.models import Person


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Reads over limits."""

    def in_force(self, now: datetime) -> Self:
        """Those that neither ended nor were lifted."""
        lasts = models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)
        return self.filter(lasts, lifted_at__isnull=True)


class Sanction(models.Model):
    """A limit on what a person, or whoever writes from a network, may do from a moment on.

    It ends by itself at ``ends_at``, or when somebody lifts it. A person is known by their row, by the
    rows merged into theirs, and by the address that was proven when it began. Of a network only a
    salted digest is kept, and that no longer than it holds.
    """

    class Kind(models.TextChoices):
        """What may not be done."""

        HOLD_FIRST = "hold_first", _("texts are held first")
        SUSPENSION = "suspension", _("writes nothing for some time")
        BAN = "ban", _("writes nothing any more")

    kind = models.CharField(_("limit"), max_length=10, choices=Kind.choices, db_comment=NONE)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="sanctions",
        db_comment=pseudonym("whom it limits", Keep.UNTIL_ERASED),
    )
    address_digest = models.CharField(
        max_length=32,
        blank=True,
        default="",
        db_comment=pseudonym("to know who comes back", Keep.UNTIL_ERASED),
    )
    salt = models.CharField(max_length=40, blank=True, default="", db_comment=NONE)
    network_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_comment=pseudonym("to hold what comes from a network", Keep.DAYS_14),
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, related_name="sanction", db_comment=NONE
    )
    starts_at = models.DateTimeField(_("from"), db_comment=NONE)
    ends_at = models.DateTimeField(_("until"), null=True, db_comment=NONE)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, db_comment=NONE)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        indexes = (
            models.Index(
                fields=("address_digest",),
                name="sanction_by_address",
                condition=~models.Q(address_digest=""),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(kind="hold_first", ends_at__isnull=False),
                name="a_network_is_only_held_and_for_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_limit_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="suspension") | models.Q(ends_at__isnull=False),
                name="a_suspension_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class BanProposal(models.Model):
    """That somebody wants a person banned: a second person confirms it, or does not."""

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="ban_proposals",
        db_comment=pseudonym("whom it is about", Keep.UNTIL_ERASED),
    )
    proposed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who asked for a second person", Keep.FOREVER),
    )
    proposed_at = models.DateTimeField(_("proposed at"), db_comment=NONE)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices, db_comment=NONE)
    rules_version = models.PositiveIntegerField(_("rules version"), null=True, db_comment=NONE)
    rule_number = models.PositiveSmallIntegerField(_("rule"), null=True, db_comment=NONE)
    legal_ground = models.CharField(
        _("law"), max_length=500, blank=True, default="", db_comment=NONE
    )
    category = models.CharField(
        _("category"), max_length=60, blank=True, default="", db_comment=NONE
    )
    facts = models.ForeignKey(
        ReasonText, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )
    settled_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_comment=pseudonym("the second person", Keep.FOREVER),
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, db_comment=NONE)
    is_confirmed = models.BooleanField(_("confirmed"), default=False, db_comment=NONE)

    class Meta:
        verbose_name = _("proposal of a ban")
        verbose_name_plural = _("proposals of bans")
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=models.Q(settled_at__isnull=True),
                name="a_ban_is_proposed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(is_confirmed=False)
                | (
                    models.Q(settled_by__isnull=False)
                    & ~models.Q(settled_by=models.F("proposed_by"))
                ),
                name="a_ban_is_confirmed_by_a_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"proposal #{self.pk}"
