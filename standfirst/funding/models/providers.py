from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, money, personal, pseudonym
from standfirst.lib.money import Money
from standfirst.outbox.models import Job


class Finding(models.TextChoices):
    """What came of an event, or what in it did not fit. Only ``RECORDED`` moved money."""

    WAITING = "waiting", _("waits")
    RECORDED = "recorded", _("recorded")
    NOTED = "noted", _("noted, no money moved")
    KNOWN_ALREADY = "known already", _("known already")
    NOT_OURS = "not ours", _("of a kind that we do not use")
    UNKNOWN_OBJECT = "unknown object", _("the provider does not know what it is about")
    UNKNOWN_GIFT = "unknown gift", _("no gift of ours")
    OTHER_MODE = "other mode", _("real and rehearsed do not agree")
    OTHER_ACCOUNT = "other account", _("another account of the provider")
    OTHER_CHECKOUT = "other checkout", _("another checkout than the gift's")
    OTHER_AMOUNT = "other amount", _("another amount")
    OTHER_CURRENCY = "other currency", _("another currency")
    SECOND_PAYMENT = "second payment", _("paid a second time")
    OVER_CAPTURED = "over captured", _("more given back or disputed than was paid")


MISMATCHES = frozenset(
    {
        Finding.UNKNOWN_OBJECT,
        Finding.UNKNOWN_GIFT,
        Finding.OTHER_MODE,
        Finding.OTHER_ACCOUNT,
        Finding.OTHER_CHECKOUT,
        Finding.OTHER_AMOUNT,
        Finding.OTHER_CURRENCY,
        Finding.SECOND_PAYMENT,
        Finding.OVER_CAPTURED,
    }
)


class ProviderEvent(Job):
    """A provider's event as it came, stored before it is answered. A hint, never the truth."""

    provider = models.CharField(_("provider"), max_length=40, db_comment=NONE)
    event_id = models.CharField(_("event"), max_length=200, db_comment=NONE)
    kind = models.CharField(_("kind"), max_length=100, db_comment=NONE)
    object_ref = models.CharField(
        _("about"),
        max_length=200,
        blank=True,
        default="",
        db_comment=pseudonym("the provider's name for what it is about", Keep.YEARS_10),
    )
    body = models.BinaryField(
        db_comment=personal("evidence of what the provider said", Keep.DAYS_90)
    )
    headers = models.JSONField(default=dict, db_comment=NONE)
    received_at = models.DateTimeField(_("received at"), db_index=True, db_comment=NONE)
    finding = models.CharField(
        _("what came of it"),
        max_length=20,
        choices=Finding.choices,
        default=Finding.WAITING,
        db_comment=NONE,
    )

    class Meta:
        verbose_name = _("event of a provider")
        verbose_name_plural = _("events of providers")
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "event_id"), name="an_event_is_taken_in_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} {self.kind}"


class CheckoutState(models.TextChoices):
    """Where a checkout of the pretend provider is."""

    OPEN = "open", _("open")
    PROCESSING = "processing", _("in progress")
    PAID = "paid", _("paid")
    REFUSED = "refused", _("refused")
    ABANDONED = "abandoned", _("abandoned")


class RehearsalCheckout(models.Model):
    """The pretend provider's own record of a checkout. Ours only reads it through ``fetch``."""

    ref = models.CharField(
        max_length=40, unique=True, db_comment=pseudonym("names the checkout", Keep.YEARS_10)
    )
    key = models.CharField(
        max_length=40, unique=True, db_comment=pseudonym("the asker's own key", Keep.YEARS_10)
    )
    payment_ref = models.CharField(
        max_length=40, unique=True, db_comment=pseudonym("names the payment", Keep.YEARS_10)
    )
    description = models.CharField(_("for"), max_length=200, db_comment=NONE)
    amount = models.BigIntegerField(
        _("amount"), db_comment=money("pretended, to be paid", Keep.YEARS_10)
    )
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.YEARS_10)
    )
    return_path = models.CharField(
        max_length=300, db_comment=pseudonym("where the payer goes back to", Keep.YEARS_10)
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=CheckoutState.choices,
        default=CheckoutState.OPEN,
        db_comment=NONE,
    )
    begun_at = models.DateTimeField(_("begun at"), db_comment=NONE)
    changed_at = models.DateTimeField(_("changed at"), db_comment=NONE)

    class Meta:
        verbose_name = _("rehearsed checkout")
        verbose_name_plural = _("rehearsed checkouts")

    def __str__(self) -> str:
        return self.ref

    @property
    def money(self) -> Money:
        """What is to be paid, as an amount."""
        return Money(self.amount, self.currency)


class RehearsalEvent(Job):
    """An event that the pretend provider still has to send."""

    checkout = models.ForeignKey(
        RehearsalCheckout, on_delete=models.CASCADE, related_name="events", db_comment=NONE
    )
    event_id = models.CharField(max_length=40, unique=True, db_comment=NONE)
    becomes = models.CharField(
        _("tells"), max_length=20, choices=CheckoutState.choices, db_comment=NONE
    )

    class Meta:
        verbose_name = _("rehearsed event")
        verbose_name_plural = _("rehearsed events")

    def __str__(self) -> str:
        return f"{self.checkout_id}: {self.becomes}"
