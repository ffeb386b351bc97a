"""Gifts by bank transfer: their references, and the code that a bank's app reads.

Sources: ISO 11649 (creditor reference), EPC069-12 (QR code of a credit transfer in euros).
"""

from io import BytesIO

from segno.helpers import make_epc_qr
from stdnum import bic, iban
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from standfirst.lib.money import Money

# 16 characters in all: four groups of four, which somebody can type.
BODY_DIGITS = 12
PIXELS_A_MODULE = 6


def creditor_reference(body: str) -> str:
    """Give the reference with this body (digits, letters): RF, two check digits, the body."""
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


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
