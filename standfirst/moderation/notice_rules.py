"""What a notice of illegal content must have, and who may give no more for a while. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from standfirst.lib.text import text_refusal
from standfirst.moderation.models import Notice
from standfirst.people.models import Person
from standfirst.people.rules import proven_address_of
from standfirst.siteconfig.categories import Category

LONGEST_WORDS = 4000
LONGEST_LAW = 300
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
LONGEST_PLACE = 500
MOST_PLACES = 20
# So many in a day by one person, or given with one address; so many in an hour by a network's guests.
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOST_A_DAY = 20
MOST_FROM_NETWORK = 20
# Digital Services Act, Art. 23 (2): who often gives manifestly unfounded ones is heard no more for
# a reasonable time, after a warning. The answer to each such notice is the warning.
COUNTED_FOR = timedelta(days=90)
MOST_UNFOUNDED = 3
MOST_UNFOUNDED_FROM_NETWORK = 6
SUSPENDED_FOR = timedelta(days=30)
# Art. 20 (1) gives half a year to complain; names and addresses are kept that long.
KEPT = timedelta(days=183)


class NoticeRefusal(StrEnum):
    """Why a notice, or a decision on one, was not taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    LAW_TOO_LONG = "law_too_long"
    UNSHOWABLE = "unshowable"
    CATEGORY_MISSING = "category_missing"
    RULE_MISSING = "rule_missing"
    PLACE_MISSING = "place_missing"
    TOO_MANY_PLACES = "too_many_places"
    NAME_MISSING = "name_missing"
    NAME_WRONG = "name_wrong"
    ADDRESS_WRONG = "address_wrong"
    NOT_STATED = "not_stated"
    TOO_FAST = "too_fast"
    TOO_MANY = "too_many"
    NETWORK_BUSY = "network_busy"
    SUSPENDED = "suspended"
    DECIDED_ALREADY = "decided_already"
    REASON_MISSING = "reason_missing"


class NoticeRefused(Exception):
    """A notice was not taken, or not decided. ``detail`` says how many are too many, or until when."""

    def __init__(self, refusal: NoticeRefusal, detail: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.detail = detail


@dataclass(frozen=True)
class Place:
    """One address as it was written, and the thing that it leads to, if we know it."""

    address: str
    kind: str = ""
    id: int | None = None
    revision: int | None = None


@dataclass(frozen=True)
class NewNotice:
    """What somebody says is illegal. ``notifier`` is None for a first act, or who stays unknown.

    ``rule`` is the version of the house rules and the paragraph; ``is_in_good_faith`` is the
    statement of Art. 16 (2) d.
    """

    category: str
    places: Sequence[Place]
    words: str
    law: str = ""
    rule: tuple[int, int] | None = None
    notifier: Person | None = None
    name: str = ""
    address: str = ""
    network: str = ""
    language: str = ""
    is_in_good_faith: bool = False


# What a notice says it is, as the EU's database sorts it.
CATEGORIES: Mapping[str, Category] = {
    Notice.Category.CHILD: Category.MINORS,
    Notice.Category.TERROR: Category.SECURITY,
    Notice.Category.THREAT: Category.VIOLENCE,
    Notice.Category.HATE: Category.SPEECH,
    Notice.Category.PRIVATE: Category.PRIVACY,
    Notice.Category.SLANDER: Category.SPEECH,
    Notice.Category.FRAUD: Category.FRAUD,
    Notice.Category.RIGHTS: Category.PROPERTY,
    Notice.Category.OTHER: Category.SPEECH,
    Notice.Category.RULE: Category.TERMS,
}


def needs_no_name(category: str) -> bool:
    """Say whether neither name nor address is asked for (Art. 16 (2) c)."""
    return category == Notice.Category.CHILD


def refusal_of_notice(new: NewNotice) -> NoticeRefused | None:
    """Say what a notice lacks, or None if it has all that it must."""
    if new.category not in Notice.Category.values:
        return NoticeRefused(NoticeRefusal.CATEGORY_MISSING)
    if new.category == Notice.Category.RULE and new.rule is None:
        return NoticeRefused(NoticeRefusal.RULE_MISSING)
    return _refusal_of_places(new.places) or _refusal_of_words(new) or _refusal_of_sender(new)


def _refusal_of_places(places: Sequence[Place]) -> NoticeRefused | None:
    if not places:
        return NoticeRefused(NoticeRefusal.PLACE_MISSING)
    if len(places) > MOST_PLACES:
        return NoticeRefused(NoticeRefusal.TOO_MANY_PLACES, str(MOST_PLACES))
    for place in places:
        if len(place.address) > LONGEST_PLACE or text_refusal(place.address):
            return NoticeRefused(NoticeRefusal.PLACE_MISSING)
    return None


def _refusal_of_words(new: NewNotice) -> NoticeRefused | None:
    if all(unicodedata.category(char)[0] in "ZC" for char in new.words):
        return NoticeRefused(NoticeRefusal.EMPTY)
    if len(new.words) > LONGEST_WORDS:
        return NoticeRefused(NoticeRefusal.TOO_LONG, str(len(new.words) - LONGEST_WORDS))
    if len(new.law) > LONGEST_LAW:
        return NoticeRefused(NoticeRefusal.LAW_TOO_LONG, str(len(new.law) - LONGEST_LAW))
    unshowable = text_refusal(new.words) or text_refusal(new.law)
    return NoticeRefused(NoticeRefusal.UNSHOWABLE, unshowable) if unshowable else None


def _refusal_of_sender(new: NewNotice) -> NoticeRefused | None:
    is_free = needs_no_name(new.category)
    if not new.name and not is_free:
        return NoticeRefused(NoticeRefusal.NAME_MISSING)
    is_one_line = not any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in new.name)
    if len(new.name) > LONGEST_NAME or text_refusal(new.name) or not is_one_line:
        return NoticeRefused(NoticeRefusal.NAME_WRONG)
    if not (is_free and not new.address) and not _is_address(new.address):
        return NoticeRefused(NoticeRefusal.ADDRESS_WRONG)
    return None if new.is_in_good_faith else NoticeRefused(NoticeRefusal.NOT_STATED)


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= LONGEST_ADDRESS


def is_known_at(person: Person | None, address: str) -> bool:
    """Say whether an address is known to be this person's; anybody can type any address."""
    if person is None or not address:
        return False
    return proven_address_of(person).casefold() == address.casefold()


def suspended_until(unfounded: Sequence[datetime], most: int, now: datetime) -> datetime | None:
    """Say until when no more notices are taken from who gave unfounded ones, decided at these times."""
    if len(unfounded) < most:
        return None
    until = max(unfounded) + SUSPENDED_FOR
    return until if until > now else None
