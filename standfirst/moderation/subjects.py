"""What is judged or decided on, as plain values: moderation knows no comments, gifts or articles."""

from dataclasses import dataclass
from datetime import date

from standfirst.moderation.models import AccountType, ContentType


@dataclass(frozen=True)
class Subject:
    """What is judged or decided on: its kind, its id, and the version that was seen."""

    kind: str
    id: int
    revision: int | None = None


@dataclass(frozen=True)
class Matter:
    """What its owner says of it for the record and for the statement of reasons.

    ``language`` is the one it was written in, ``written_on`` the day, ``address`` the path where it
    stands or stood.
    """

    content_type: ContentType = ContentType.TEXT
    language: str = ""
    written_on: date | None = None
    address: str = ""
    account_type: AccountType = AccountType.PRIVATE
