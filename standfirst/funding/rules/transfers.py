"""Gifts by bank transfer: their references, and the code that a bank's app reads.

Sources: ISO 11649 (creditor reference), EPC069-12 (QR code of a credit transfer in euros).
"""

import re
from datetime import UTC, date, datetime, time
from io import BytesIO

from segno.helpers import make_epc_qr
from stdnum import bic, iban
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from standfirst.lib.money import Money

# 16 characters in all: four groups of four, which somebody can type.
BODY_DIGITS = 12
PIXELS_A_MODULE = 6
# What may stand in a payer's own words: with spaces, in small letters, beside other words.
WRITTEN_REFERENCE = re.compile(rf"(?=(RF\d{{{2 + BODY_DIGITS}}}))")


def creditor_reference(body: str) -> str:
    """Give the reference with this body (digits, letters): RF, two check digits, the body."""
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


def reference_in(*written: str) -> str:
    """Give the first of our references that stands in what a payer wrote, or nothing.

    Digits that are no reference, by their check digits, are none.
    """
    for words in written:
        signs = re.sub(r"[^A-Z0-9]", "", words.upper())
        for match in WRITTEN_REFERENCE.finditer(signs):
            if creditor_reference(match[1][4:]) == match[1]:
                return match[1]
    return ""


def arrived_at(day: date, now: datetime) -> datetime:
    """Give the time at which money of a day is said to have come: its noon, and never a time to come."""
    return min(datetime.combine(day, time(12), tzinfo=UTC), now)


def in_groups(code: str) -> str:
    """Write a reference or an IBAN in groups of four, as both are read and typed."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def stored_iban(typed: str) -> str | None:
    """Give an IBAN as it is stored, or None if its length or its check digits are wrong."""
    try:
        return iban.validate(typed)
    except ValidationError:
        return None


def stored_bic(typed: str) -> str | None:
    """Give a BIC (ISO 9362) as it is stored, or None if it is none."""
    try:
        return bic.validate(typed)
    except ValidationError:
        return None


def transfer_code(*, holder: str, account: str, bank: str, amount: Money, reference: str) -> bytes:
    """Draw the QR code of a transfer in euros, as SVG: black on white, with its quiet zone."""
    code = make_epc_qr(
        holder, account, amount.decimal, reference=reference, bic=bank or None, encoding="utf-8"
    )
    drawn = BytesIO()
    code.save(drawn, kind="svg", scale=PIXELS_A_MODULE, dark="#000", light="#fff", xmldecl=False)
    return drawn.getvalue()
