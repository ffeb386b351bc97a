"""Statements of reasons as the EU's Transparency Database takes them (Digital Services Act, Art. 24 (5)).

Made from the decision's columns and the published house rule. What a moderator wrote is never in it: no
program can know whether a free text names somebody.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from standfirst.lib.text import csv_cell
from standfirst.moderation.eu_rules import COUNTRIES, ENDS, FIRST_DAY, LONG, PERSONAL, SHORT
from standfirst.moderation.models import (
    Automation,
    ContentType,
    Decision,
    Ground,
    Measure,
    Source,
    Statement,
)
from standfirst.moderation.queries import rules_cited_by
from standfirst.moderation.wording import source_words
from standfirst.notify.places import absolute
from standfirst.siteconfig.categories import Category
from standfirst.siteconfig.models import HouseRule

# What each measure is there. A warning restricts nothing: the database has no place for it.
DECISIONS: Mapping[Measure, tuple[str, str]] = {
    Measure.HELD: ("decision_visibility", "DECISION_VISIBILITY_CONTENT_DISABLED"),
    Measure.REMOVED: ("decision_visibility", "DECISION_VISIBILITY_CONTENT_REMOVED"),
    Measure.LABELLED: ("decision_visibility", "DECISION_VISIBILITY_CONTENT_LABELLED"),
    Measure.SUSPENDED: ("decision_account", "DECISION_ACCOUNT_SUSPENDED"),
    Measure.BANNED: ("decision_account", "DECISION_ACCOUNT_TERMINATED"),
    Measure.HELD_FIRST: ("decision_provision", "DECISION_PROVISION_PARTIAL_SUSPENSION"),
}
_SOURCES = {
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.FLAGGER: "SOURCE_TRUSTED_FLAGGER",
    Source.SCREEN: "SOURCE_VOLUNTARY",
    Source.OWN: "SOURCE_VOLUNTARY",
    Source.REPORT: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.AUTHORITY: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.APPEAL: "SOURCE_TYPE_OTHER_NOTIFICATION",
}
_AUTOMATION = {
    Automation.NONE: "AUTOMATED_DECISION_NOT_AUTOMATED",
    Automation.PARTLY: "AUTOMATED_DECISION_PARTIALLY",
    Automation.FULLY: "AUTOMATED_DECISION_FULLY",
}
COLUMNS = (
    *("puid", "decision_visibility", "decision_provision", "decision_account"),
    *("end_date_visibility_restriction", "end_date_service_restriction"),
    *("end_date_account_restriction", "decision_ground", "decision_ground_reference_url"),
    *("illegal_content_legal_ground", "illegal_content_explanation"),
    *("incompatible_content_ground", "incompatible_content_explanation"),
    *("incompatible_content_illegal", "category", "category_specification"),
    *("category_specification_other", "content_type", "content_type_other", "content_language"),
    *("content_date", "application_date", "territorial_scope", "decision_facts", "source_type"),
    *("source_identity", "automated_detection", "automated_decision", "account_type"),
)


def rows_since(since: datetime | None) -> Iterator[dict[str, Any]]:
    """Give what the database takes of each statement made since then (None: of all), the oldest first."""
    found = Statement.objects.filter(decision__measure__in=list(DECISIONS))
    if since is not None:
        found = found.filter(made_at__gte=since)
    rows = list(found.select_related("decision").order_by("pk"))
    rules = rules_cited_by([row.decision for row in rows])
    with override(settings.LANGUAGE_CODE):
        for row in rows:
            decision = row.decision
            yield row_of(decision, rules.get((decision.rules_version, decision.rule_number)))


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write an export as the database's API takes it: a list of statements."""
    return json.dumps({"statements": list(rows)}, ensure_ascii=False, indent=1) + "\n"


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write an export as a table; several values in one cell stand with a comma between."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(csv_cell(_cell(row.get(name, ""))) for name in COLUMNS)
    return out.getvalue()


def row_of(decision: Decision, rule: HouseRule | None) -> dict[str, Any]:
    """Give the fields of one decision. ``rule`` is the house rule that it cites."""
    kind, what = DECISIONS[Measure(decision.measure)]
    row = {
        "puid": decision.puid,
        kind: [what] if kind == "decision_visibility" else what,
        **_ground(decision, rule),
        **_content(decision),
        "application_date": _day(localdate(decision.starts_at)),
        "territorial_scope": decision.territory.split() or sorted(COUNTRIES),
        "decision_facts": " ".join(source_words(decision)),
        "source_type": _SOURCES[Source(decision.source)],
        "automated_detection": "No" if decision.detection == Automation.NONE else "Yes",
        "automated_decision": _AUTOMATION[Automation(decision.automation)],
        "account_type": f"ACCOUNT_TYPE_{decision.account_type.upper()}",
    }
    if row["source_type"] != "SOURCE_VOLUNTARY" and decision.source_identity:
        row["source_identity"] = decision.source_identity
    if decision.ends_at is not None:
        row[ENDS[kind]] = _day(localdate(decision.ends_at))
    return {name: _without_persons(value) for name, value in row.items()}


def _ground(decision: Decision, rule: HouseRule | None) -> dict[str, Any]:
    category = decision.category or Category.TERMS
    common: dict[str, Any] = {"category": f"STATEMENT_CATEGORY_{category}"}
    if decision.keyword:
        common["category_specification"] = [f"KEYWORD_{decision.keyword}"]
    if decision.keyword == "OTHER":
        common["category_specification_other"] = _name_of(decision, rule)
    if decision.ground == Ground.LAW:
        explained = _("The content is held to be illegal by this: {law}")
        return {
            **common,
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": decision.legal_ground,
            "illegal_content_explanation": explained.format(law=decision.legal_ground),
        }
    explained = f"{rule.title} {rule.text}".strip()[:LONG] if rule is not None else ""
    place = reverse("siteconfig:rules")
    if decision.rules_version is not None:
        place = reverse("siteconfig:rules_version", args=[decision.rules_version])
    return {
        **common,
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": absolute(place),
        "incompatible_content_ground": _name_of(decision, rule),
        "incompatible_content_explanation": explained
        or _("The content is held to be against the house rules as a whole."),
        "incompatible_content_illegal": "Yes" if decision.is_also_illegal else "No",
    }


def _content(decision: Decision) -> dict[str, Any]:
    content_type = ContentType(decision.content_type)
    row: dict[str, Any] = {
        "content_type": [f"CONTENT_TYPE_{content_type.value.upper()}"],
        "content_language": (decision.content_language or settings.LANGUAGE_CODE)[:2].upper(),
        "content_date": _day(decision.content_date or localdate(decision.starts_at)),
    }
    if content_type == ContentType.OTHER:
        row["content_type_other"] = _("an account")
    return row


def _name_of(decision: Decision, rule: HouseRule | None) -> str:
    if rule is None:
        return _("House rules")
    words = _("House rule {number}, {title} (version {version})").format(
        number=rule.number, title=rule.title, version=decision.rules_version
    )
    return words[:SHORT]


def _day(day: date) -> str:
    """Write a day; one before the database's first, as an imported comment has, is that first one."""
    return max(day, FIRST_DAY).isoformat()


def _without_persons(value: Any) -> Any:
    """Leave addresses, networks and telephones out, which a house rule may have: ours or anybody's."""
    return PERSONAL.sub("[…]", value) if isinstance(value, str) else value


def _cell(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)
