"""Receipts: what has no number yet, what a gift, a giver and a year have, and whether all agrees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Max, Q, QuerySet, Sum, When, Window
from django.db.models.functions import Lag
from django.utils.timezone import get_default_timezone

from standfirst.funding.models import (
    Entry,
    EntryKind,
    Gift,
    Leg,
    Payment,
    Receipt,
    ReceiptAddress,
    ReceiptCounter,
    ReceiptWords,
)
from standfirst.funding.rules.receipts import KEPT_IN, OF_A_PAYMENT, bounds_of
from standfirst.lib.money import Money
from standfirst.people.owners import Owner

# By what an entry is tied to its payment: it is that payment's, a refund of it, or a dispute lost.
TIES = ("payment", "refund", "lost_dispute")


@dataclass(frozen=True)
class Sums:
    """What came and what went back, in one currency; what is left is both together."""

    came: Money
    went_back: Money

    @property
    def left(self) -> Money:
        """What is left."""
        return self.came + self.went_back


def last_before(at: datetime) -> int:
    """Give the number of the last entry before a time; reads back from the newest."""
    rows = Entry.objects.filter(at__lt=at).order_by("-sequence")
    return rows.values_list("sequence", flat=True).first() or 0


def unnumbered_entries(payment: Payment | None = None, *, since: int = 0) -> QuerySet[Entry]:
    """Entries of real money, of one payment or of all, that should have a receipt, oldest first.

    ``since`` is the number after which is looked: what is long numbered need not be read again.
    """
    tied = Q()
    for tie in TIES:
        tied |= Q(**{f"{tie}__isnull": False}) | Q(**{f"reverses__{tie}__isnull": False})
    if payment is not None:
        tied = Q(payment=payment)
    rows = Entry.objects.filter(tied, is_rehearsed=False, receipt__isnull=True, sequence__gt=since)
    ties = (*TIES, *(f"reverses__{tie}" for tie in TIES))
    return rows.select_related(*ties).order_by("sequence")


def payment_of(entry: Entry) -> Payment:
    """Give the payment that an entry is about, as ``unnumbered_entries`` found it."""
    told = entry.reverses or entry
    own: Payment | None = getattr(told, "payment", None)
    about = own or getattr(told, "refund", None) or told.lost_dispute
    return about if isinstance(about, Payment) else about.payment


def kept_by(entry: Entry) -> Money:
    """Give by how much an entry changes what the paper keeps; below nothing if it went back."""
    legs = Leg.objects.filter(entry=entry, account__kind__in=KEPT_IN).select_related("account")
    amounts = [Money(-leg.amount, leg.account.currency) for leg in legs]
    return sum(amounts[1:], start=amounts[0])


def cancelled_by_entry(entry: Entry, payment: Payment) -> Receipt | None:
    """Find the receipt that an entry cancels: of the entry that it reverses, else of the payment."""
    if entry.sequence == payment.entry_id:
        return None
    return Receipt.objects.filter(entry=entry.reverses_id or payment.entry_id).first()


def receipts_of(gift: Gift) -> Sequence[Receipt]:
    """Give a gift's receipts in the order of their numbers, each with those that cancel it."""
    rows = Receipt.objects.filter(payment__gift=gift).select_related("cancels", "payment", "entry")
    return list(rows.prefetch_related("cancelled_by").order_by("pk"))


def address_of(gift: Gift) -> ReceiptAddress | None:
    """Whom a gift's receipts are made out to, if that was said; or that it was erased."""
    return ReceiptAddress.objects.filter(gift=gift).first()


def words_at(at: datetime) -> ReceiptWords | None:
    """What the paper said of itself then; before it ever did, what it said first."""
    rows = ReceiptWords.objects.all()
    return rows.filter(since_at__lte=at).first() or rows.last()


def receipts_in(year: int) -> QuerySet[Receipt]:
    """All receipts of a year by number, with what stands beside each."""
    rows = Receipt.objects.filter(year=year).select_related(
        "payment__gift__campaign", "payment__gift__receipt_address", "cancels", "entry"
    )
    return rows.order_by("number")


