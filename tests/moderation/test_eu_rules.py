"""The rules of the EU's database, each with what breaks it and nothing else."""

import pytest

from standfirst.moderation import eu_rules
from standfirst.moderation.eu_rules import RULES, faults_in, faults_of

GOOD = {
    "puid": "7-20261127120000000000",
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "decision_ground_reference_url": "https://paper.test/rules/1/",
    "incompatible_content_ground": "House rule 1",
    "incompatible_content_explanation": "No insults.",
    "incompatible_content_illegal": "No",
    "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "category_specification": ["KEYWORD_HATE_SPEECH"],
    "content_type": ["CONTENT_TYPE_TEXT"],
    "content_language": "EN",
    "content_date": "2026-11-26",
    "application_date": "2026-11-27",
    "territorial_scope": ["AT", "DE"],
    "decision_facts": "Readers reported it to us.",
    "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    "account_type": "ACCOUNT_TYPE_PRIVATE",
}
ILLEGAL = {
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "illegal_content_legal_ground": "§ 130 StGB",
    "illegal_content_explanation": "It is incitement.",
}
# What else is as good: each would be a fault if a rule were too strict.
AS_GOOD = [
    {},
    ILLEGAL,
    {"decision_visibility": ["DECISION_VISIBILITY_OTHER"], "decision_visibility_other": "Blurred"},
    {"decision_visibility": None, "decision_account": "DECISION_ACCOUNT_TERMINATED"},
    {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"},
    {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "an account"},
    {"category_specification": ["KEYWORD_OTHER"], "category_specification_other": "noise"},
    {"category_specification": None},
    {"category_addition": ["STATEMENT_CATEGORY_VIOLENCE"]},
    {"end_date_visibility_restriction": "2026-11-27"},
    {"source_type": "SOURCE_TRUSTED_FLAGGER", "source_identity": "Weir Watch"},
    {"source_type": "SOURCE_VOLUNTARY"},
    {"decision_facts": "x" * 5000},
    {"content_date": "2020-01-01"},
]
BROKEN = [
    ("something_was_decided", {"decision_visibility": None}),
    ("something_was_decided", {"decision_visibility": ["DECISION_VISIBILITY_GONE"]}),
    ("something_was_decided", {"decision_monetary": "DECISION_MONETARY_FINE"}),
    ("something_was_decided", {"decision_provision": "DECISION_PROVISION_SUSPENSION"}),
    ("something_was_decided", {"decision_account": "DECISION_ACCOUNT_BANNED"}),
    ("other_decisions_are_told", {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}),
    ("other_decisions_are_told", {"decision_visibility_other": "Blurred"}),
    ("other_decisions_are_told", {"decision_monetary": "DECISION_MONETARY_OTHER"}),
    ("there_is_a_ground", {"decision_ground": ""}),
    ("there_is_a_ground", {"incompatible_content_ground": ""}),
    ("there_is_a_ground", {"incompatible_content_ground": "x" * 501}),
    ("there_is_a_ground", {"incompatible_content_explanation": ""}),
    ("there_is_a_ground", {"incompatible_content_explanation": "x" * 2001}),
    ("there_is_a_ground", {**ILLEGAL, "illegal_content_legal_ground": ""}),
    ("there_is_a_ground", {**ILLEGAL, "illegal_content_explanation": "x" * 2001}),
    ("incompatible_says_whether_illegal", {"incompatible_content_illegal": ""}),
    ("the_address_is_short", {"decision_ground_reference_url": "https://" + "x" * 500}),
    ("content_has_a_type", {"content_type": []}),
    ("content_has_a_type", {"content_type": ["CONTENT_TYPE_SONG"]}),
    ("content_has_a_type", {"content_type": ["CONTENT_TYPE_OTHER"]}),
    ("there_is_a_category", {"category": ""}),
    ("there_is_a_category", {"category": "STATEMENT_CATEGORY_RUDE"}),
    ("there_is_a_category", {"category_addition": [GOOD["category"]]}),
    (
        "the_category_is_specified_in_known_words",
        {"category_specification": ["KEYWORD_RUDE"]},
    ),
    (
        "the_category_is_specified_in_known_words",
        {"category_specification": ["KEYWORD_OTHER"]},
    ),
    ("territory_is_in_europe", {"territorial_scope": []}),
    ("territory_is_in_europe", {"territorial_scope": ["US"]}),
    ("territory_is_in_europe", {"territorial_scope": ["DE", "DE"]}),
    ("the_language_is_a_code", {"content_language": ""}),
    ("the_language_is_a_code", {"content_language": "de"}),
    ("dates_are_days_since_2020", {"content_date": "2019-12-31"}),
    ("dates_are_days_since_2020", {"content_date": ""}),
    ("dates_are_days_since_2020", {"application_date": "2026-02-30"}),
    ("dates_are_days_since_2020", {"application_date": "27.11.2026"}),
    ("ends_follow_beginnings", {"end_date_visibility_restriction": "2026-11-26"}),
    ("ends_follow_beginnings", {"end_date_account_restriction": "2026-11-28"}),
    ("facts_name_nobody", {"decision_facts": ""}),
    ("facts_name_nobody", {"decision_facts": "x" * 5001}),
    ("facts_name_nobody", {"decision_facts": "It was rita@mail.test."}),
    ("facts_name_nobody", {"decision_facts": "From 192.0.2.7."}),
    ("facts_name_nobody", {"decision_facts": "Call +49 170 1234567."}),
    ("facts_name_nobody", {"incompatible_content_explanation": "Ask rita@mail.test."}),
    ("there_is_a_source", {"source_type": ""}),
    ("there_is_a_source", {"source_type": "SOURCE_GOSSIP"}),
    ("there_is_a_source", {"source_type": "SOURCE_TRUSTED_FLAGGER"}),
    ("there_is_a_source", {"source_type": "SOURCE_VOLUNTARY", "source_identity": "Weir Watch"}),
    ("there_is_a_source", {"source_identity": "x" * 501}),
    ("automation_is_told", {"automated_detection": ""}),
    ("automation_is_told", {"automated_detection": "maybe"}),
    ("automation_is_told", {"automated_decision": "AUTOMATED_DECISION_HARDLY"}),
    ("the_account_has_a_type", {"account_type": "ACCOUNT_TYPE_ROBOT"}),
    ("the_account_has_a_type", {"account_type": ""}),
    ("the_number_is_plain", {"puid": ""}),
    ("the_number_is_plain", {"puid": "7/8"}),
    ("the_number_is_plain", {"puid": "x" * 501}),
]


@pytest.mark.parametrize("change", AS_GOOD)
def test_what_is_good_breaks_no_rule(change):
    assert faults_of({**GOOD, **change}) == []


@pytest.mark.parametrize(("name", "change"), BROKEN)
def test_what_is_broken_breaks_its_rule_and_no_other(name, change):
    row = {**GOOD, **change}
    assert {rule.__name__ for rule in RULES if list(rule(row))} == {name}


def test_every_rule_is_broken_by_something():
    assert {name for name, _change in BROKEN} == {rule.__name__ for rule in RULES}


def test_a_number_that_stands_twice_is_found():
    assert faults_in([GOOD, {**GOOD, "puid": "8"}]) == []
    assert len(faults_in([GOOD, GOOD])) == 1


def test_there_are_fifteen_categories():
    assert len(eu_rules.CHOICES["category"]) == 15
