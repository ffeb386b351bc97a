"""Reading the whole ledger again, as an auditor would: chain, sums, payments, guards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.db.models import F, Q, Sum

from standfirst.funding.models import (
    AccountKind,
    Balance,
    Entry,
    EntryKind,
    Gift,
    GiftState,
    LedgerHead,
    Leg,
    Payment,
    Recount,
)
from standfirst.funding.models.ledger import FIRST_HASH
from standfirst.funding.queries.balances import recounted
from standfirst.funding.queries.match_checks import (
    differing_match_sums,
    differing_matches,
    overrun_matches,
)
from standfirst.funding.queries.receipts import differing_receipts, misnumbered_receipts
from standfirst.funding.rules.chain import ChainLeg, ChainLink, link_hash

CHUNK = 1000

UNCHANGING = (
    *("entry", "leg", "account", "payment", "balancetransaction", "receipt"),
    "matchbooking",
)
STAYING = ("refund", "dispute")
CHECKED = (*UNCHANGING, *STAYING, "matchpledge")
FIXED = ("campaign", "gift", "refund", "dispute", "matchpledge")


class Fault(StrEnum):
    """What can be wrong with the books."""

    GAP = "the number is not the next one"
    CHAIN = "the hash before is not that of the entry before"
    HASH = "the hash is not that of the entry"
    UNBALANCED = "the legs do not sum to zero"
    MIXED_MODES = "real and rehearsed are mixed"
    HEAD = "the head is not the last entry"
    STORED_SUM = "the stored sum is not the sum of the legs"
    PAYMENT = "the payment and its entry differ"
    UNPAID_ENTRY = "a gift's entry has no payment"
    GIFT = "the gift and its payments or pledge differ"
    RECEIPT_NUMBER = "the receipt's number is not the next one of its year"
    RECEIPT = "the receipt and its entry differ"
    MATCH = "the match and its entry differ"
    MATCH_OVERRUN = "more is matched than was promised or is kept"
    MATCH_SUM = "the sum of the legs is not what was promised and matched"
    NO_GUARD = "a trigger is missing"


@dataclass(frozen=True)
class LedgerFinding:
    """One thing that is wrong, and where."""

    fault: Fault
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}"


@dataclass(frozen=True)
class LedgerReport:
    """What a verification read and found."""

    entries: int
    through: int
    findings: tuple[LedgerFinding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify_ledger() -> LedgerReport:
    """Replay the chain, recount every sum, and compare gifts, payments, pledges and guards.

    Reads up to the head as it is at the start; what is added meanwhile is for the next time.
    """
    head = LedgerHead.objects.filter(pk=1).first() or LedgerHead()
    findings = [
        *_chain_findings(head),
        *_stored_sum_findings(head.sequence),
        *_payment_findings(head.sequence),
        *_gift_findings(),
        *(LedgerFinding(Fault.RECEIPT_NUMBER, where) for where in misnumbered_receipts()),
        *(LedgerFinding(Fault.RECEIPT, where) for where in differing_receipts()),
        *_match_findings(head.sequence),
        *_guard_findings(),
    ]
    return LedgerReport(Entry.objects.count(), head.sequence, tuple(findings))


def verify_newest() -> LedgerReport:
    """Check what was added since all was last found sound: chain, sums to zero, payments; and the guards.

    What it costs grows with a day's entries, not with the ledger.
    """
    head = LedgerHead.objects.filter(pk=1).first() or LedgerHead()
    since = min(_sound_through(), head.sequence)
    findings = [
        *_chain_findings(head, since),
        *_payment_findings(head.sequence, since),
        *_guard_findings(),
    ]
    return LedgerReport(head.sequence - since, head.sequence, tuple(findings))


def _sound_through() -> int:
    # A recount that found something must not put it out of sight.
    last = Recount.objects.filter(differences=0).first()
    return last.through if last is not None else 0


def _guard_findings() -> Iterator[LedgerFinding]:
    return (LedgerFinding(Fault.NO_GUARD, name) for name in missing_guards())


def missing_guards() -> Sequence[str]:
    """Name the triggers that should be in the database and are not."""
    is_postgres = connection.vendor == "postgresql"
    events = ("update", "delete", "truncate") if is_postgres else ("update", "delete")
    wanted = [f"funding_{table}_is_checked" for table in CHECKED]
    wanted += [f"funding_{table}_stays_checked" for table in (*STAYING, "gift")]
    wanted += [f"funding_{table}_refuses_{event}" for table in UNCHANGING for event in events]
    wanted += [f"funding_{table}_keeps_what_is_fixed" for table in FIXED]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if is_postgres
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in present]


def _chain_findings(head: LedgerHead, since: int = 0) -> Iterator[LedgerFinding]:
    before = Entry.objects.filter(sequence=since).first()
    sequence, prev_hash = since, before.hash if before is not None else FIRST_HASH
    for entry, legs in _entries_with_legs(head.sequence, since):
        where = f"#{entry.sequence}"
        if entry.sequence != sequence + 1:
            yield LedgerFinding(Fault.GAP, where)
        if entry.prev_hash != prev_hash:
            yield LedgerFinding(Fault.CHAIN, where)
        if entry.hash != link_hash(_link(entry, legs), entry.prev_hash):
            yield LedgerFinding(Fault.HASH, where)
        yield from (LedgerFinding(fault, where) for fault in _leg_faults(entry, legs))
        sequence, prev_hash = entry.sequence, entry.hash
    if (head.sequence, head.hash) != (sequence, prev_hash):
        yield LedgerFinding(Fault.HEAD, f"#{head.sequence}")


def _entries_with_legs(through: int, last: int) -> Iterator[tuple[Entry, list[Leg]]]:
    while entries := list(
        Entry.objects.filter(sequence__gt=last, sequence__lte=through)
        .select_related("campaign")
        .order_by("sequence")[:CHUNK]
    ):
        legs: dict[int, list[Leg]] = {entry.sequence: [] for entry in entries}
        for leg in Leg.objects.filter(entry__in=legs).select_related("account"):
            legs[leg.entry_id].append(leg)
        yield from ((entry, legs[entry.sequence]) for entry in entries)
        last = entries[-1].sequence


def _link(entry: Entry, legs: Sequence[Leg]) -> ChainLink:
    return ChainLink(
        sequence=entry.sequence,
        at=entry.at,
        kind=entry.kind,
        campaign_id=entry.campaign_id,
        reference=entry.reference,
        reverses=entry.reverses_id,
        legs=tuple(ChainLeg(leg.account.code, leg.account.currency, leg.amount) for leg in legs),
    )


def _leg_faults(entry: Entry, legs: Sequence[Leg]) -> Iterator[Fault]:
    sums: dict[str, int] = {}
    for leg in legs:
        sums[leg.account.currency] = sums.get(leg.account.currency, 0) + leg.amount
    if not legs or any(sums.values()):
        yield Fault.UNBALANCED
    modes = {leg.account.is_rehearsed for leg in legs} | {entry.is_rehearsed}
    if entry.campaign is not None:
        modes.add(entry.campaign.is_rehearsed)
    if len(modes) > 1:
        yield Fault.MIXED_MODES


def _stored_sum_findings(through: int) -> Iterator[LedgerFinding]:
    for balance in Balance.objects.select_related("account"):
        counted = recounted([balance.account_id], balance.through)[balance.account_id]
        if counted != balance.amount or balance.through > through:
            yield LedgerFinding(Fault.STORED_SUM, balance.account.code)


def _payment_findings(through: int, since: int = 0) -> Iterator[LedgerFinding]:
    paid = Payment.objects.filter(entry__gt=since, entry__lte=through).annotate(
        booked=Sum("entry__legs__amount", filter=Q(entry__legs__account__kind=AccountKind.CAMPAIGN))
    )
    differing = paid.exclude(
        booked=-1 * F("amount"),
        gift__amount=F("amount"),
        gift__currency=F("currency"),
        entry__campaign=F("gift__campaign"),
        entry__is_rehearsed=F("is_rehearsed"),
    )
    for pk in differing.order_by("pk").values_list("entry_id", flat=True):
        yield LedgerFinding(Fault.PAYMENT, f"#{pk}")
    unpaid = Entry.objects.filter(
        kind=EntryKind.GIFT, payment__isnull=True, sequence__gt=since, sequence__lte=through
    )
    for pk in unpaid.order_by("pk").values_list("pk", flat=True):
        yield LedgerFinding(Fault.UNPAID_ENTRY, f"#{pk}")


def _match_findings(through: int) -> Iterator[LedgerFinding]:
    yield from (LedgerFinding(Fault.MATCH, where) for where in differing_matches())
    yield from (LedgerFinding(Fault.MATCH_OVERRUN, where) for where in overrun_matches())
    yield from (LedgerFinding(Fault.MATCH_SUM, where) for where in differing_match_sums(through))


def _gift_findings() -> Iterator[LedgerFinding]:
    is_paid = Q(state=GiftState.PAID)
    is_pending = Q(state=GiftState.PENDING)
    has_pledge = Q(pledge_entry__isnull=False, pledge_entry__reversed_by__isnull=True)
    wrong = Gift.objects.filter(
        (is_paid & Q(payments__isnull=True))
        | (~is_paid & Q(payments__isnull=False))
        | (is_pending & ~has_pledge)
        | (~is_pending & has_pledge)
    )
    for reference in wrong.order_by("pk").values_list("reference", flat=True).distinct():
        yield LedgerFinding(Fault.GIFT, f"gift {reference}")