def years_with_receipts() -> Sequence[int]:
    """Give the years that have receipts, newest first."""
    return list(ReceiptCounter.objects.order_by("-year").values_list("year", flat=True))


def sums_of(receipts: QuerySet[Receipt]) -> Sequence[Sums]:
    """Sum receipts by currency: what came, what went back."""
    rows = receipts.order_by("currency").values("currency")
    summed = rows.annotate(
        came=Sum(Case(When(amount__gt=0, then=F("amount")), default=0)),
        went_back=Sum(Case(When(amount__lt=0, then=F("amount")), default=0)),
    )
    return [
        Sums(
            Money(int(row["came"]), row["currency"]), Money(int(row["went_back"]), row["currency"])
        )
        for row in summed
    ]


def kept_by_the_ledger(year: int) -> Mapping[str, int]:
    """Count from the ledger alone, by currency in minor units, what payments brought in a year."""
    since, until = bounds_of(year, get_default_timezone())
    kinds = Q(entry__kind__in=OF_A_PAYMENT) | Q(
        entry__kind=EntryKind.REVERSAL, entry__reverses__kind__in=OF_A_PAYMENT
    )
    legs = Leg.objects.filter(
        kinds,
        account__kind__in=KEPT_IN,
        entry__is_rehearsed=False,
        entry__at__gte=since,
        entry__at__lt=until,
    )
    rows = legs.order_by().values_list("account__currency").annotate(sum=-Sum("amount"))
    return {currency: amount for currency, amount in rows if amount}


def receipts_of_owner(owner: Owner) -> QuerySet[Receipt]:
    """Receipts of everything that somebody gave, oldest first.

    What was given without an account is theirs by a proven address; what another person gave is not,
    whichever address they typed.
    """
    held = owner.holds(person="payment__gift__person", address="payment__gift__words__email")
    anothers = Q(payment__gift__person__user__isnull=False) | Q(
        payment__gift__person__email_proven_at__isnull=False
    )
    rows = Receipt.objects.filter(held).exclude(anothers & ~Q(payment__gift__person__in=owner.rows))
    return rows.select_related("payment__gift__campaign", "cancels", "entry").order_by("pk")


def years_of_owner(owner: Owner) -> Sequence[int]:
    """Give the years in which somebody gave, newest first."""
    years = receipts_of_owner(owner).order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(years))


def misnumbered_receipts() -> Iterator[str]:
    """Name receipts whose number is not the next of its year, and counters that are not the last."""
    before = Window(Lag("number"), partition_by=F("year"), order_by=F("number").asc())
    rows = Receipt.objects.annotate(before=before).order_by("year", "number")
    for year, number, last in rows.values_list("year", "number", "before").iterator():
        if number != (last or 0) + 1:
            yield f"receipt {year}-{number:06d}"
    lasts = dict(Receipt.objects.values_list("year").annotate(Max("number")).order_by("year"))
    counters = dict(ReceiptCounter.objects.filter(last__gt=0).values_list("year", "last"))
    for year in sorted(lasts.keys() | counters.keys()):
        if lasts.get(year) != counters.get(year):
            yield f"counter of receipts {year}"


def differing_receipts() -> Iterator[str]:
    """Name receipts that are not what their entries say, or that cancel what is not of their payment."""
    kept = -Sum("entry__legs__amount", filter=Q(entry__legs__account__kind__in=KEPT_IN))
    rows = Receipt.objects.annotate(kept=kept)
    right = rows.filter(kept=F("amount"), entry__is_rehearsed=False).filter(
        Q(cancels__isnull=True, amount__gt=0) | Q(cancels__payment=F("payment"))
    )
    wrong = rows.exclude(pk__in=right.values("pk"))
    for year, number in wrong.order_by("year", "number").values_list("year", "number"):
        yield f"receipt {year}-{number:06d}"
