from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.funding.models.campaigns import Campaign
from standfirst.lib.columns import NONE, Keep, money, pseudonym

FIRST_HASH = "0" * 64


class AccountKind(models.TextChoices):
    """What an account stands for. Debits are positive, credits negative, everywhere."""

    CLEARING = "clearing", _("With the provider")
    BANK = "bank", _("Bank")
    CASH = "cash", _("Cash box")
    CAMPAIGN = "campaign", _("Given")
    RECEIVABLE = "receivable", _("On its way")
    PLEDGED = "pledged", _("Promised")
    DUE = "due", _("Taken by the provider, not booked there yet")
    FEES = "fees", _("The provider's fees")
    REFUNDED = "refunded", _("Given back")
    REFUNDS_PAYABLE = "refunds payable", _("To be given back")
    DISPUTED = "disputed", _("In dispute")
    DISPUTES = "disputes", _("Kept by the provider for disputes")
    CHARGED_BACK = "charged back", _("Lost in disputes")
    UNRESTRICTED = "unrestricted", _("For the paper as a whole")
    MATCH_DUE = "match due", _("Due from whoever matches gifts")
    MATCHED_PLEDGES = "matched pledges", _("Promised to match gifts")
    MATCHED = "matched", _("Matched")
    EXCHANGE = "exchange", _("Exchange difference")
    SPENDING = "spending", _("Spent")
    UNEXPLAINED = "unexplained", _("Not explained yet")


class EntryKind(models.TextChoices):
    """Why an entry was written."""

    GIFT = "gift", _("Gift")
    PLEDGE = "pledge", _("Promise")
    REVERSAL = "reversal", _("Taken back")
    BOOKING = "booking", _("The provider's booking")
    REFUND = "refund", _("Refund")
    DISPUTE = "dispute", _("Dispute")
    DISPUTE_LOST = "dispute lost", _("Dispute lost")
    MATCH_PLEDGE = "match pledge", _("Promise to match gifts")
    MATCH = "match", _("Matched")
    SPENDING = "spending", _("Spending")
    TRANSFER = "transfer", _("Moved between accounts")


class LedgerHead(models.Model):
    """The end of the chain: one row, locked by whoever adds an entry, so numbers have no gaps."""

    sequence = models.BigIntegerField(_("last number"), default=0, db_comment=NONE)
    hash = models.CharField(_("last hash"), max_length=64, default=FIRST_HASH, db_comment=NONE)

    class Meta:
        verbose_name = _("head of the ledger")
        verbose_name_plural = _("heads of the ledger")
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="the_ledger_has_one_head"),
        )

    def __str__(self) -> str:
        return f"#{self.sequence}"


class Account(models.Model):
    """One account in one currency, real or rehearsed. Never changed once opened (trigger).

    ``code`` is made from the other columns and stands in the hash chain in place of the key.
    """

    code = models.CharField(_("code"), max_length=120, unique=True, db_comment=NONE)
    kind = models.CharField(_("kind"), max_length=20, choices=AccountKind.choices, db_comment=NONE)
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of every amount in it", Keep.FOREVER)
    )
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
        db_comment=NONE,
    )
    provider = models.CharField(
        _("provider"), max_length=40, blank=True, default="", db_comment=NONE
    )
    is_rehearsed = models.BooleanField(_("rehearsed"), db_comment=NONE)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One balanced transaction. Its legs are written first; its own row seals them (triggers).

    The seal is refused unless the number is the next one, the chain fits, and the legs sum to zero
    per currency. A sealed entry takes no more legs, and neither is ever changed or deleted.
    """

    sequence = models.BigIntegerField(_("number"), primary_key=True, db_comment=NONE)
    at = models.DateTimeField(_("at"), db_comment=NONE)
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind.choices, db_comment=NONE)
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.PROTECT, related_name="entries", db_comment=NONE
    )
    is_rehearsed = models.BooleanField(_("rehearsed"), db_comment=NONE)
    reference = models.CharField(
        _("reference"),
        max_length=40,
        unique=True,
        db_comment=pseudonym("names the entry outside, random", Keep.FOREVER),
    )
    reverses = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="reversed_by",
        db_comment=NONE,
    )
    prev_hash = models.CharField(_("hash before"), max_length=64, db_comment=NONE)
    hash = models.CharField(_("hash"), max_length=64, unique=True, db_comment=NONE)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = (
            models.Index(fields=("campaign", "-sequence"), name="entry_by_campaign"),
            models.Index(fields=("is_rehearsed", "-sequence"), name="entry_by_mode"),
        )

    def __str__(self) -> str:
        return f"#{self.sequence}"


class Leg(models.Model):
    """What one entry does to one account, in minor units: debit positive, credit negative."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs", db_comment=NONE)
    account = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="legs",
        db_index=False,
        db_comment=NONE,
    )
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("debit positive, credit negative", Keep.FOREVER)
    )

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        indexes = (models.Index(fields=("account", "entry", "amount"), name="leg_by_account"),)
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "account"), name="an_entry_has_one_leg_per_account"
            ),
            models.CheckConstraint(condition=~models.Q(amount=0), name="a_leg_moves_something"),
        )

    def __str__(self) -> str:
        return f"#{self.entry_id} {self.account_id}: {self.amount}"


class Balance(models.Model):
    """What an account held up to an entry: written whole by a recount, never added to."""

    account = models.OneToOneField(
        Account,
        on_delete=models.PROTECT,
        related_name="stored_balance",
        db_comment=NONE,
    )
    through = models.BigIntegerField(_("up to entry"), db_comment=NONE)
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("sum of the legs up to there", Keep.FOREVER)
    )

    class Meta:
        verbose_name = _("stored balance")
        verbose_name_plural = _("stored balances")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount} up to #{self.through}"


class Recount(models.Model):
    """One run of the nightly recount: how far it went and what did not agree."""

    at = models.DateTimeField(_("at"), db_index=True, db_comment=NONE)
    through = models.BigIntegerField(_("up to entry"), db_comment=NONE)
    differences = models.PositiveIntegerField(_("differences"), db_comment=NONE)
    findings = models.JSONField(_("findings"), default=list, db_comment=NONE)

    class Meta:
        verbose_name = _("recount")
        verbose_name_plural = _("recounts")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.differences}"
