"""What may be posted to the ledger, before the database is asked to agree."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from standfirst.funding.models import AccountKind, EntryKind

LARGEST_MINOR = 10**15


class PostingRefusal(StrEnum):
    """Why an entry cannot be written."""

    TOO_FEW_LEGS = "too few legs"
    EMPTY_LEG = "a leg moves nothing"
    ACCOUNT_TWICE = "an account twice"
    UNBALANCED = "does not sum to zero"
    MIXED_MODES = "real and rehearsed mixed"
    OTHER_CAMPAIGN = "another campaign's account"
    TOO_LARGE = "too large"


class PostingRefused(Exception):
    """An entry that must not be written; says why."""

    def __init__(self, refusal: PostingRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class AccountName:
    """Names an account by what it is; the row is opened at its first use."""

    kind: AccountKind
    currency: str
    is_rehearsed: bool
    campaign_id: int | None = None
    provider: str = ""

    @property
    def code(self) -> str:
        """The name in the books and in the hash chain, such as ``rehearsed/campaign/3/USD``."""
        parts = (
            "rehearsed" if self.is_rehearsed else "",
            self.kind.value,
            self.provider,
            str(self.campaign_id or ""),
            self.currency,
        )
        return "/".join(part for part in parts if part)


@dataclass(frozen=True)
class Posting:
    """An entry to be written: amounts in minor units, debit positive, credit negative."""

    kind: EntryKind
    campaign_id: int | None
    is_rehearsed: bool
    amounts: tuple[tuple[AccountName, int], ...]
    reverses: int | None = None


def refusal_to_post(posting: Posting) -> PostingRefusal | None:
    """Say why a posting cannot become an entry, or None if it can."""
    sums: dict[str, int] = defaultdict(int)
    for account, amount in posting.amounts:
        sums[account.currency] += amount
    names = [account for account, _ in posting.amounts]
    checks = (
        (len(names) < 2, PostingRefusal.TOO_FEW_LEGS),
        (any(amount == 0 for _, amount in posting.amounts), PostingRefusal.EMPTY_LEG),
        (
            any(abs(amount) > LARGEST_MINOR for _, amount in posting.amounts),
            PostingRefusal.TOO_LARGE,
        ),
        (len(set(names)) != len(names), PostingRefusal.ACCOUNT_TWICE),
        (any(sums.values()), PostingRefusal.UNBALANCED),
        (
            any(name.is_rehearsed != posting.is_rehearsed for name in names),
            PostingRefusal.MIXED_MODES,
        ),
        (
            any(name.campaign_id not in (None, posting.campaign_id) for name in names),
            PostingRefusal.OTHER_CAMPAIGN,
        ),
    )
    return next((refusal for is_so, refusal in checks if is_so), None)
