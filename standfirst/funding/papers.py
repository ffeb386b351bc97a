"""What stands on receipts, yearly statements and the treasurer's list, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from standfirst.funding.models import Gift, GiftWords, Receipt, ReceiptAddress, ReceiptWords
from standfirst.funding.queries.receipts import Sums, address_of, receipts_of, words_at
from standfirst.lib.money import Money, format_money
from standfirst.lib.papers import Paper
from standfirst.siteconfig.queries import identity

FONTS = Path(__file__).parent.parent / "static" / "standfirst" / "fonts"


@dataclass(frozen=True)
class YearOf:
    """Receipts of a year, with their sums, and whose they are: "" for everybody's."""

    year: int
    receipts: Sequence[Receipt]
    sums: Sequence[Sums]
    name: str = ""


def language_of(gift: Gift) -> str:
    """Give the language of the page where a gift was given; else that of the paper."""
    words: GiftWords | None = getattr(gift, "words", None)
    known = {code for code, _name in settings.LANGUAGES}
    said = words.language if words is not None else ""
    return said if said in known else settings.LANGUAGE_CODE


def receipt_paper(gift: Gift, *, now: datetime) -> bytes | None:
    """Write all receipts of a gift, one a page; None while there is none.

    A rehearsed gift has no number: its page says that it is pretended.
    """
    receipts = receipts_of(gift)
    is_rehearsed = gift.campaign.is_rehearsed
    if not receipts and not is_rehearsed:
        return None
    with override(language_of(gift)):
        title = _("Receipt")
        paper = _paper(title, now)
        if is_rehearsed:
            _pretended_page(paper, gift)
        address = address_of(gift)
        for receipt in receipts:
            _receipt_page(paper, gift, receipt, address)
        return paper.as_bytes()


def statement_paper(told: YearOf, *, now: datetime) -> bytes:
    """Write what somebody gave in a year, what went back of it, and what is left, in the page's language."""
    title = _("Gifts in %(year)s") % {"year": told.year}
    paper = _paper(title, now)
    paper.page()
    _issuer(paper, words_at(now))
    paper.title(title)
    paper.facts([(_("From"), told.name), *_sum_facts(told.sums)])
    head = (_("Receipt"), _("Date"), _("Campaign"), _("Amount"), _("Cancels"))
    paper.table(head, [_cells(one) for one in told.receipts])
    _law(paper, words_at(now))
    return paper.as_bytes()


def list_paper(told: YearOf, *, now: datetime) -> bytes:
    """Write all receipts of a year by number for the treasurer, with their sums."""
    title = _("Receipts of %(year)s") % {"year": told.year}
    paper = _paper(title, now)
    paper.page()
    paper.title(title)
    paper.facts(_sum_facts(told.sums))
    head = (_("Receipt"), _("Date"), _("Campaign"), _("Amount"), _("Cancels"), _("From"))
    paper.table(head, [(*_cells(one), name_on(one)) for one in told.receipts])
    return paper.as_bytes()


def name_on(receipt: Receipt) -> str:
    """Give the name on a receipt: as it was asked for, or that it was erased, or "A reader"."""
    address = getattr(receipt.payment.gift, "receipt_address", None)
    return _whom(address).partition("\n")[0]


def _paper(title: str, now: datetime) -> Paper:
    return Paper(fonts=FONTS, language=get_language() or "en", title=title, made_at=now)


def _receipt_page(
    paper: Paper, gift: Gift, receipt: Receipt, address: ReceiptAddress | None
) -> None:
    words = words_at(receipt.issued_at)
    paper.page()
    _issuer(paper, words)
    paper.title(_("Receipt") if receipt.cancels is None else _("Cancelling receipt"))
    facts = [(_("Receipt number"), receipt.label)]
    if receipt.cancels is not None:
        facts.append((_("Cancels"), _cancelled(receipt)))
    cancelled_by = [one.label for one in receipt.cancelled_by.all()]
    if cancelled_by:
        facts.append((_("Cancelled, wholly or in part, by"), "\n".join(cancelled_by)))
    paper.facts(
        [
            *facts,
            (_("Amount"), _amount(receipt.money)),
            (_("Date"), _day(_moment(receipt))),
            (_("Campaign"), gift.campaign.title),
            (_("From"), _whom(address)),
        ]
    )
    _law(paper, words)


def _pretended_page(paper: Paper, gift: Gift) -> None:
    paper.page()
    _issuer(paper, None)
    paper.title(_("Rehearsal: not a receipt"))
    paper.words(_("This was a rehearsal: no money moved."))
    paper.facts([(_("Amount"), _amount(gift.money)), (_("Campaign"), gift.campaign.title)])


def _issuer(paper: Paper, words: ReceiptWords | None) -> None:
    site = identity()
    paper.words(f"{words.name}\n{words.address}" if words else f"{site.name}\n{site.place}")


def _law(paper: Paper, words: ReceiptWords | None) -> None:
    if words is not None and words.law:
        paper.words(words.law, is_soft=True)


def _cells(receipt: Receipt) -> tuple[str, ...]:
    return (
        receipt.label,
        date_format(localtime(_moment(receipt)), "SHORT_DATE_FORMAT"),
        receipt.payment.gift.campaign.title,
        _amount(receipt.money),
        _cancelled(receipt),
    )


def _sum_facts(sums: Sequence[Sums]) -> list[tuple[str, str]]:
    facts = []
    for one in sums:
        facts += [(_("Received"), _amount(one.came)), (_("Given back"), _amount(one.went_back))]
        facts.append((_("What is left"), _amount(one.left)))
    return facts


def _cancelled(receipt: Receipt) -> str:
    return receipt.cancels.label if receipt.cancels is not None else ""


def _moment(receipt: Receipt) -> datetime:
    """Give when money came, as whoever took it says; when it went back, as the ledger says."""
    is_first = receipt.cancels_id is None
    return receipt.payment.paid_at if is_first else receipt.entry.at


def _whom(address: ReceiptAddress | None) -> str:
    if address is None:
        return _("A reader")
    if address.erased_at is not None:
        return _("Name erased at the giver's wish")
    return f"{address.name}\n{address.address}".strip()


def _amount(money: Money) -> str:
    return format_money(money, get_language() or "en")


def _day(at: datetime) -> str:
    return date_format(localtime(at), "DATE_FORMAT")
