"""What banks say came: statements as CAMT.053 (ISO 20022) or CSV, read into the same lines."""

from datetime import date

from standfirst.funding.statements.camt import read_camt
from standfirst.funding.statements.lines import (
    Line,
    Statement,
    StatementRefusal,
    StatementRefused,
)
from standfirst.funding.statements.tables import read_table

__all__ = ["Line", "Statement", "StatementRefusal", "StatementRefused", "read_statement"]

MOST_BYTES = 5_000_000
MOST_LINES = 1000
# Outside of these a date is a slip, and breaks reckoning with time zones at the far ends.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def read_statement(content: bytes, *, currency: str) -> Statement:
    """Read a bank's file by what is in it; ``currency`` is that of a table which names none.

    Raises StatementRefused, with the place, for anything that is not a whole statement: none is taken in
    part.
    """
    if len(content) > MOST_BYTES:
        raise StatementRefused(StatementRefusal.TOO_LARGE)
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    statement = read_camt(content) if is_xml else read_table(content, currency=currency)
    if len(statement.lines) > MOST_LINES:
        raise StatementRefused(StatementRefusal.TOO_MANY, str(len(statement.lines)))
    for line in statement.lines:
        if not EARLIEST <= line.booked_date <= LATEST:
            raise StatementRefused(StatementRefusal.BAD_DATE, line.booked_date.isoformat())
    return statement
