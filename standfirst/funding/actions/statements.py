"""What the bank says came: taken line by line, and each line brought to the gift that it pays."""

from collections.abc import Collection, Iterable
from datetime import datetime

import structlog
from django.db import transaction

from standfirst.funding.actions.manual import (
    ManualGift,
    confirm_manual_gift,
    enter_manual_gift,
    enter_transfer,
)
from standfirst.funding.actions.payments import move_gift
from standfirst.funding.actions.words import Words
from standfirst.funding.models import (
    BankAccount,
    BankLine,
    BankStatement,
    Campaign,
    Entry,
    Gift,
    GiftState,
    ManualRecord,
    Method,
    ReceiptAddress,
)
from standfirst.funding.models.gifts import LONGEST_NAME
from standfirst.funding.models.statements import (
    LONGEST_FILE_NAME,
    LONGEST_NOTE,
    LONGEST_PAYER,
    LONGEST_REF,
    LONGEST_TEXT,
)
from standfirst.funding.queries.statements import (
    account_named,
    matchable_lines,
    promise_under,
    waiting_for_confirmation,
)
from standfirst.funding.queries.transfers import bank_account
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.rules.transfers import arrived_at, reference_in
from standfirst.funding.statements import Line, Statement, StatementRefusal, StatementRefused
from standfirst.funding.statements.lines import keyed
from standfirst.lib.secret import new_secret
from standfirst.people.models import User

log = structlog.get_logger(__name__)

MOST_MATCHED_AT_ONCE = 500


def take_statement(
    *, statement: Statement, file_name: str, taken_by: User | None, now: datetime
) -> BankStatement:
    """Keep the lines of a bank's file, each once however often it comes, and match what can be.

    Raises StatementRefused for another account than any that the paper ever named.
    """
    account = account_named(statement.iban) if statement.iban else bank_account()
    if account is None:
        refusal = StatementRefusal.OTHER_ACCOUNT if statement.iban else StatementRefusal.NO_ACCOUNT
        raise StatementRefused(refusal, statement.iban)
    kept = _keep(statement, account, file_name, taken_by, now)
    # Line by line: what this process does not come to, the sweep does.
    _match(lines=matchable_lines().filter(statement=kept), now=now)
    return kept


def match_bank_lines(*, now: datetime) -> int:
    """Match lines that nobody has looked at and whose promise is known; give how many."""
    return _match(lines=matchable_lines()[:MOST_MATCHED_AT_ONCE], now=now)


@transaction.atomic
def _keep(
    statement: Statement, account: BankAccount, file_name: str, taken_by: User | None, now: datetime
) -> BankStatement:
    # One file of an account at a time: whoever brings the same one waits here, and adds nothing.
    BankAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    lines = dict(keyed(statement.lines, iban=account.iban))
    kept = BankStatement.objects.create(
        file_name=file_name[:LONGEST_FILE_NAME],
        iban=account.iban,
        others=statement.others,
        taken_by=taken_by,
        taken_at=now,
    )
    rows = [_row(kept, key, line) for key, line in lines.items()]
    BankLine.objects.bulk_create(rows, ignore_conflicts=True)
    kept.known = len(rows) - kept.lines.count()
    kept.save(update_fields=["known"])
    log.info("statement_taken", statement=kept.pk, lines=len(rows), known=kept.known)
    return kept


def _row(statement: BankStatement, key: str, line: Line) -> BankLine:
    return BankLine(
        statement=statement,
        key=key,
        booked_date=line.booked_date,
        amount=line.amount.minor,
        currency=line.amount.currency,
        payer=line.payer[:LONGEST_PAYER],
        text=line.text[:LONGEST_TEXT],
        reference=(reference_in(line.reference, line.text) or line.reference)[:LONGEST_REF],
        bank_ref=line.bank_ref[:LONGEST_REF],
    )


def _match(*, lines: Iterable[BankLine], now: datetime) -> int:
    """Bring each line to the promise under its reference; give how many.

    Whoever brought the statement entered it, so that person confirms none of it.
    """
    matched = 0
    for line in lines:
        gift = promise_under(line.reference)
        try:
            if gift is not None:
                match_line(line=line, gift=gift, matched_by=line.statement.taken_by, now=now)
                matched += 1
        except GiftRefused:
            continue
    return matched


