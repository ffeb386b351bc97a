"""What the paper's bank says came: statements that were read, and each line of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.funding.models.gifts import Gift
from standfirst.funding.models.transfers import LONGEST_IBAN
from standfirst.lib.columns import NONE, Keep, content, money, personal, pseudonym
from standfirst.lib.money import Money

# As ISO 20022 has them: a name of 140 letters, references of 35, 140 letters of text (which may repeat).
LONGEST_PAYER = 140
LONGEST_TEXT = 500
LONGEST_REF = 100
LONGEST_NOTE = 200
LONGEST_FILE_NAME = 200


class BankStatement(models.Model):
    """A bank's file that somebody brought."""

    file_name = models.CharField(
        _("file"), max_length=LONGEST_FILE_NAME, blank=True, db_comment=NONE
    )
    iban = models.CharField("IBAN", max_length=LONGEST_IBAN, db_comment=NONE)
    known = models.PositiveIntegerField(
        _("known already"), default=0, help_text=_("Lines of earlier files."), db_comment=NONE
    )
    others = models.PositiveIntegerField(
        _("left out"),
        default=0,
        help_text=_("Lines that say no money came: what was paid, or is not booked."),
        db_comment=NONE,
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who brought it", Keep.YEARS_10),
    )
    taken_at = models.DateTimeField(_("read at"), db_index=True, db_comment=NONE)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ("-taken_at", "-id")

    def __str__(self) -> str:
        return self.file_name or f"{self.taken_at:%Y-%m-%d}"


class BankLine(models.Model):
    """Money that came on the paper's account, as its bank says; its facts never change (trigger).

    It belongs to the one gift that it pays, of its very amount (trigger), or is set aside as none, or waits
    for somebody to say which.
    """

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="lines", db_comment=NONE
    )
    key = models.CharField(
        max_length=64,
        unique=True,
        help_text=_("The same for the same line in every statement."),
        db_comment=pseudonym("a digest of what the bank says", Keep.YEARS_10),
    )
    booked_date = models.DateField(_("booked on"), db_comment=NONE)
    amount = models.BigIntegerField(_("amount"), db_comment=money("what came", Keep.YEARS_10))
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.YEARS_10)
    )
    payer = models.CharField(
        _("who paid"),
        max_length=LONGEST_PAYER,
        blank=True,
        db_comment=personal("to find whose gift it is", Keep.YEARS_10),
    )
    text = models.CharField(
        _("text"),
        max_length=LONGEST_TEXT,
        blank=True,
        db_comment=content("what whoever paid wrote", Keep.YEARS_10),
    )
    reference = models.CharField(
        _("reference"),
        max_length=LONGEST_REF,
        blank=True,
        db_comment=pseudonym("of the promise that it pays", Keep.YEARS_10),
    )
    bank_ref = models.CharField(
        _("the bank's reference"),
        max_length=LONGEST_REF,
        blank=True,
        db_comment=pseudonym("the bank's name for it", Keep.YEARS_10),
    )
    gift = models.OneToOneField(
        Gift,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bank_line",
        db_comment=NONE,
    )
    is_set_aside = models.BooleanField(_("no gift"), default=False, db_comment=NONE)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who said what it is", Keep.YEARS_10),
    )
    decided_at = models.DateTimeField(_("said at"), null=True, blank=True, db_comment=NONE)
    note = models.CharField(
        _("note"),
        max_length=LONGEST_NOTE,
        blank=True,
        default="",
        db_comment=content("what the treasurer wrote about it", Keep.YEARS_10),
    )

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ("booked_date", "id")
        indexes = (
            models.Index(
                fields=("booked_date", "id"),
                name="bank_line_waiting",
                condition=models.Q(gift=None, is_set_aside=False),
            ),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="what_came_is_something"),
            models.CheckConstraint(
                condition=models.Q(gift=None) | models.Q(is_set_aside=False),
                name="a_gift_is_not_set_aside",
            ),
        )

    def __str__(self) -> str:
        return f"{self.booked_date} {self.money.decimal} {self.currency}"

    @property
    def money(self) -> Money:
        """What came, as an amount."""
        return Money(self.amount, self.currency)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has said yet what it is."""
        return self.gift_id is None and not self.is_set_aside
