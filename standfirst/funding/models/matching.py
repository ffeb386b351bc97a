"""Whoever promises to double gifts: the promise, and each of its entries in the ledger."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.funding.models.campaigns import Campaign
from standfirst.funding.models.gifts import LONGEST_NAME, Payment
from standfirst.funding.models.ledger import Entry
from standfirst.lib.columns import NONE, Keep, money, personal, pseudonym
from standfirst.lib.money import Money


class MatchPledge(models.Model):
    """A promise to double what readers give to a campaign in a time, up to a cap.

    Of a campaign there is one at a time (trigger). What was promised never changes (trigger); it may be
    ended early. Its entries are ``MatchBooking`` rows.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="match_pledges", db_comment=NONE
    )
    name = models.CharField(
        _("name"),
        max_length=LONGEST_NAME,
        db_comment=personal("who promised, shown by choice", Keep.YEARS_10),
    )
    shows_name = models.BooleanField(_("name may be shown"), default=False, db_comment=NONE)
    cap = models.BigIntegerField(_("in all"), db_comment=money("the most of it", Keep.FOREVER))
    cap_per_giver = models.BigIntegerField(
        _("for each giver"),
        null=True,
        blank=True,
        db_comment=money("the most for one giver", Keep.FOREVER),
    )
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amounts", Keep.FOREVER)
    )
    since_at = models.DateTimeField(_("from"), db_comment=NONE)
    until_at = models.DateTimeField(_("until"), db_comment=NONE)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, db_comment=NONE)
    released_at = models.DateTimeField(
        _("rest given up at"),
        null=True,
        blank=True,
        help_text=_("From then on, only what was matched is owed."),
        db_comment=NONE,
    )
    key = models.CharField(
        max_length=60, unique=True, db_comment=pseudonym("of the form that made it", Keep.YEARS_10)
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who entered it", Keep.YEARS_10),
    )
    entered_at = models.DateTimeField(_("entered at"), db_comment=NONE)

    class Meta:
        verbose_name = _("promise to match gifts")
        verbose_name_plural = _("promises to match gifts")
        ordering = ("-since_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cap__gt=0), name="a_match_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(cap_per_giver__isnull=True) | models.Q(cap_per_giver__gt=0),
                name="a_match_for_each_giver_is_more_than_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("since_at")),
                name="a_match_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cap_money.decimal} {self.currency}"

    @property
    def cap_money(self) -> Money:
        """The most that is matched in all, as an amount."""
        return Money(self.cap, self.currency)

    @property
    def giver_money(self) -> Money | None:
        """The most that is matched for one giver, as an amount; None if that is not limited."""
        return Money(self.cap_per_giver, self.currency) if self.cap_per_giver is not None else None

    @property
    def over_at(self) -> datetime:
        """When its time is over: at its end, or when it was ended before."""
        return min(self.until_at, self.ended_at or self.until_at)


class MatchPart(models.TextChoices):
    """What an entry is to its promise."""

    PROMISE = "promise", _("promised")
    MATCH = "match", _("matched")
    CAME = "came", _("paid")


class MatchBooking(models.Model):
    """One entry of a promise: promised, matched for a payment, paid. Never changed or deleted (trigger).

    It stands as long as no entry reverses its own. What is matched for a payment differently later (a part of
    it went back, say) is reversed, and booked anew.
    """

    pledge = models.ForeignKey(
        MatchPledge, on_delete=models.PROTECT, related_name="bookings", db_comment=NONE
    )
    part = models.CharField(_("part"), max_length=10, choices=MatchPart.choices, db_comment=NONE)
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="matches", db_comment=NONE
    )
    amount = models.BigIntegerField(_("amount"), db_comment=money("of this entry", Keep.FOREVER))
    currency = models.CharField(
        _("currency"), max_length=3, db_comment=money("of the amount", Keep.FOREVER)
    )
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="match_booking", db_comment=NONE
    )
    key = models.CharField(
        max_length=60,
        blank=True,
        default="",
        db_comment=pseudonym("of the form that made it", Keep.YEARS_10),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=pseudonym("who entered it", Keep.YEARS_10),
    )

    class Meta:
        verbose_name = _("entry of a promise to match gifts")
        verbose_name_plural = _("entries of promises to match gifts")
        indexes = (
            models.Index(fields=("pledge", "part", "entry", "amount"), name="match_by_part"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_match_moves_something"
            ),
            models.CheckConstraint(
                condition=models.Q(part=MatchPart.MATCH, payment__isnull=False)
                | (~models.Q(part=MatchPart.MATCH) & models.Q(payment__isnull=True)),
                name="a_match_is_of_a_payment_and_nothing_else_is",
            ),
            models.UniqueConstraint(
                fields=("pledge", "key"),
                condition=~models.Q(key=""),
                name="what_a_matcher_paid_is_recorded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} {self.money.decimal} {self.currency}"

    @property
    def money(self) -> Money:
        """The amount with its currency."""
        return Money(self.amount, self.currency)