@transaction.atomic
def match_line(*, line: BankLine, gift: Gift, matched_by: User | None, now: datetime) -> BankLine:
    """Say that a line pays a gift. The arrival of a promised transfer is entered, for a second person.

    A gift that was entered by hand already is only joined to it: what came is booked once. Raises
    GiftRefused where the amounts differ, the gift awaits nothing, or somebody decided meanwhile.
    """
    line = _waiting(line)
    gift = Gift.objects.select_for_update(of=("self",), no_key=True).get(pk=gift.pk)
    if gift.money != line.money:
        raise GiftRefused(GiftRefusal.OTHER_AMOUNT)
    is_taken = BankLine.objects.filter(gift=gift).exists()
    if is_taken or Entry.objects.filter(reverses__payment__gift=gift).exists():
        raise GiftRefused(GiftRefusal.NOT_WAITING)
    if not ManualRecord.objects.filter(gift=gift, ended_at=None).exists():
        enter_transfer(
            gift=gift,
            received_at=arrived_at(line.booked_date, now),
            entered_by=matched_by,
            now=now,
        )
    line.gift = gift
    return _decide(line, matched_by, now)


@transaction.atomic
def enter_line(*, line: BankLine, campaign: Campaign, entered_by: User, now: datetime) -> BankLine:
    """Enter a line as a gift of its own, where no promise is of its amount; a second person confirms it.

    Giver, words and address are those of the promise under its reference, if there is one: that is given up.
    Raises GiftRefused as ``enter_manual_gift`` does, and where somebody decided meanwhile.
    """
    line = _waiting(line)
    promised = promise_under(line.reference)
    manual = ManualGift(
        amount=line.money,
        method=Method.BANK,
        received_at=arrived_at(line.booked_date, now),
        key=new_secret(),
        words=_words_of(promised, line),
        note=f"{line.payer} {line.text}".strip()[:LONGEST_NOTE],
        person=promised.person if promised is not None else None,
    )
    gift = enter_manual_gift(campaign=campaign, manual=manual, entered_by=entered_by, now=now)
    if promised is not None:
        _give_up(promised, now)
    line.gift = gift
    return _decide(line, entered_by, now)


@transaction.atomic
def set_line_aside(*, line: BankLine, note: str, set_aside_by: User, now: datetime) -> BankLine:
    """Say that what came is no gift. Raises GiftRefused where somebody decided meanwhile."""
    line = _waiting(line)
    line.is_set_aside, line.note = True, note
    return _decide(line, set_aside_by, now)


@transaction.atomic
def bring_line_back(*, line: BankLine, brought_by: User, now: datetime) -> BankLine:
    """Let a line that was set aside wait again. Again changes nothing."""
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if not line.is_set_aside:
        return line
    line.is_set_aside = False
    return _decide(line, brought_by, now)


def confirm_statement(
    *, statement: BankStatement, seen: Collection[int], confirmed_by: User, now: datetime
) -> int:
    """Confirm, as a second person, those gifts of a statement's lines that were seen; give how many.

    Nobody confirms unseen what was brought to a line since. One after the other, so that those before a
    fault stay; what somebody decided meanwhile is passed over.
    """
    confirmed = 0
    for gift in waiting_for_confirmation(statement, by=confirmed_by):
        if gift.pk not in seen:
            continue
        try:
            confirm_manual_gift(gift=gift, confirmed_by=confirmed_by, now=now)
        except GiftRefused:
            continue
        confirmed += 1
    return confirmed


def _waiting(line: BankLine) -> BankLine:
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if not line.is_waiting:
        raise GiftRefused(GiftRefusal.NOT_WAITING)
    return line


def _decide(line: BankLine, by: User | None, now: datetime) -> BankLine:
    line.decided_by, line.decided_at = by, now
    line.save(update_fields=["gift", "is_set_aside", "note", "decided_by", "decided_at"])
    log.info(
        "bank_line_decided",
        line=line.pk,
        gift=line.gift.reference if line.gift else None,
        is_set_aside=line.is_set_aside,
        by=by.pk if by else None,
    )
    return line


def _words_of(promised: Gift | None, line: BankLine) -> Words:
    """The giver's own words, or the payer's name for the receipt, which is not shown."""
    if promised is None:
        return Words(name=line.payer[:LONGEST_NAME])
    said = promised.words
    receipt = ReceiptAddress.objects.filter(gift=promised).first() or ReceiptAddress()
    return Words(
        name=said.name,
        message=said.message,
        email=said.email,
        shows_name=said.shows_name and said.cleared_at is not None,
        shows_message=said.shows_message and said.cleared_at is not None,
        shows_amount=said.shows_amount,
        dedication=said.dedication,
        dedicated_to=said.dedicated_to,
        language=said.language,
        receipt_name=receipt.name,
        receipt_address=receipt.address,
    )


def _give_up(promised: Gift, now: datetime) -> None:
    """Await a promise no longer that came as another amount."""
    rows = Gift.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk=promised.pk, state=GiftState.PROMISED, manual_record=None).first()
    if locked is not None:
        move_gift(gift=locked, to=GiftState.EXPIRED, now=now)
