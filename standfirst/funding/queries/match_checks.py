"""Whether what is promised and matched is what the ledger's legs say, counted anew."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from standfirst.funding.models import (
    Account,
    AccountKind,
    Dispute,
    Entry,
    EntryKind,
    MatchBooking,
    MatchPart,
    MatchPledge,
    Payment,
    Refund,
)
from standfirst.funding.queries.balances import recounted
from standfirst.funding.queries.matching import standing

# What each kind of entry is called, and the account that it credits.
KINDS = {
    MatchPart.PROMISE: (EntryKind.MATCH_PLEDGE, AccountKind.MATCHED_PLEDGES),
    MatchPart.MATCH: (EntryKind.MATCH, AccountKind.MATCHED),
    MatchPart.CAME: (EntryKind.TRANSFER, AccountKind.MATCH_DUE),
}
# What each does to the accounts of its campaign: debit positive, credit negative.
MOVES = {
    MatchPart.PROMISE: {AccountKind.MATCH_DUE: 1, AccountKind.MATCHED_PLEDGES: -1},
    MatchPart.MATCH: {AccountKind.MATCHED_PLEDGES: 1, AccountKind.MATCHED: -1},
    MatchPart.CAME: {AccountKind.MATCH_DUE: -1},
}


def differing_matches() -> Iterator[str]:
    """Name entries that are not what they stand for, and those that stand for nothing."""
    for part, (kind, account) in KINDS.items():
        rows = MatchBooking.objects.filter(part=part).annotate(
            booked=Sum("entry__legs__amount", filter=Q(entry__legs__account__kind=account))
        )
        right = Q(
            booked=-1 * F("amount"),
            entry__kind=kind,
            entry__campaign=F("pledge__campaign"),
            currency=F("pledge__currency"),
        )
        if part == MatchPart.MATCH:
            right &= Q(payment__gift__campaign=F("pledge__campaign"))
        wrong = rows.exclude(pk__in=rows.filter(right).values("pk"))
        yield from (f"#{pk}" for pk in wrong.order_by("entry").values_list("entry", flat=True))
    alone = Entry.objects.filter(
        kind__in=(EntryKind.MATCH, EntryKind.MATCH_PLEDGE), match_booking__isnull=True
    )
    yield from (f"#{pk}" for pk in alone.order_by("pk").values_list("pk", flat=True))


def overrun_matches() -> Iterator[str]:
    """Name promises that matched more than promised, and payments matched beyond what is kept of them."""
    rows = MatchPledge.objects.annotate(
        used=_sum(standing(MatchPart.MATCH).filter(pledge=OuterRef("pk")), "pledge"),
        promised=_sum(standing(MatchPart.PROMISE).filter(pledge=OuterRef("pk")), "pledge"),
    )
    right = Q(used__lte=F("promised"), promised__lte=F("cap")) & (
        Q(released_at__isnull=True, promised=F("cap"))
        | Q(released_at__isnull=False, promised=F("used"))
    )
    wrong = rows.exclude(pk__in=rows.filter(right).values("pk"))
    yield from (f"match {pk}" for pk in wrong.order_by("pk").values_list("pk", flat=True))
    refunds = Refund.objects.filter(
        payment=OuterRef("pk"), entry__isnull=False, entry__reversed_by__isnull=True
    )
    lost = Dispute.objects.filter(
        payment=OuterRef("pk"), lost_entry__isnull=False, lost_entry__reversed_by__isnull=True
    )
    payments = Payment.objects.filter(matches__isnull=False).annotate(
        matched=_sum(standing(MatchPart.MATCH).filter(payment=OuterRef("pk")), "payment"),
        gone=_sum(refunds, "payment") + _sum(lost, "payment"),
    )
    beyond = payments.filter(
        Q(matched__gt=F("amount") - F("gone")) | Q(matched__gt=0, entry__reversed_by__isnull=False)
    )
    yield from (
        f"#{pk}" for pk in beyond.order_by("entry").values_list("entry", flat=True).distinct()
    )


def differing_match_sums(through: int) -> Iterator[str]:
    """Name accounts whose legs, summed from nothing, are not what promises and payments say."""
    stands = Q(entry__reversed_by__isnull=True) | Q(entry__reversed_by__gt=through)
    rows = MatchBooking.objects.filter(stands, entry__lte=through).order_by()
    sums = rows.values_list("pledge__campaign", "part").annotate(sum=Sum("amount"))
    wanted: Counter[tuple[int, str]] = Counter()
    for campaign, part, amount in sums:
        for kind, sign in MOVES[MatchPart(part)].items():
            wanted[campaign, kind.value] += sign * int(amount)
    kinds = (AccountKind.MATCH_DUE, AccountKind.MATCHED_PLEDGES, AccountKind.MATCHED)
    accounts = {account.pk: account for account in Account.objects.filter(kind__in=kinds)}
    for pk, amount in recounted(list(accounts), through).items():
        account = accounts[pk]
        if amount != wanted[account.campaign_id or 0, account.kind]:
            yield account.code


def _sum(
    rows: "QuerySet[MatchBooking] | QuerySet[Refund] | QuerySet[Dispute]", by: str
) -> Coalesce:
    summed = rows.order_by().values(by).annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(summed), 0, output_field=BigIntegerField())
