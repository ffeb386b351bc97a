"""Statements as tables: the CSV files of banks, whose columns are known by their headings.

There is no standard. A heading is known in the languages of the paper, above the first line that has one
for date and amount; a file without is refused with the names that always work.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from standfirst.funding.statements.lines import (
    Line,
    Statement,
    StatementRefusal,
    StatementRefused,
    money_of,
)
from standfirst.lib.text import one_line, storable_line

# The first that a file has counts: a day of booking before one of value.
HEADINGS: Mapping[str, Sequence[str]] = {
    "date": (
        *("date", "booking date", "booked on", "transaction date", "completed date", "value date"),
        *("buchungstag", "buchungsdatum", "buchung", "datum", "valuta", "wertstellung"),
        *("date de comptabilisation", "date opération", "date d'opération", "date de valeur"),
        *("fecha", "fecha operación", "fecha de operación", "fecha valor", "التاريخ"),
    ),
    "amount": (
        *("amount", "betrag", "betrag (eur)", "betrag (€)", "umsatz", "umsatz in eur"),
        *("montant", "montant (eur)", "importe", "importe (eur)", "cantidad", "المبلغ"),
    ),
    "currency": ("currency", "währung", "waehrung", "devise", "divisa", "moneda", "العملة"),
    "payer": (
        *("name", "payer", "counterparty", "debtor", "beguenstigter/zahlungspflichtiger"),
        *(
            "begünstigter/zahlungspflichtiger",
            "auftraggeber / begünstigter",
            "zahlungspflichtige*r",
        ),
        *(
            "auftraggeber",
            "name zahlungsbeteiligter",
            "nom",
            "émetteur",
            "ordenante",
            "nombre",
            "الاسم",
        ),
    ),
    "text": (
        *("text", "description", "reference", "details", "verwendungszweck", "buchungstext"),
        *("libellé", "libelle", "motif", "concepto", "descripción", "البيان"),
    ),
    # Where it stands apart which way money went, amounts may have no sign.
    "way": ("soll/haben", "s/h", "debit/credit", "credit/debit", "d/c", "c/d", "dr/cr", "cr/dr"),
    "bank_ref": ("transaction id", "id", "referenz der bank", "bank reference"),
}
NEEDED = ("date", "amount")
OUT, IN = ("s", "d", "dr", "soll", "debit", "-"), ("h", "c", "cr", "haben", "credit", "+")
DELIMITERS = (";", ",", "\t")
MOST_BEFORE_HEADINGS = 30
ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
OTHER_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
AMOUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d+|\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+)"
    r"(?:[.,](?P<part>\d{1,2}))?(?P<after>-?)"
)


def read_table(content: bytes, *, currency: str) -> Statement:
    """Read a table. Raises StatementRefused with the line that cannot be understood."""
    rows = _table(_text(content))
    is_month_first = _is_month_first([told["date"] for _, told in rows])
    lines = []
    for at, told in rows:
        place = f"{at}: {told['amount']}"
        code = told.get("currency", "").upper() or currency
        amount = money_of(_amount(told["amount"], place), code, place=place)
        if amount.minor > 0 and _has_come(told, place):
            lines.append(
                Line(
                    booked_date=_day(
                        told["date"], f"{at}: {told['date']}", is_month_first=is_month_first
                    ),
                    amount=amount,
                    payer=told.get("payer", ""),
                    text=told.get("text", ""),
                    bank_ref=told.get("bank_ref", ""),
                )
            )
    return Statement(lines=lines, others=len(rows) - len(lines))


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise StatementRefused(StatementRefusal.NO_TEXT)


def _table(text: str) -> list[tuple[int, dict[str, str]]]:
    """Give the rows that have a date, by what their columns hold, each with the number of its line."""
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
        try:
            rows = [(reader.line_num, row) for row in reader]
        except csv.Error as error:
            raise StatementRefused(StatementRefusal.NO_COLUMNS, str(error)) from error
        for at, (_, row) in enumerate(rows[:MOST_BEFORE_HEADINGS]):
            columns = _columns(row)
            if all(name in columns for name in NEEDED):
                told = [(number, _told(below, columns)) for number, below in rows[at + 1 :]]
                return [(number, cells) for number, cells in told if cells["date"]]
    raise StatementRefused(StatementRefusal.NO_COLUMNS)


def _told(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """Give a row's cells by what they hold; those that a short row leaves out are empty."""
    return {
        name: storable_line(row[place]) if place < len(row) else ""
        for name, place in columns.items()
    }


def _columns(row: Sequence[str]) -> dict[str, int]:
    headings = [one_line(cell).casefold() for cell in row]
    columns = {}
    for name, known in HEADINGS.items():
        found = next((heading for heading in known if heading in headings), None)
        if found is not None:
            columns[name] = headings.index(found)
    return columns


def _amount(written: str, place: str) -> Decimal:
    match = AMOUNT.fullmatch(re.sub(r"\s*(EUR|€|£|\$)\s*", "", written))
    if match is None:
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, place)
    whole = re.sub(r"\D", "", match["whole"])
    minus = "-" if "-" in (match["sign"], match["after"]) else ""
    return Decimal(f"{minus}{whole}.{match['part'] or 0}")


def _has_come(told: Mapping[str, str], place: str) -> bool:
    """Whether money came, by the column that says so, if there is one."""
    way = told.get("way")
    if way is not None and way.casefold() not in (*OUT, *IN):
        raise StatementRefused(StatementRefusal.BAD_AMOUNT, f"{place} {way}")
    return way is None or way.casefold() in IN


def _is_month_first(days: Sequence[str]) -> bool | None:
    """Whether 3/11 is in March, by the other days of the file; None if they do not tell."""
    pairs = [(int(match[1]), int(match[3])) for match in map(OTHER_DATE.match, days) if match]
    if any(match and match[2] == "." for match in map(OTHER_DATE.match, days)):
        return False
    if any(first > 12 for first, _ in pairs):
        return False
    return True if any(second > 12 for _, second in pairs) else None


def _day(written: str, place: str, *, is_month_first: bool | None) -> date:
    iso, other = ISO_DATE.match(written), OTHER_DATE.match(written)
    if other and is_month_first is None and other[1] != other[3]:
        raise StatementRefused(StatementRefusal.UNCLEAR_DATES, place)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if other:
            day, month = (other[3], other[1]) if is_month_first else (other[1], other[3])
            year = int(other[4]) if len(other[4]) == 4 else 2000 + int(other[4])
            return date(year, int(month), int(day))
    except ValueError as error:
        raise StatementRefused(StatementRefusal.BAD_DATE, place) from error
    raise StatementRefused(StatementRefusal.BAD_DATE, place)
