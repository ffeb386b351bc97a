"""What accounts hold: always (stored sum up to entry n) + the legs since."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from standfirst.funding.models import Account, Leg


def with_balances(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Annotate accounts with ``balance`` in minor units, debit positive.

    One statement, so that the stored sum and the legs since are seen at the same moment.
    """
    return accounts.annotate(
        through=Coalesce(F("stored_balance__through"), 0, output_field=BigIntegerField()),
        stored=Coalesce(F("stored_balance__amount"), 0, output_field=BigIntegerField()),
    ).annotate(
        since=Coalesce(
            Subquery(
                Leg.objects.filter(account=OuterRef("pk"), entry__gt=OuterRef("through"))
                .order_by()
                .values("account")
                .annotate(total=Sum("amount"))
                .values("total")
            ),
            0,
            output_field=BigIntegerField(),
        ),
        balance=F("stored") + F("since"),
    )


def balances_by_account(accounts: QuerySet[Account]) -> dict[int, int]:
    """Give what each account holds now, in minor units, debit positive."""
    return dict(with_balances(accounts).values_list("pk", "balance"))


def recounted(accounts: Iterable[int], through: int) -> dict[int, int]:
    """Sum all legs of these accounts up to an entry, from nothing, ignoring every stored sum."""
    rows = (
        Leg.objects.filter(account__in=list(accounts), entry__lte=through)
        .order_by()
        .values("account")
        .annotate(total=Sum("amount"))
        .values_list("account", "total")
    )
    return dict.fromkeys(accounts, 0) | dict(rows)
