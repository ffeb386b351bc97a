"""The public books: entries by page, what stands beside each, and the last recount."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from standfirst.delivery.keys import LEDGER, campaign_key, key
from standfirst.delivery.recording import declare
from standfirst.funding.models import AccountKind, Campaign, Entry, EntryKind, Gift, Leg, Recount
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.lib.money import Money

PAGE_LENGTH = 50
# When all sums were last counted anew.
RECOUNT_KEY = "recount"
# When a provider's books were last compared with ours.
RECONCILIATION_KEY = "reconciliation"
TAKING = (EntryKind.REFUND, EntryKind.DISPUTE, EntryKind.DISPUTE_LOST)
ADDING = (EntryKind.GIFT, EntryKind.PLEDGE, EntryKind.MATCH, EntryKind.MATCH_PLEDGE)


@dataclass(frozen=True)
class BookLeg:
    """One leg for show."""

    account: str
    label: str
    amount: Money

    @property
    def debit(self) -> Money | None:
        """The amount if it flows into the account."""
        return self.amount if self.amount.minor > 0 else None

    @property
    def credit(self) -> Money | None:
        """The amount, without its sign, if it flows out of the account."""
        return -self.amount if self.amount.minor < 0 else None


@dataclass(frozen=True)
class BookEntry:
    """One entry for show. Names and messages are there only by their owners' choice."""

    sequence: int
    at: datetime
    kind: str
    kind_code: str
    campaign: Campaign | None
    is_rehearsed: bool
    reference: str
    reverses: int | None
    prev_hash: str
    hash: str
    amount: Money
    name: str
    message: str
    legs: tuple[BookLeg, ...]

    @property
    def is_gift(self) -> bool:
        """Whether somebody gave, so that a name or "A reader" stands beside it."""
        return self.kind_code == EntryKind.GIFT

    @property
    def goes_out(self) -> bool:
        """Whether it takes away from what was given."""
        return self.reverses is not None or self.kind_code in TAKING

    @property
    def comes_in(self) -> bool:
        """Whether it adds to what was given or promised."""
        return self.kind_code in ADDING


@dataclass(frozen=True)
class BookPage:
    """A page of entries, newest first, and the cursor of the next."""

    entries: Sequence[BookEntry]
    next_cursor: str


def words_key(campaign_id: int) -> str:
    """Name what givers to a campaign say of themselves: its own books show it, no meter does."""
    return key("words", campaign_id)


def entries_of(campaign: Campaign | None) -> QuerySet[Entry]:
    """Entries of one campaign, or all real ones: pretended money is in no real book."""
    if campaign is not None:
        declare(campaign_key(campaign.pk), words_key(campaign.pk))
        return Entry.objects.filter(campaign=campaign)
    declare(LEDGER)
    return Entry.objects.filter(is_rehearsed=False)


def book_page(entries: QuerySet[Entry], after: str) -> BookPage:
    """Give a page of entries older than the cursor; one that is not ours starts at the newest."""
    cursor = decode_cursor(after)
    if cursor and isinstance(cursor[0], int):
        entries = entries.filter(sequence__lt=cursor[0])
    rows = list(_with_all(entries).order_by("-sequence")[: PAGE_LENGTH + 1])
    shown = rows[:PAGE_LENGTH]
    more = encode_cursor(shown[-1].sequence) if len(rows) > PAGE_LENGTH else ""
    return BookPage(_for_show(shown), more)


def all_entries(entries: QuerySet[Entry]) -> Iterator[BookEntry]:
    """Give all entries, oldest first, without holding more than a few in memory."""
    last = 0
    while rows := list(
        _with_all(entries.filter(sequence__gt=last)).order_by("sequence")[: PAGE_LENGTH * 10]
    ):
        yield from _for_show(rows)
        last = rows[-1].sequence


def last_recount() -> Recount | None:
    """The last time that all sums were counted anew."""
    declare(RECOUNT_KEY)
    return Recount.objects.first()


def _with_all(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("campaign", "payment__gift__words", "match_booking__pledge")


def _for_show(rows: Sequence[Entry]) -> Sequence[BookEntry]:
    legs: dict[int, list[BookLeg]] = {row.sequence: [] for row in rows}
    found = Leg.objects.filter(entry__in=legs).select_related("account")
    for leg in found.order_by("entry_id", "-amount"):
        amount = Money(leg.amount, leg.account.currency)
        legs[leg.entry_id].append(
            BookLeg(leg.account.code, str(AccountKind(leg.account.kind).label), amount)
        )
    return [_entry(row, tuple(legs[row.sequence])) for row in rows]


def _entry(row: Entry, legs: tuple[BookLeg, ...]) -> BookEntry:
    payment = getattr(row, "payment", None)
    name, message = _chosen_words(payment.gift) if payment is not None else ("", "")
    booking = getattr(row, "match_booking", None)
    if booking is not None and booking.pledge.shows_name:
        name = booking.pledge.name
    return BookEntry(
        sequence=row.sequence,
        at=row.at,
        kind=str(EntryKind(row.kind).label),
        kind_code=row.kind,
        campaign=row.campaign,
        is_rehearsed=row.is_rehearsed,
        reference=row.reference,
        reverses=row.reverses_id,
        prev_hash=row.prev_hash,
        hash=row.hash,
        amount=legs[0].amount,
        name=name,
        message=message,
        legs=legs,
    )


def _chosen_words(gift: Gift) -> tuple[str, str]:
    words = getattr(gift, "words", None)
    if words is None or words.cleared_at is None:
        return "", ""
    return words.name if words.shows_name else "", words.message if words.shows_message else ""
