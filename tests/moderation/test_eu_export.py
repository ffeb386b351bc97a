"""Whatever is decided can be exported without guessing, and without what a moderator wrote."""

import csv
import io
import json
import random
from datetime import date, timedelta

import pytest

from standfirst.moderation.actions import Matter, Ruling, Subject, record_decision
from standfirst.moderation.eu_export import COLUMNS, DECISIONS, as_csv, as_json, rows_since
from standfirst.moderation.eu_rules import faults_in
from standfirst.moderation.models import (
    AccountType,
    Automation,
    ContentType,
    Decision,
    Ground,
    Measure,
    Source,
)
from standfirst.moderation.rules import STATED
from standfirst.people.actions import make_guest
from standfirst.siteconfig.actions import Paragraph, publish_rules
from standfirst.siteconfig.categories import Category, Keyword
from standfirst.siteconfig.models import HouseRule

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SECRET = "Anna Müller, anna@mail.test, 192.0.2.7"


@pytest.fixture
def rules(now):
    for version in range(3):
        paragraphs = [
            Paragraph(f"={number}", f"Write to us: us@paper.test, {version}. " + "x" * 900 * number)
            for number in range(1, 5)
        ]
        publish_rules(introduction="", paragraphs=paragraphs, now=now)
    for number, row in enumerate(HouseRule.objects.order_by("pk")):
        row.category = Category.values[number % 15]
        row.keyword = ["", *Keyword.values][number % 17]
        row.save()


def ruling(dice, people, now):
    measure = dice.choice(sorted(STATED))
    ground = dice.choice(list(Ground))
    source = dice.choice(list(Source))
    is_cited = ground == Ground.RULE
    is_named = source in (Source.FLAGGER, Source.AUTHORITY)
    return Ruling(
        Subject(dice.choice(["comment", "person", "avatar"]), dice.randint(1, 10**9)),
        measure,
        about=dice.choice(people),
        matter=Matter(
            content_type=dice.choice(list(ContentType)),
            language=dice.choice(["", "de", "pt-br", "zh-hans"]),
            written_on=dice.choice([None, date(2011, 5, 6), date(2026, 1, 1)]),
            address=dice.choice(["", "/comments/7/"]),
            account_type=dice.choice(list(AccountType)),
        ),
        territory=dice.choice(["", "DE", "AT FR"]),
        ends_at=dice.choice([None, now + timedelta(seconds=1), now + timedelta(days=400)]),
        ground=ground,
        rules_version=dice.randint(1, 3) if is_cited else None,
        rule_number=dice.randint(1, 4) if is_cited else None,
        legal_ground=f"§ {dice.randint(1, 300)} StGB" if ground == Ground.LAW else "",
        is_also_illegal=dice.random() < 0.5,
        category=dice.choice(Category.values) if ground == Ground.LAW else "",
        facts=dice.choice(["", SECRET]),
        source=source,
        source_identity="Weir Watch" if is_named else "",
        decided_by=people[0],
        proposed_by=people[1],
        detection=dice.choice(list(Automation)),
        automation=dice.choice(list(Automation)),
    )


@pytest.fixture
def decided(rules, now):
    dice = random.Random(20261127)
    people = [make_guest(now=now) for _each in range(5)]
    for number in range(500):
        at = now + timedelta(hours=number)
        record_decision(ruling=ruling(dice, people, at), now=at)


def test_500_random_decisions_are_valid(decided):
    rows = list(rows_since(None))
    exported = Decision.objects.filter(measure__in=list(DECISIONS))
    assert len(rows) == exported.count() > 300
    assert faults_in(rows) == []
    assert {name for row in rows for name in row} - {"decision_visibility_other"} <= set(COLUMNS)


def test_nothing_that_a_moderator_wrote_is_in_it(decided):
    assert Decision.objects.filter(facts__text=SECRET).exists(), "or nothing could be"
    text = as_json(rows_since(None))
    for word in ("Anna", "anna@", "192.0.2", "us@paper.test"):
        assert word not in text


def test_both_files_say_the_same_and_no_cell_is_a_formula(decided):
    rows = list(rows_since(None))
    assert json.loads(as_json(rows)) == {"statements": rows}
    table = list(csv.DictReader(io.StringIO(as_csv(rows))))
    assert [line["puid"] for line in table] == [row["puid"] for row in rows]
    assert [line["territorial_scope"] for line in table] == [
        ",".join(row["territorial_scope"]) for row in rows
    ]
    assert not [cell for line in table for cell in line.values() if cell.startswith("=")]


def test_only_what_was_stated_since_a_day_is_in_it(decided, now):
    since = now + timedelta(hours=490)
    assert 0 < len(list(rows_since(since))) <= 10


def test_a_house_rule_says_what_a_decision_counts_as_and_no_later_change_does(rules, guest, now):
    def decide():
        subject = Subject("comment", 7)
        made = Ruling(subject, Measure.REMOVED, guest, rules_version=1, rule_number=2)
        return record_decision(ruling=made, now=now)

    first = decide()
    cited = HouseRule.objects.get(rules__version=1, number=2)
    assert (first.category, first.keyword) == (cited.category, cited.keyword)
    HouseRule.objects.filter(pk=cited.pk).update(category=Category.VIOLENCE, keyword="")
    assert decide().category == Category.VIOLENCE
    first.refresh_from_db()
    assert first.category == cited.category != Category.VIOLENCE


def test_a_warning_is_for_nobody_elses_database(guest, now):
    made = Ruling(Subject("person", guest.pk), Measure.WARNED, guest)
    assert record_decision(ruling=made, now=now).statement
    assert list(rows_since(None)) == []
    assert set(DECISIONS) == STATED - {Measure.WARNED}


class TestDownload:
    @pytest.fixture(autouse=True)
    def one(self, guest, now):
        made = Ruling(Subject("comment", 7), Measure.REMOVED, guest)
        record_decision(ruling=made, now=now)

    @pytest.mark.parametrize("name", ["statements.json", "statements.csv"])
    def test_is_for_whoever_moderates(self, name, moderator, editor, reader, client_of):
        address = f"/admin/statements/{name}"
        page = client_of(moderator).get(address)
        assert page.status_code == 200
        assert Decision.objects.get().puid in page.content.decode()
        assert page["Content-Disposition"] == f'attachment; filename="{name}"'
        for other in (editor, reader, None):
            assert client_of(other).get(address).status_code in {302, 403}

    def test_page_says_how_many_and_where(self, moderator, client_of):
        browser = client_of(moderator)
        text = browser.get("/admin/statements/?since=2020-01-01").content.decode()
        assert "1 statement" in text
        assert "/admin/statements/statements.json?since=2020-01-01" in text
        empty = browser.get("/admin/statements/?since=2999-01-01").content.decode()
        assert "0 statements" in empty
        assert browser.get("/admin/statements/?since=soon").status_code == 200
        assert browser.get("/admin/statements/statements.csv?since=soon").status_code == 404
        assert browser.get("/admin/statements/other.txt").status_code == 404
