"""What a giver says of themselves: kept, judged before it is shown, and changed by the giver later."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.delivery.actions import purge
from standfirst.delivery.keys import LEDGER
from standfirst.funding.actions.receipts import address_receipt
from standfirst.funding.models import Gift, GiftWords, ReceiptAddress
from standfirst.funding.queries.books import words_key
from standfirst.funding.queries.gifts import facts_of_giver
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.moderation.actions import Subject, record_screening
from standfirst.moderation.drafts import Draft, Kind, Outcome
from standfirst.moderation.screening import screen
from standfirst.people.models import Person


@dataclass(frozen=True)
class Words:
    """What a giver says of themselves, and what of it may be shown.

    A dedication is shown or not with the message. The receipt's name and address are never shown.
    """

    name: str = ""
    message: str = ""
    email: str = ""
    shows_name: bool = False
    shows_message: bool = False
    shows_amount: bool = False
    dedication: str = ""
    dedicated_to: str = ""
    language: str = ""
    receipt_name: str = ""
    receipt_address: str = ""


def keep_words(*, gift: Gift, words: Words, is_cleared: bool, now: datetime) -> GiftWords:
    """Keep the words of a gift that is being made. Belongs in the transaction that makes it."""
    kept = GiftWords(
        gift=gift,
        email=words.email,
        language=words.language,
        cleared_at=now if is_cleared else None,
    )
    _take_over(kept, words)
    kept.save(force_insert=True)
    _address_receipt(gift, words, now)
    return kept


def change_words(*, gift: Gift, words: Words, now: datetime) -> None:
    """Change what is said and shown, by whoever knows the gift's secret address; gone at once from pages.

    What is newly said or newly shown is judged anew, and unshown until then. Where nobody was named to
    the receipt, that can be said, once. Raises GiftRefused where the giver was erased.
    """
    with transaction.atomic():
        row = GiftWords.objects.select_for_update().get(gift=gift)
        if ReceiptAddress.objects.filter(gift=gift, erased_at__isnull=False).exists():
            raise GiftRefused(GiftRefusal.FINISHED)
        cleared = shown_texts(row) if row.cleared_at is not None else {}
        _take_over(row, words)
        needs_eyes = bool(shown_texts(row).items() - cleared.items())
        if needs_eyes:
            row.cleared_at = None
        row.save()
        _address_receipt(gift, words, now)
        purge(words_key(gift.campaign_id), LEDGER, now=now)
    if needs_eyes and gift.person is not None:
        gift.words = row
        screen_words(gift=gift, giver=gift.person, now=now)


def shown_texts(words: GiftWords) -> dict[str, str]:
    """Give those of a gift's texts that their giver wants to be shown."""
    texts = {
        "name": words.name if words.shows_name else "",
        "message": words.message if words.shows_message else "",
        "dedicated_to": words.dedicated_to if words.shows_message else "",
    }
    return {name: text for name, text in texts.items() if text}


def screen_words(*, gift: Gift, giver: Person, now: datetime) -> None:
    """Judge what may be shown. The gift is welcome whatever its words; they then wait.

    What we once hid waits in any case.
    """
    words = gift.words
    shown = shown_texts(words)
    if not shown:
        return
    text = "\n".join(shown[part] for part in ("dedicated_to", "message") if part in shown)
    draft = Draft(
        kind=Kind.GIFT,
        name=shown.get("name", ""),
        text=text,
        links=text.count("://"),
        author=facts_of_giver(giver, address=words.email, now=now),
    )
    verdict = screen(draft, now=now)
    with transaction.atomic():
        record_screening(subject=Subject(Kind.GIFT, gift.pk), verdict=verdict, now=now)
        if verdict.outcome is Outcome.PASS:
            unhidden = GiftWords.objects.filter(pk=words.pk, hidden_at__isnull=True)
            unhidden.update(cleared_at=now)


def _take_over(row: GiftWords, words: Words) -> None:
    row.name = words.name
    row.message = words.message
    row.dedicated_to = words.dedicated_to
    row.dedication = words.dedication if words.dedicated_to else ""
    row.shows_name = words.shows_name and bool(words.name)
    row.shows_message = words.shows_message and bool(words.message or words.dedicated_to)
    row.shows_amount = words.shows_amount


def _address_receipt(gift: Gift, words: Words, now: datetime) -> None:
    address_receipt(gift=gift, name=words.receipt_name, address=words.receipt_address, now=now)
