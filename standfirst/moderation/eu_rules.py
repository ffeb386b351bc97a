"""The rules of the EU's Transparency Database for one statement, as checks of a plain mapping.

Its documentation of the API is the source. Each rule gives what is wrong, in words, or nothing. Pure,
and knows nothing of how we make a statement: what checks itself by its own maker finds nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from standfirst.siteconfig.categories import Category, Keyword

Row = Mapping[str, Any]
Rule = Callable[[Row], Iterator[str]]

FIRST_DAY = date(2020, 1, 1)
SHORT, LONG, LONGEST = 500, 2000, 5000
# The European Union, with the other countries of the European Economic Area.
COUNTRIES = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
        *("IS", "LI", "NO"),
    }
)
CHOICES = {
    "decision_visibility": {
        f"DECISION_VISIBILITY_{name}"
        for name in (
            *("CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED"),
            *("CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"),
        )
    },
    "decision_monetary": {
        f"DECISION_MONETARY_{name}" for name in ("SUSPENSION", "TERMINATION", "OTHER")
    },
    "decision_provision": {
        f"DECISION_PROVISION_{extent}_{name}"
        for extent in ("PARTIAL", "TOTAL")
        for name in ("SUSPENSION", "TERMINATION")
    },
    "decision_account": {f"DECISION_ACCOUNT_{name}" for name in ("SUSPENDED", "TERMINATED")},
    "decision_ground": {"DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"},
    "content_type": {
        f"CONTENT_TYPE_{name}"
        for name in (
            *("TEXT", "IMAGE", "VIDEO", "AUDIO", "PRODUCT", "APP", "SYNTHETIC_MEDIA", "OTHER"),
        )
    },
    "category": {f"STATEMENT_CATEGORY_{value}" for value in Category.values},
    "category_specification": {f"KEYWORD_{value}" for value in Keyword.values},
    "source_type": {
        *("SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_VOLUNTARY"),
        "SOURCE_TYPE_OTHER_NOTIFICATION",
    },
    "automated_detection": {"Yes", "No"},
    "automated_decision": {
        f"AUTOMATED_DECISION_{name}" for name in ("FULLY", "PARTIALLY", "NOT_AUTOMATED")
    },
    "account_type": {"ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"},
}
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
ENDS = {
    "decision_visibility": "end_date_visibility_restriction",
    "decision_monetary": "end_date_monetary_restriction",
    "decision_provision": "end_date_service_restriction",
    "decision_account": "end_date_account_restriction",
}
# What tells of a person: an address, a network, a telephone. Names no program can know.
PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.\w+|\b\d{1,3}(?:\.\d{1,3}){3}\b|\+\d[\d /()-]{7,}\d|\b0\d{2,}[ /-]\d{4,}"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PUID = re.compile(r"[A-Za-z0-9_-]{1,500}")
_LANGUAGE = re.compile(r"[A-Z]{2}")


def something_was_decided(row: Row) -> Iterator[str]:
    """At least one decision, of a kind that is known."""
    if not any(row.get(name) for name in DECISIONS):
        yield "no decision"
    for name in DECISIONS:
        yield from _unknown(row, name)


def other_decisions_are_told(row: Row) -> Iterator[str]:
    """What is none of the known is said in words."""
    yield from _other(row, "decision_visibility", "DECISION_VISIBILITY_OTHER")
    yield from _other(row, "decision_monetary", "DECISION_MONETARY_OTHER")


def there_is_a_ground(row: Row) -> Iterator[str]:
    """Illegal with the law, or incompatible with the contract; each with an explanation."""
    ground = row.get("decision_ground")
    if not ground:
        yield "no ground"
    yield from _unknown(row, "decision_ground")
    kind = "illegal" if ground == "DECISION_GROUND_ILLEGAL_CONTENT" else "incompatible"
    basis = "illegal_content_legal_ground" if kind == "illegal" else "incompatible_content_ground"
    yield from _text(row, basis, SHORT)
    yield from _text(row, f"{kind}_content_explanation", LONG)


def incompatible_says_whether_illegal(row: Row) -> Iterator[str]:
    """What is incompatible says whether it is illegal besides."""
    is_incompatible = row.get("decision_ground") == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    if is_incompatible and row.get("incompatible_content_illegal") not in ("Yes", "No"):
        yield "incompatible, and not said whether illegal"


def the_address_is_short(row: Row) -> Iterator[str]:
    """A reference address has at most 500 characters."""
    if len(row.get("decision_ground_reference_url") or "") > SHORT:
        yield "reference address too long"


def content_has_a_type(row: Row) -> Iterator[str]:
    """One sort of content or more; another one in words."""
    if not row.get("content_type"):
        yield "no content type"
    yield from _unknown(row, "content_type")
    yield from _other(row, "content_type", "CONTENT_TYPE_OTHER")


def there_is_a_category(row: Row) -> Iterator[str]:
    """One of fifteen, and additional ones that are others."""
    if not row.get("category"):
        yield "no category"
    yield from _unknown(row, "category")
    more = _values(row, "category_addition")
    if not set(more) <= CHOICES["category"] - {row.get("category")}:
        yield "additional category unknown or the same"


def the_category_is_specified_in_known_words(row: Row) -> Iterator[str]:
    """Keywords that are known; another one in words."""
    yield from _unknown(row, "category_specification")
    yield from _other(row, "category_specification", "KEYWORD_OTHER")


def territory_is_in_europe(row: Row) -> Iterator[str]:
    """Codes of European countries, each once."""
    codes = _values(row, "territorial_scope")
    if not codes or len(codes) != len(set(codes)) or not set(codes) <= COUNTRIES:
        yield "territorial scope empty, doubled or not European"


def the_language_is_a_code(row: Row) -> Iterator[str]:
    """Two capital letters (ISO 639-1)."""
    if not _LANGUAGE.fullmatch(row.get("content_language") or ""):
        yield "content language is no code"


def dates_are_days_since_2020(row: Row) -> Iterator[str]:
    """When the content came and when the decision took effect."""
    for name in ("content_date", "application_date"):
        day = _day(row.get(name))
        if day is None or day < FIRST_DAY:
            yield f"{name} is no day since 2020"


def ends_follow_beginnings(row: Row) -> Iterator[str]:
    """An end belongs to a decision that was taken, and is not before its beginning."""
    begin = _day(row.get("application_date")) or FIRST_DAY
    for decision, name in ENDS.items():
        if not row.get(name):
            continue
        end = _day(row.get(name))
        if not row.get(decision):
            yield f"{name} without such a decision"
        elif end is None or end < begin:
            yield f"{name} is no day after the beginning"


def facts_name_nobody(row: Row) -> Iterator[str]:
    """Facts are told, in at most 5,000 characters, without personal data. Nor do other texts have any."""
    yield from _text(row, "decision_facts", LONGEST)
    for name, value in row.items():
        if isinstance(value, str) and name not in NOT_FREE and PERSONAL.search(value):
            yield f"personal data in {name}"


def there_is_a_source(row: Row) -> Iterator[str]:
    """Of a known kind; a trusted flagger by name, own initiative without one."""
    source, name = row.get("source_type"), row.get("source_identity") or ""
    if not source:
        yield "no source"
    yield from _unknown(row, "source_type")
    if source == "SOURCE_TRUSTED_FLAGGER" and not name:
        yield "a trusted flagger without a name"
    if source == "SOURCE_VOLUNTARY" and name:
        yield "own initiative with somebody's name"
    if len(name) > SHORT:
        yield "source identity too long"


def automation_is_told(row: Row) -> Iterator[str]:
    """Whether automatic means found it, and how far they decided."""
    for name in ("automated_detection", "automated_decision"):
        if not row.get(name):
            yield f"no {name}"
        yield from _unknown(row, name)


def the_account_has_a_type(row: Row) -> Iterator[str]:
    """For a business or private."""
    if not row.get("account_type"):
        yield "no account type"
    yield from _unknown(row, "account_type")


def the_number_is_plain(row: Row) -> Iterator[str]:
    """A number of its own: letters, figures, - and _, at most 500."""
    if not _PUID.fullmatch(row.get("puid") or ""):
        yield "puid is not plain"


NOT_FREE = frozenset({"puid", "decision_ground_reference_url", *ENDS.values()})
RULES: tuple[Rule, ...] = (
    something_was_decided,
    other_decisions_are_told,
    there_is_a_ground,
    incompatible_says_whether_illegal,
    the_address_is_short,
    content_has_a_type,
    there_is_a_category,
    the_category_is_specified_in_known_words,
    territory_is_in_europe,
    the_language_is_a_code,
    dates_are_days_since_2020,
    ends_follow_beginnings,
    facts_name_nobody,
    there_is_a_source,
    automation_is_told,
    the_account_has_a_type,
    the_number_is_plain,
)


def faults_of(row: Row) -> list[str]:
    """Say what is wrong with a statement for the database; nothing if it is valid."""
    return [fault for rule in RULES for fault in rule(row)]


def faults_in(rows: Iterable[Row]) -> list[str]:
    """Say what is wrong with an export: of each statement, and a number that stands twice."""
    found: list[str] = []
    seen: set[str] = set()
    for row in rows:
        number = str(row.get("puid"))
        found += [f"{number}: {fault}" for fault in faults_of(row)]
        if number in seen:
            found.append(f"{number}: puid stands twice")
        seen.add(number)
    return found


def _values(row: Row, name: str) -> list[str]:
    value = row.get(name)
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _unknown(row: Row, name: str) -> Iterator[str]:
    if not set(_values(row, name)) <= CHOICES[name]:
        yield f"{name} unknown"


def _text(row: Row, name: str, most: int) -> Iterator[str]:
    if not 0 < len(row.get(name) or "") <= most:
        yield f"{name} is missing or longer than {most}"


def _other(row: Row, name: str, other: str) -> Iterator[str]:
    """Where a list has "other", it is said in words; else it is not."""
    words = row.get(f"{name}_other") or ""
    if (other in _values(row, name)) != bool(words) or len(words) > SHORT:
        yield f"{name}: other and its words do not fit"


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
