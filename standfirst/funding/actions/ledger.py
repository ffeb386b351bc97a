"""The one place where the ledger grows, and the recount that checks it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import LEDGER, campaign_key
from standfirst.funding.models import (
    Account,
    AccountKind,
    Balance,
    Entry,
    EntryKind,
    LedgerHead,
    Leg,
    Recount,
)
from standfirst.funding.queries.balances import recounted
from standfirst.funding.queries.books import RECOUNT_KEY
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.chain import ChainLeg, ChainLink, link_hash
from standfirst.funding.rules.postings import (
    AccountName,
    Posting,
    PostingRefused,
    refusal_to_post,
)
from standfirst.lib.secret import new_file_stem

log = structlog.get_logger(__name__)

MOST_FINDINGS_KEPT = 50


@transaction.atomic
def post_entry(*, posting: Posting, now: datetime) -> Entry:
    """Append one balanced entry, under the lock of the chain's head.

    The legs are written first; the entry's own row then seals them, and the database refuses it
    unless everything agrees. Whoever also locks a gift locks it before coming here.
    Raises PostingRefused.
    """
    refusal = refusal_to_post(posting)
    if refusal is not None:
        raise PostingRefused(refusal)
    head = _locked_head()
    sequence = head.sequence + 1
    _write_legs(posting, sequence)
    reference = new_file_stem()
    link = ChainLink(
        sequence=sequence,
        at=now,
        kind=posting.kind,
        campaign_id=posting.campaign_id,
        reference=reference,
        reverses=posting.reverses,
        legs=tuple(ChainLeg(name.code, name.currency, amount) for name, amount in posting.amounts),
    )
    entry = Entry.objects.create(
        sequence=sequence,
        at=now,
        kind=posting.kind,
        campaign_id=posting.campaign_id,
        is_rehearsed=posting.is_rehearsed,
        reference=reference,
        reverses_id=posting.reverses,
        prev_hash=head.hash,
        hash=link_hash(link, head.hash),
    )
    head.sequence, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["sequence", "hash"])
    return entry


def reverse_entry(*, entry: Entry, now: datetime) -> Entry:
    """Append the opposite of an entry, naming it. The database refuses to reverse one twice."""
    legs = entry.legs.select_related("account")
    posting = Posting(
        kind=EntryKind.REVERSAL,
        campaign_id=entry.campaign_id,
        is_rehearsed=entry.is_rehearsed,
        amounts=tuple((_name_of(leg.account), -leg.amount) for leg in legs),
        reverses=entry.sequence,
    )
    return post_entry(posting=posting, now=now)


def hold_ledger() -> None:
    """Let nobody else write to the ledger until this transaction ends: what is read now stays true."""
    _locked_head()


def recount_ledger(*, now: datetime) -> Recount:
    """Verify everything, store each account's sum anew, and note what did not agree.

    Stored sums are written whole from a full recount, so a wrong one is repaired here, and said.
    Needs no lock: what lies at or before the head never changes.
    """
    report = verify_ledger()
    accounts = list(Account.objects.all())
    sums = recounted([account.pk for account in accounts], report.through)
    with transaction.atomic():
        for account in accounts:
            Balance.objects.update_or_create(
                account=account, defaults={"through": report.through, "amount": sums[account.pk]}
            )
        recount = Recount.objects.create(
            at=now,
            through=report.through,
            differences=len(report.findings),
            findings=[str(finding) for finding in report.findings[:MOST_FINDINGS_KEPT]],
        )
        campaigns = {account.campaign_id for account in accounts if account.campaign_id}
        repaired = [LEDGER, *(campaign_key(pk) for pk in campaigns)] if report.findings else []
        mark_stale(RECOUNT_KEY, *repaired, now=now)
    if report.findings:
        log.error(
            "ledger_recount_differs",
            differences=len(report.findings),
            first=str(report.findings[0]),
        )
    return recount


def _locked_head() -> LedgerHead:
    head = LedgerHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        LedgerHead.objects.get_or_create(pk=1)
        head = LedgerHead.objects.select_for_update().get(pk=1)
    return head


def _write_legs(posting: Posting, sequence: int) -> None:
    accounts = _open_accounts([name for name, _ in posting.amounts])
    Leg.objects.bulk_create(
        Leg(entry_id=sequence, account=accounts[name.code], amount=amount)
        for name, amount in posting.amounts
    )


def _open_accounts(names: Sequence[AccountName]) -> Mapping[str, Account]:
    """Give the accounts by code; those that nobody used yet are opened."""
    codes = [name.code for name in names]
    found = {row.code: row for row in Account.objects.filter(code__in=codes)}
    return found | {name.code: _open_account(name) for name in names if name.code not in found}


def _open_account(name: AccountName) -> Account:
    account, _ = Account.objects.get_or_create(
        code=name.code,
        defaults={
            "kind": name.kind,
            "currency": name.currency,
            "campaign_id": name.campaign_id,
            "provider": name.provider,
            "is_rehearsed": name.is_rehearsed,
        },
    )
    return account


def _name_of(account: Account) -> AccountName:
    return AccountName(
        kind=AccountKind(account.kind),
        currency=account.currency,
        is_rehearsed=account.is_rehearsed,
        campaign_id=account.campaign_id,
        provider=account.provider,
    )
