"""What every database column holds, why, and for how long.

Each model field carries its tag in ``db_comment``, so that the tag is in the first migration, in
PostgreSQL's own catalogue, and next to the field for whoever reads the model. A house test fails
on a column without one. Erasing and exporting read these tags.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of datum a column holds."""

    PERSONAL = "personal"
    PSEUDONYM = "pseudonym"
    CONTENT = "content"
    MONEY = "money"
    NONE = "none"


class Keep(StrEnum):
    """How long a column's value is kept."""

    UNTIL_ERASED = "until erased"
    WITH_THE_THING = "with the thing it describes"
    DAYS_14 = "14 days"
    DAYS_30 = "30 days"
    DAYS_90 = "90 days"
    HALF_A_YEAR = "half a year after it is decided"
    YEARS_10 = "10 years, by law"
    FOREVER = "for ever"


@dataclass(frozen=True)
class Tag:
    """A parsed column tag."""

    kind: Kind
    purpose: str = ""
    keep: Keep | None = None


NONE = Kind.NONE.value


def personal(purpose: str, keep: Keep) -> str:
    """Tag a column that names or reaches somebody: a name, an address."""
    return _tag(Kind.PERSONAL, purpose, keep)


def pseudonym(purpose: str, keep: Keep) -> str:
    """Tag a column that points to somebody without naming them: a key, a network block."""
    return _tag(Kind.PSEUDONYM, purpose, keep)


def content(purpose: str, keep: Keep) -> str:
    """Tag a column that holds what somebody wrote."""
    return _tag(Kind.CONTENT, purpose, keep)


def money(purpose: str, keep: Keep) -> str:
    """Tag a column that holds an amount or a currency."""
    return _tag(Kind.MONEY, purpose, keep)


def parse_tag(comment: str) -> Tag:
    """Read a tag back from a column's comment.

    Raises ValueError if the comment is not one that this module writes.
    """
    if comment == NONE:
        return Tag(Kind.NONE)
    kind, purpose, keep = comment.split("; ")
    return Tag(Kind(kind), purpose, Keep(keep))


def _tag(kind: Kind, purpose: str, keep: Keep) -> str:
    if not purpose or ";" in purpose:
        raise ValueError("A column's purpose is a few words without a semicolon.")
    return f"{kind}; {purpose}; {keep}"
