from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from standfirst.funding.models.campaigns import Campaign
from standfirst.funding.models.ledger import Entry
from standfirst.lib.columns import NONE, Keep, content, money, personal, pseudonym
from standfirst.lib.money import Money

LONGEST_NAME = 80
LONGEST_MESSAGE = 500
LONGEST_ADDRESS = 254


class GiftState(models.TextChoices):
    """Where a gift is. The ways between them are drawn in ``rules.gifts``."""

    DRAFT = "draft", _("draft")
    PROMISED = "promised", _("promised")
    PENDING = "pending", _("on its way")
    PAID = "paid", _("paid")
    FAILED = "failed", _("refused")
    EXPIRED = "expired", _("given up")


class Dedication(models.TextChoices):
    """In whose name a gift is given."""

    NONE = "", _("Nobody")
    FOR = "for", _("For somebody")
    MEMORY = "memory", _("In memory of somebody")


class Method(models.TextChoices):
    """How money came that no provider brought. The value stands as the provider in the books."""

    BANK = "bank transfer", _("bank transfer")
    CASH = "cash", _("cash")
    CHEQUE = "cheque", _("cheque")


class GiftKind(models.TextChoices):
    """How often a gift is given."""

    ONCE = "once", _("once")


class Gift(models.Model):
    """A promise to pay. What was promised (amount, currency, campaign) never changes (trigger)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="gifts", db_comment=NONE
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gifts",
        db_comment=pseudonym("who gives", Keep.YEARS_10),
    )
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("what was promised", Keep.YEARS_10)
    )
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.YEARS_10)
    )
    kind = models.CharField(
        _("how often"),
        max_length=20,
        choices=GiftKind.choices,
        default=GiftKind.ONCE,
        db_comment=NONE,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=GiftState.choices,
        default=GiftState.DRAFT,
        db_comment=NONE,
    )
    secret = models.CharField(
        max_length=40,
        unique=True,
        db_comment=pseudonym("the address of its own page", Keep.YEARS_10),
    )
    reference = models.CharField(
        _("reference"),
        max_length=40,
        unique=True,
        db_comment=pseudonym("names it to the provider, random", Keep.YEARS_10),
    )
    provider = models.CharField(
        _("provider"), max_length=40, blank=True, default="", db_comment=NONE
    )
    provider_ref = models.CharField(
        _("the provider's reference"),
        max_length=200,
        blank=True,
        default="",
        db_comment=pseudonym("the provider's name for it", Keep.YEARS_10),
    )
    checkout_url = models.TextField(
        blank=True,
        default="",
        db_comment=pseudonym("the provider's page for it", Keep.YEARS_10),
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        help_text=_("Whence the form was sent; from its button's press on, whence that came."),
        db_comment=pseudonym("to limit gifts by network", Keep.DAYS_30),
    )
    begin_lease_until = models.DateTimeField(null=True, blank=True, db_comment=NONE)
    look_again_at = models.DateTimeField(null=True, blank=True, db_index=True, db_comment=NONE)
    pledge_entry = models.OneToOneField(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=NONE
    )
    drafted_at = models.DateTimeField(_("drafted at"), db_index=True, db_comment=NONE)
    promised_at = models.DateTimeField(_("promised at"), null=True, blank=True, db_comment=NONE)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True, db_comment=NONE)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        permissions = (("record_gift", "Can record a gift that came by bank or in cash"),)
        indexes = (
            models.Index(fields=("state", "drafted_at"), name="gift_by_state"),
            models.Index(
                fields=("network", "drafted_at"),
                name="gift_by_network",
                condition=~models.Q(network=""),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_gift_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=GiftState.values), name="a_gift_is_in_a_known_state"
            ),
            models.UniqueConstraint(
                fields=("provider", "provider_ref"),
                condition=~models.Q(provider_ref=""),
                name="a_checkout_belongs_to_one_gift",
            ),
        )

    def __str__(self) -> str:
        return f"{self.money.decimal} {self.currency}"

    @property
    def money(self) -> Money:
        """What was promised, as an amount."""
        return Money(self.amount, self.currency)

    @property
    def is_transfer(self) -> bool:
        """Whether it was promised as a transfer, whose creditor reference is ``provider_ref``."""
        return self.provider == Method.BANK and bool(self.provider_ref)

    @property
    def is_draft(self) -> bool:
        """Whether its one button was not pressed yet."""
        return self.state == GiftState.DRAFT


class GiftWords(models.Model):
    """What a giver says of themselves, and what of it may be shown. Can be blanked at any time."""

    gift = models.OneToOneField(
        Gift, on_delete=models.CASCADE, related_name="words", db_comment=NONE
    )
    name = models.CharField(
        _("name"),
        max_length=LONGEST_NAME,
        blank=True,
        default="",
        db_comment=personal("to thank the giver, by choice", Keep.UNTIL_ERASED),
    )
    message = models.TextField(
        _("message"),
        max_length=LONGEST_MESSAGE,
        blank=True,
        default="",
        db_comment=content("the giver's message", Keep.UNTIL_ERASED),
    )
    email = models.EmailField(
        _("e-mail"),
        max_length=LONGEST_ADDRESS,
        blank=True,
        default="",
        db_comment=personal("to confirm the gift", Keep.UNTIL_ERASED),
    )
    dedication = models.CharField(
        _("given"),
        max_length=10,
        choices=Dedication.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )
    dedicated_to = models.CharField(
        _("to whom it is dedicated"),
        max_length=LONGEST_NAME,
        blank=True,
        default="",
        db_comment=personal(
            "whom the gift is given for, shown with the message", Keep.UNTIL_ERASED
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        default="",
        help_text=_("Of the page where it was given."),
        db_comment=NONE,
    )
    shows_name = models.BooleanField(_("name may be shown"), default=False, db_comment=NONE)
    shows_message = models.BooleanField(_("message may be shown"), default=False, db_comment=NONE)
    shows_amount = models.BooleanField(_("amount may be shown"), default=False, db_comment=NONE)
    cleared_at = models.DateTimeField(
        _("cleared for showing at"), null=True, blank=True, db_comment=NONE
    )
    hidden_at = models.DateTimeField(
        _("hidden at"),
        null=True,
        blank=True,
        help_text=_("By us: from then on nothing of it is shown that nobody has looked at."),
        db_comment=NONE,
    )

    class Meta:
        verbose_name = _("words with a gift")
        verbose_name_plural = _("words with gifts")
        indexes = (models.Index(Lower("email"), name="gift_words_by_address"),)

    def __str__(self) -> str:
        return self.name or "–"

    @property
    def shows_something(self) -> bool:
        """Whether the giver chose that anything may be shown."""
        return self.shows_name or self.shows_message


class Payment(models.Model):
    """A fact from a provider or a treasurer: money came. Never changed or deleted (trigger)."""

    gift = models.ForeignKey(
        Gift, on_delete=models.PROTECT, related_name="payments", db_comment=NONE
    )
    provider = models.CharField(_("provider"), max_length=40, db_comment=NONE)
    provider_ref = models.CharField(
        _("the provider's reference"),
        max_length=200,
        db_comment=pseudonym("the provider's name for the payment", Keep.FOREVER),
    )
    provider_account = models.CharField(
        _("the provider's account"), max_length=100, db_comment=NONE
    )
    period = models.CharField(
        _("period"),
        max_length=40,
        default=GiftKind.ONCE,
        help_text=_("What of the gift it pays: a plan pays at most once a period."),
        db_comment=NONE,
    )
    amount = models.BigIntegerField(_("amount"), db_comment=money("what was paid", Keep.FOREVER))
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.FOREVER)
    )
    is_rehearsed = models.BooleanField(_("rehearsed"), db_comment=NONE)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="payment", db_comment=NONE
    )
    paid_at = models.DateTimeField(_("paid at"), db_comment=NONE)
    recorded_at = models.DateTimeField(_("recorded at"), db_comment=NONE)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "provider_ref"), name="a_payment_is_recorded_once"
            ),
            models.UniqueConstraint(fields=("gift", "period"), name="a_gift_is_paid_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_payment_is_more_than_nothing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.money.decimal} {self.currency}"

    @property
    def money(self) -> Money:
        """What was paid, as an amount."""
        return Money(self.amount, self.currency)


class ManualRecord(models.Model):
    """Who entered a gift that came by bank or in cash, and who confirmed it.

    While its gift is promised it waits for the second person. Without that one the gift is never paid
    (trigger); gifts of before it was asked for have none.
    """

    gift = models.OneToOneField(
        Gift, on_delete=models.PROTECT, related_name="manual_record", db_comment=NONE
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who entered it", Keep.YEARS_10),
    )
    entered_at = models.DateTimeField(_("entered at"), db_comment=NONE)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who confirmed it", Keep.YEARS_10),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, db_comment=NONE)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who withdrew or refused it", Keep.YEARS_10),
    )
    ended_at = models.DateTimeField(
        _("withdrawn or refused at"), null=True, blank=True, db_comment=NONE
    )
    key = models.CharField(
        max_length=60,
        null=True,
        unique=True,
        help_text=_("The form's own, by which the same form sent twice is one gift."),
        db_comment=NONE,
    )
    received_at = models.DateTimeField(_("received at"), null=True, blank=True, db_comment=NONE)
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        default="",
        db_comment=content("the treasurer's note, such as the bank's text", Keep.YEARS_10),
    )

    class Meta:
        verbose_name = _("record of a gift by hand")
        verbose_name_plural = _("records of gifts by hand")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
                name="nobody_confirms_what_they_entered",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False, ended_at=None),
                name="a_confirmation_has_a_name_and_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entered_at:%Y-%m-%d}"
