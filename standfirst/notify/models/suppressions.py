from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, personal


class Suppression(models.Model):
    """An address that mail is kept from, until somebody of the paper lifts it.

    ``said`` is what the mail server or provider gave as the reason, in one line.
    """

    class Reason(models.TextChoices):
        """What brought it about."""

        BOUNCE = "bounce", _("does not exist or takes no mail")
        COMPLAINT = "complaint", _("its reader called our mail unwanted")

    address = models.EmailField(
        _("e-mail address"), db_comment=personal("to send no more to it", Keep.UNTIL_ERASED)
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, db_comment=NONE)
    said = models.CharField(
        _("what was said"),
        max_length=300,
        blank=True,
        default="",
        db_comment=personal("to judge whether it was an error", Keep.UNTIL_ERASED),
    )
    suppressed_at = models.DateTimeField(_("since"), db_comment=NONE)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        permissions = (("lift_suppressions", _("Can see suppressed addresses and lift them")),)
        constraints = (
            models.UniqueConstraint(
                Lower("address"),
                condition=models.Q(lifted_at__isnull=True),
                name="an_address_is_suppressed_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} #{self.pk}"
