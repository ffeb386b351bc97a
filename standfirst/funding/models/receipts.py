from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.funding.models.gifts import Gift, Payment
from standfirst.funding.models.ledger import Entry
from standfirst.lib.columns import NONE, Keep, money, personal
from standfirst.lib.money import Money

LONGEST_RECEIPT_NAME = 120
LONGEST_RECEIPT_ADDRESS = 300


class ReceiptCounter(models.Model):
    """The last number of a year: one row, locked by whoever numbers, so that there are no gaps."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True, db_comment=NONE)
    last = models.PositiveIntegerField(_("last number"), default=0, db_comment=NONE)

    class Meta:
        verbose_name = _("counter of receipts")
        verbose_name_plural = _("counters of receipts")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Receipt(models.Model):
    """A number for real money that came, or went back. Never changed or deleted (trigger).

    One for each ledger entry that changes what the paper keeps of a payment, and ``amount`` is by how
    much. Whatever takes money back cancels an earlier receipt, wholly or in part, and names it.
    """

    year = models.PositiveSmallIntegerField(_("year"), db_comment=NONE)
    number = models.PositiveIntegerField(_("number"), db_comment=NONE)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="receipts", db_comment=NONE
    )
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="receipt", db_comment=NONE
    )
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("what came, or below nothing what went back", Keep.FOREVER)
    )
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.FOREVER)
    )
    cancels = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="cancelled_by",
        db_comment=NONE,
    )
    issued_at = models.DateTimeField(_("issued at"), db_comment=NONE)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "number"), name="a_receipt_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=0), name="a_receipt_is_about_something"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is written: 2026-000123."""
        return f"{self.year}-{self.number:06d}"

    @property
    def money(self) -> Money:
        """What came, as an amount; below nothing if it went back."""
        return Money(self.amount, self.currency)


class ReceiptAddress(models.Model):
    """Whom a gift's receipts are made out to, by the giver's wish. Blanked when the giver is erased."""

    gift = models.OneToOneField(
        Gift, on_delete=models.CASCADE, related_name="receipt_address", db_comment=NONE
    )
    name = models.CharField(
        _("name"),
        max_length=LONGEST_RECEIPT_NAME,
        blank=True,
        default="",
        db_comment=personal("whom the receipt is made out to", Keep.UNTIL_ERASED),
    )
    address = models.TextField(
        _("address"),
        max_length=LONGEST_RECEIPT_ADDRESS,
        blank=True,
        default="",
        db_comment=personal("the postal address on the receipt", Keep.UNTIL_ERASED),
    )
    said_at = models.DateTimeField(_("said at"), null=True, db_comment=NONE)
    erased_at = models.DateTimeField(_("erased at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("address of a receipt")
        verbose_name_plural = _("addresses of receipts")

    def __str__(self) -> str:
        return self.name or "–"


class ReceiptWords(models.Model):
    """What the paper says of itself on receipts from a day on. A change is a new row."""

    name = models.CharField(_("name"), max_length=200, db_comment=NONE)
    address = models.TextField(_("address"), max_length=400, blank=True, db_comment=NONE)
    law = models.TextField(_("words of the law"), max_length=1200, blank=True, db_comment=NONE)
    since_at = models.DateTimeField(_("since"), db_index=True, db_comment=NONE)

    class Meta:
        verbose_name = _("words on receipts")
        verbose_name_plural = _("words on receipts")
        ordering = ("-since_at", "-id")

    def __str__(self) -> str:
        return self.name
