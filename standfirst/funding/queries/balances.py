"""What accounts hold: always (stored sum up to entry n) + the legs since."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from standfirst.funding.models import Account, Leg


@dataclass(frozen=True)
class AccountBalance:
    """What an account holds now, in minor units, debit positive."""

    code: str
    kind: str
    campaign_id: int | None
    amount: int


def balances(accounts: QuerySet[Account]) -> list[AccountBalance]:
    """Give what accounts hold now."""
    rows: Any = with_balances(accounts)
    held = rows.values_list("code", "kind", "campaign_id", "balance")
    return [AccountBalance(*row) for row in held]


def with_balances(accounts: QuerySet[Account]) -> QuerySet[Account, Any]:
    """Give accounts with what they hold now as ``balance``.

    One statement, so that the stored sums and the legs since are seen at the same moment.
    """
    since = (
        Leg.objects.filter(account=OuterRef("pk"), entry__gt=OuterRef("through"))
        .order_by()
        .values("account")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return (
        accounts.order_by("code")
        .annotate(through=Coalesce(F("stored_balance__through"), 0, output_field=BigIntegerField()))
        .annotate(
            balance=Coalesce(F("stored_balance__amount"), 0, output_field=BigIntegerField())
            + Coalesce(Subquery(since), 0, output_field=BigIntegerField())
        )
    )


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
