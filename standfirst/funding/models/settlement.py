"""What a provider's own books say, and what is given back or taken back of a payment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.funding.models.gifts import Payment
from standfirst.funding.models.ledger import Entry
from standfirst.lib.columns import NONE, Keep, content, money, pseudonym
from standfirst.lib.money import Money
from standfirst.outbox.models import Job


class BookingKind(models.TextChoices):
    """What a provider's balance transaction is about."""

    CHARGE = "charge", _("payment")
    REFUND = "refund", _("refund")
    REFUND_FAILURE = "refund failure", _("refund that failed")
    DISPUTE = "dispute", _("dispute")
    DISPUTE_REVERSAL = "dispute reversal", _("dispute that was won")
    FEE = "fee", _("fee")
    PAYOUT = "payout", _("payout")
    PAYOUT_FAILURE = "payout failure", _("payout that failed")
    OTHER = "other", _("something else")


class BalanceTransaction(models.Model):
    """One line of a provider's own books, and the entry that it became: the entry's natural key.

    Never changed or deleted (trigger). Amounts in minor units of ``currency``, as the provider says
    them: ``gross`` less ``fee`` is ``net``, which is what the balance there moved by.
    """

    provider = models.CharField(_("provider"), max_length=40, db_comment=NONE)
    provider_account = models.CharField(
        _("the provider's account"), max_length=100, db_comment=NONE
    )
    ref = models.CharField(
        _("the provider's reference"),
        max_length=200,
        db_comment=pseudonym("the provider's name for the line", Keep.FOREVER),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=BookingKind.choices, db_comment=NONE)
    gross = models.BigIntegerField(
        _("gross"), db_comment=money("what moved before fees", Keep.FOREVER)
    )
    fee = models.BigIntegerField(_("fee"), db_comment=money("what the provider took", Keep.FOREVER))
    net = models.BigIntegerField(_("net"), db_comment=money("what moved there", Keep.FOREVER))
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the three amounts", Keep.FOREVER)
    )
    source_ref = models.CharField(
        _("about"),
        max_length=200,
        blank=True,
        default="",
        db_comment=pseudonym("the provider's name for what it is about", Keep.FOREVER),
    )
    payment = models.ForeignKey(
        Payment,
        null=True,
        on_delete=models.PROTECT,
        related_name="bookings",
        db_comment=NONE,
    )
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="booking", db_comment=NONE
    )
    is_rehearsed = models.BooleanField(_("rehearsed"), db_comment=NONE)
    booked_at = models.DateTimeField(_("booked there at"), db_index=True, db_comment=NONE)
    recorded_at = models.DateTimeField(_("recorded at"), db_comment=NONE)

    class Meta:
        verbose_name = _("balance transaction")
        verbose_name_plural = _("balance transactions")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "provider_account", "ref"),
                name="a_balance_transaction_is_booked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(gross=models.F("net") + models.F("fee")),
                name="gross_is_net_and_fee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {self.ref}"


class RefundState(models.TextChoices):
    """Where a refund is. The ways between them are drawn in ``rules.refunds``."""

    PROPOSED = "proposed", _("waits for a second person")
    ASKED = "asked", _("being asked for")
    PENDING = "pending", _("on its way")
    DONE = "done", _("given back")
    FAILED = "failed", _("failed")
    DECLINED = "declined", _("declined")


class Refund(Job):
    """What is given back of a payment, by us or at the provider's. What it says is fixed (trigger).

    As a job it waits to be asked for at the provider, with ``key``, which makes asking twice one.
    """

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", db_comment=NONE
    )
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("what is given back", Keep.FOREVER)
    )
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.FOREVER)
    )
    state = models.CharField(
        _("state"), max_length=20, choices=RefundState.choices, db_comment=NONE
    )
    key = models.CharField(
        max_length=40,
        unique=True,
        db_comment=pseudonym("names it to the provider, random", Keep.FOREVER),
    )
    provider_ref = models.CharField(
        _("the provider's reference"),
        max_length=200,
        blank=True,
        default="",
        db_comment=pseudonym("the provider's name for it", Keep.FOREVER),
    )
    reason = models.CharField(
        _("reason"),
        max_length=200,
        blank=True,
        default="",
        db_comment=content("why it is given back, for the books", Keep.YEARS_10),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who decided on it", Keep.YEARS_10),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who agreed", Keep.YEARS_10),
    )
    entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="refund", db_comment=NONE
    )
    made_at = models.DateTimeField(_("made at"), db_comment=NONE)
    finished_at = models.DateTimeField(_("finished at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_refund_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("asked_by")),
                name="nobody_confirms_their_own_refund",
            ),
            models.UniqueConstraint(
                fields=("payment", "provider_ref"),
                condition=~models.Q(provider_ref=""),
                name="a_refund_is_recorded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.money.decimal} {self.currency}"

    @property
    def money(self) -> Money:
        """What is given back, as an amount."""
        return Money(self.amount, self.currency)


class DisputeState(models.TextChoices):
    """Where a dispute is: only an open, and then a lost one, takes money."""

    INQUIRY = "inquiry", _("asked about, no money kept")
    OPEN = "open", _("open")
    WON = "won", _("won")
    LOST = "lost", _("lost")


class Dispute(models.Model):
    """A payment that its payer's bank disputes, as the provider tells it."""

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="disputes", db_comment=NONE
    )
    provider_ref = models.CharField(
        _("the provider's reference"),
        max_length=200,
        db_comment=pseudonym("the provider's name for it", Keep.FOREVER),
    )
    amount = models.BigIntegerField(_("amount"), db_comment=money("what is disputed", Keep.FOREVER))
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.FOREVER)
    )
    state = models.CharField(
        _("state"), max_length=20, choices=DisputeState.choices, db_comment=NONE
    )
    reason = models.CharField(_("reason"), max_length=100, blank=True, default="", db_comment=NONE)
    opened_at = models.DateTimeField(_("opened at"), db_comment=NONE)
    answer_by_deadline = models.DateTimeField(_("answer by"), null=True, db_comment=NONE)
    ended_at = models.DateTimeField(_("ended at"), null=True, db_comment=NONE)
    entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="dispute", db_comment=NONE
    )
    lost_entry = models.OneToOneField(
        Entry, null=True, on_delete=models.PROTECT, related_name="lost_dispute", db_comment=NONE
    )

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("payment", "provider_ref"), name="a_dispute_is_recorded_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_dispute_is_about_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider_ref}: {self.state}"

    @property
    def money(self) -> Money:
        """What is disputed, as an amount."""
        return Money(self.amount, self.currency)


class Reconciliation(models.Model):
    """One comparison of a provider's books with ours, both ways, and what did not agree."""

    provider = models.CharField(_("provider"), max_length=40, db_comment=NONE)
    at = models.DateTimeField(_("at"), db_index=True, db_comment=NONE)
    since_at = models.DateTimeField(_("since"), db_comment=NONE)
    until_at = models.DateTimeField(_("until"), db_comment=NONE)
    compared = models.PositiveIntegerField(_("lines compared"), db_comment=NONE)
    differences = models.PositiveIntegerField(_("differences"), db_comment=NONE)
    findings = models.JSONField(_("findings"), default=list, db_comment=NONE)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.provider} {self.at:%Y-%m-%d %H:%M}: {self.differences}"
