from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE

# As the EPC's QR code holds them (EPC069-12): a name of 70 letters. An IBAN has at most 34 (ISO 13616).
LONGEST_HOLDER = 70
LONGEST_IBAN = 34
LONGEST_BIC = 11


class BankAccount(models.Model):
    """The paper's account for transfers from a day on; no IBAN: none is offered. A change is a new row."""

    holder = models.CharField(_("holder"), max_length=LONGEST_HOLDER, blank=True, db_comment=NONE)
    iban = models.CharField("IBAN", max_length=LONGEST_IBAN, blank=True, db_comment=NONE)
    bic = models.CharField("BIC", max_length=LONGEST_BIC, blank=True, db_comment=NONE)
    since_at = models.DateTimeField(_("since"), db_index=True, db_comment=NONE)

    class Meta:
        verbose_name = _("bank account of the paper")
        verbose_name_plural = _("bank accounts of the paper")
        ordering = ("-since_at", "-id")

    def __str__(self) -> str:
        return self.iban or "–"
