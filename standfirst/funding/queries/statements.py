"""What of the bank's statements waits for somebody, and which promises may be meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from rapidfuzz.fuzz import token_sort_ratio

from standfirst.funding.models import (
    BankAccount,
    BankLine,
    BankStatement,
    Campaign,
    Entry,
    Gift,
    Method,
)
from standfirst.funding.queries.transfers import AWAITED, CODE_CURRENCY
from standfirst.funding.queries.treasury import waiting_records
from standfirst.people.models import User

LINES_PER_PAGE = 50
STATEMENTS_SHOWN = 20
MOST_LIKELY = 10
MOST_COMPARED = 100
WAITING = Q(gift=None, is_set_aside=False)


@dataclass(frozen=True)
class Taken:
    """A statement, with what became of its lines as numbers of them."""

    statement: BankStatement
    lines: int
    confirmed: int
    entered: int
    waiting: int
    aside: int


def currency_of_tables() -> str:
    """Give the currency of a bank's table that names none: that of the newest real campaign."""
    newest = Campaign.objects.filter(is_rehearsed=False).order_by("-pk").first()
    return newest.currency if newest is not None else CODE_CURRENCY


def account_named(iban: str) -> BankAccount | None:
    """Give the paper's account of an IBAN, of now or of earlier; None for any other."""
    return BankAccount.objects.filter(iban=iban).exclude(iban="").first()


def waiting_lines() -> QuerySet[BankLine]:
    """Lines of which nobody has said what they are, oldest first."""
    return BankLine.objects.filter(WAITING)


def matchable_lines() -> QuerySet[BankLine]:
    """Lines that nobody has looked at, each under the reference of a promise of its very amount."""
    promise = Gift.objects.filter(
        provider=Method.BANK,
        provider_ref=OuterRef("reference"),
        amount=OuterRef("amount"),
        currency=OuterRef("currency"),
        bank_line=None,
    )
    untouched = waiting_lines().filter(decided_at=None).exclude(reference="")
    return untouched.filter(Exists(promise)).select_related("statement__taken_by")


def lines_page(number: str, *, aside: bool = False) -> Page[BankLine]:
    """Give a page of the lines that wait, oldest first; or of those that were set aside, newest first."""
    lines = waiting_lines()
    if aside:
        rows = BankLine.objects.filter(is_set_aside=True)
        lines = rows.select_related("decided_by").order_by("-decided_at", "-pk")
    return Paginator(lines, LINES_PER_PAGE).get_page(number)


def statements_taken() -> Sequence[Taken]:
    """Give the newest statements with what became of their lines."""
    rows = BankStatement.objects.select_related("taken_by").annotate(
        number=Count("lines"),
        confirmed=Count("lines", filter=Q(lines__gift__manual_record__confirmed_at__isnull=False)),
        matched=Count("lines", filter=Q(lines__gift__isnull=False)),
        aside=Count("lines", filter=Q(lines__is_set_aside=True)),
    )
    return [
        Taken(
            statement=row,
            lines=row.number,
            confirmed=row.confirmed,
            entered=row.matched - row.confirmed,
            waiting=row.number - row.matched - row.aside,
            aside=row.aside,
        )
        for row in rows[:STATEMENTS_SHOWN]
    ]


def lines_of(statement: BankStatement) -> Sequence[BankLine]:
    """Give a statement's own lines with the gifts that they pay."""
    rows = statement.lines.select_related(
        "gift__campaign", "gift__manual_record__confirmed_by", "decided_by"
    )
    return list(rows)


def waiting_for_confirmation(statement: BankStatement, *, by: User) -> Sequence[Gift]:
    """Give the gifts of a statement's lines that this person may confirm as the second one."""
    records = waiting_records().filter(gift__bank_line__statement=statement).exclude(entered_by=by)
    return [record.gift for record in records.order_by("gift__bank_line").select_related("gift")]


def promise_under(reference: str) -> Gift | None:
    """Give the promised transfer of a creditor reference, whatever became of it, with its words."""
    if not reference:
        return None
    rows = Gift.objects.select_related("words", "campaign", "person")
    return rows.filter(provider=Method.BANK, provider_ref=reference).first()


def likely_gifts(line: BankLine) -> Sequence[Gift]:
    """Give gifts of a line's very amount that no line pays, the likeliest by the payer's name first.

    Awaited transfers, and what somebody entered by hand as a transfer before the statement came.
    """
    awaited = Q(state__in=AWAITED, manual_record=None) & ~Q(provider_ref="")
    by_hand = Q(manual_record__isnull=False, manual_record__ended_at=None)
    back = Entry.objects.filter(reverses__payment__gift=OuterRef("pk"))
    rows = Gift.objects.filter(
        awaited | by_hand,
        ~Exists(back),
        provider=Method.BANK,
        amount=line.amount,
        currency=line.currency,
        bank_line=None,
    )
    newest = rows.select_related("campaign", "words").order_by("-promised_at")[:MOST_COMPARED]
    return sorted(newest, key=lambda gift: -_likeness(gift, line))[:MOST_LIKELY]


def _likeness(gift: Gift, line: BankLine) -> float:
    return token_sort_ratio(gift.words.name.casefold(), line.payer.casefold())
