"""Statements as XML: camt.053 of ISO 20022, in any of its versions.

Source: ISO 20022 Bank-to-Customer Statement, camt.053.001.02 to .13. Elements are found by their local
names, which the versions share; where they differ (``Sts``, ``Dbtr``) both places are looked into.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from standfirst.funding.statements.lines import (
    Line,
    Statement,
    StatementRefusal,
    StatementRefused,
    money_of,
)
from standfirst.lib.money import Money
from standfirst.lib.text import storable_line

CREDIT = "CRDT"
BOOKED = "BOOK"
# What a bank writes where whoever paid gave no reference of their own.
NOT_PROVIDED = "NOTPROVIDED"


def read_camt(content: bytes) -> Statement:
    """Read a statement. Raises StatementRefused for XML that is broken, or another kind of message."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise StatementRefused(StatementRefusal.BROKEN_XML, str(error)) from error
    statements = _all(root, "BkToCstmrStmt/Stmt")
    # Of a bank that writes none it has another number, which is no account of the paper's.
    accounts = {
        _words(statement, "Acct/Id/IBAN") or _words(statement, "Acct/Id/Othr/Id")
        for statement in statements
    }
    if len(accounts) != 1 or "" in accounts:
        raise StatementRefused(StatementRefusal.OTHER_XML, _name(root))
    entries = [entry for statement in statements for entry in _all(statement, "Ntry")]
    came = [entry for entry in entries if _has_come(entry) and _amount(entry, "Amt")]
    lines = [line for entry in came for line in _lines(entry)]
    return Statement(lines=lines, iban=accounts.pop(), others=len(entries) - len(came))


def _has_come(entry: Element) -> bool:
    """Whether an entry is booked money that came, and not a payment of ours that came back."""
    status = _words(entry, "Sts/Cd") or _words(entry, "Sts")
    is_reversal = _words(entry, "RvslInd") in ("true", "1")
    return status in (BOOKED, "") and _words(entry, "CdtDbtInd") == CREDIT and not is_reversal


def _lines(entry: Element) -> Iterator[Line]:
    """Give the transactions of an entry, if they say what each brought; else the entry as a whole."""
    whole = _amount(entry, "Amt")
    day = _day(entry)
    details = _all(entry, "NtryDtls/TxDtls")
    own = _words(entry, "AcctSvcrRef")
    parts = [_part(detail) for detail in details]
    sums = [part.minor for part in parts if part is not None and part.currency == whole.currency]
    if len(details) > 1 and len(sums) == len(details) and all(sums) and sum(sums) == whole.minor:
        for detail, minor in zip(details, sums, strict=True):
            yield _line(entry, detail, Money(minor, whole.currency), day, own="")
    else:
        yield _line(entry, details[0] if len(details) == 1 else entry, whole, day, own=own)


def _part(detail: Element) -> Money | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if _all(detail, path):
            return _amount(detail, path)
    return None


def _line(entry: Element, detail: Element, amount: Money, day: date, *, own: str) -> Line:
    """Give the line of a transaction; ``own`` is what the bank calls the entry, if that is all of it."""
    refs = [_words(detail, f"Refs/{name}") for name in ("AcctSvcrRef", "TxId", "EndToEndId")]
    told = storable_line(" ".join(found.text or "" for found in _all(detail, "RmtInf/Ustrd")))
    return Line(
        booked_date=day,
        amount=amount,
        payer=_words(detail, "RltdPties/Dbtr/Nm") or _words(detail, "RltdPties/Dbtr/Pty/Nm"),
        text=told or _words(entry, "AddtlNtryInf"),
        reference=_words(detail, "RmtInf/Strd/CdtrRefInf/Ref"),
        bank_ref=next((ref for ref in (*refs, own) if ref and ref != NOT_PROVIDED), ""),
    )


def _day(entry: Element) -> date:
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        written = _words(entry, path)
        if written:
            try:
                return date.fromisoformat(written[:10])
            except ValueError as error:
                raise StatementRefused(StatementRefusal.BAD_DATE, written) from error
    raise StatementRefused(StatementRefusal.BAD_DATE)


def _amount(element: Element, path: str) -> Money:
    found = _all(element, path)
    written = (found[0].text or "").strip() if found else ""
    try:
        amount = Decimal(written)
    except InvalidOperation as error:
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, written) from error
    # Which way it went stands apart (CdtDbtInd): an amount has no sign.
    if amount.is_signed():
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, written)
    return money_of(amount, found[0].get("Ccy", ""), place=written)


def _all(element: Element, path: str) -> list[Element]:
    """Give the elements along a path of local names."""
    found = [element]
    for step in path.split("/"):
        found = [child for each in found for child in each if _name(child) == step]
    return found


def _words(element: Element, path: str) -> str:
    found = _all(element, path)
    return storable_line(found[0].text or "") if found else ""


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
