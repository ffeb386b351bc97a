"""The figures are counted from the record: the same after erasing, in all forms, and singling out nobody."""

import csv
import io
import json
from datetime import timedelta

import pytest

from standfirst.accounts.erasing import erase_person
from standfirst.discussion import actions as discussion
from standfirst.discussion.actions import Complaint
from standfirst.discussion.models import Report
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import (
    Ruling,
    Subject,
    forget_old_passages,
    record_decision,
    record_screening,
)
from standfirst.moderation.drafts import Finding, Outcome, Reason, Verdict
from standfirst.moderation.figures import figures_between
from standfirst.moderation.models import (
    Automation,
    Decision,
    Ground,
    Measure,
    Screening,
    Source,
)
from standfirst.people.models import Texts
from standfirst.siteconfig.actions import Paragraph, publish_rules

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
YEAR = timedelta(days=365)


@pytest.fixture
def decide(reader, now):
    def make(measure, number=1, *, at=now, **values):
        for each in range(number):
            ruling = Ruling(Subject("comment", each), measure, about=reader, **values)
            record_decision(ruling=ruling, now=at)

    return make


def numbers(now):
    found = figures_between(now - YEAR, now + YEAR)
    return {table.code: {line.code: line.number for line in table.lines} for table in found.tables}


def test_numbers_are_told_by_what_why_and_how(decide, now):
    rule = {"ground": Ground.RULE, "rules_version": 1, "rule_number": 1}
    decide(Measure.REMOVED, 3, source=Source.REPORT, **rule)
    decide(Measure.HELD, 2, source=Source.SCREEN, automation=Automation.FULLY)
    decide(Measure.REMOVED, 1, source=Source.NOTICE)
    decide(Measure.RESTORED, 1, source=Source.APPEAL)
    decide(Measure.PINNED, 5)
    found = numbers(now)
    assert found["measure"] == {"removed": 4, "held": 2}
    assert found["ground"] == {"rule": 3, "none": 3}
    assert found["source"] == {"report": 3, "screen": 2, "notice": 1}
    assert found["automation"] == {"none": 4, "fully": 2}
    assert found["notice"] == {"removed": 1}
    assert found["appeal"] == {"restored": 1}
    assert found["undone"] == {"restored": 1}


def test_only_their_time_counts(decide, now):
    decide(Measure.REMOVED, at=now - timedelta(seconds=1))
    decide(Measure.REMOVED, at=now)
    found = figures_between(now, now + YEAR)
    assert [line.number for line in found.tables[0].lines] == [1]


def test_how_soon_is_told_by_the_middle_one(decide, now):
    for hours in (1, 2, 50):
        since = now - timedelta(hours=hours)
        decide(Measure.REMOVED, source=Source.REPORT, noticed_at=since)
    decide(Measure.REMOVED, source=Source.OWN)
    assert numbers(now)["hours"] == {"report": 2}


def test_a_decision_notes_since_when_it_was_waited_for(write, judge, reader, guest, now):
    held = write(guest, at=now)
    discussion.approve_comment(judgement=judge(held), now=now + timedelta(hours=3))
    assert Decision.objects.latest("pk").noticed_at == now
    comment = write(reader, at=now)
    complaint = Complaint(comment=comment, reporter=guest, reason=Report.Reason.INSULT)
    discussion.report_comment(complaint=complaint, now=now + timedelta(hours=1))
    judgement = judge(comment, facts="rude")
    discussion.remove_comment(judgement=judgement, now=now + timedelta(hours=5))
    assert Decision.objects.latest("pk").noticed_at == now + timedelta(hours=1)


def test_erasing_changes_no_number(decide, write, judge, reader, now):
    discussion.remove_comment(judgement=judge(write(reader), facts="rude"), now=now)
    decide(Measure.SUSPENDED, 2, ends_at=now + YEAR)
    before = numbers(now)
    assert before["measure"] == {"suspended": 2, "removed": 1}
    erase_person(person=reader, texts=Texts.DELETED, now=now)
    assert numbers(now) == before


class TestPages:
    @pytest.fixture(autouse=True)
    def yesterday(self, decide):
        decide(Measure.REMOVED, 4, at=clock() - timedelta(days=370))

    @pytest.fixture
    def year(self):
        return (clock() - timedelta(days=370)).year

    def test_say_the_same_in_three_forms(self, client_of, year):
        browser = client_of(None)
        page = browser.get(f"/rules/figures/{year}/").content.decode()
        table = browser.get(f"/rules/figures/{year}.csv").content.decode()
        data = json.loads(browser.get(f"/rules/figures/{year}.json").content)
        assert "<td>4</td>" in page
        assert data["measure"] == {"removed": 4}
        rows = list(csv.DictReader(io.StringIO(table)))
        assert {"table": "measure", "what": "removed", "number": "4"} in rows

    def test_are_there_for_years_with_decisions_and_this_one(self, client_of, year):
        browser = client_of(None)
        this = browser.get("/rules/figures/").content.decode()
        assert f"/rules/figures/{year}/" in this
        assert "Nothing was restricted in this time." in this
        for address in (f"/rules/figures/{year - 3}/", "/rules/figures/99999999999/"):
            assert browser.get(address).status_code == 404

    def test_today_is_not_counted_yet_so_that_the_page_is_true_all_day(self, decide, client_of):
        decide(Measure.REMOVED, 7, at=clock())
        assert "<td>7</td>" not in client_of(None).get("/rules/figures/").content.decode()


class TestHere:
    @pytest.fixture
    def address(self, thread):
        return f"{thread.comments_path}moderation/"

    @pytest.fixture
    def remove(self, write, judge, supporter, now):
        publish_rules(introduction="", paragraphs=[Paragraph("Be kind", "")], now=now)

        def make(number, **values):
            for each in range(number):
                comment = write(supporter, f"{values} {each}", at=now + timedelta(hours=each))
                judgement = judge(comment, facts="rude", **values)
                discussion.remove_comment(judgement=judgement, now=now + timedelta(days=9))

        return make

    def test_few_are_not_told_exactly_and_why_not_at_all(self, remove, address, client_of):
        remove(2, rules_version=1, rule_number=1)
        text = client_of(None).get(address).content.decode()
        assert "<td>fewer than 3</td>" in text
        assert "Be kind" not in text

    def test_more_are_told_with_their_ground_and_no_names(self, remove, address, client_of):
        remove(3, rules_version=1, rule_number=1)
        text = client_of(None).get(address).content.decode()
        assert "1. Be kind" in text
        assert "<td>3</td>" in text
        assert "Sam Supporter" not in text

    def test_nothing_is_said_to_be_nothing(self, address, client_of):
        assert "Nothing was restricted here." in client_of(None).get(address).content.decode()


def test_the_words_that_screens_found_are_forgotten_in_90_days(now):
    finding = Finding("words", Outcome.HOLD, Reason.SUSPECT_WORD, passage="weir", place=(0, 4))
    verdict = Verdict(Outcome.HOLD, (finding,), finding)
    record_screening(subject=Subject("comment", 1), verdict=verdict, now=now)
    assert forget_old_passages(now=now + timedelta(days=89)) == 0
    assert forget_old_passages(now=now + timedelta(days=90)) == 1
    row = Screening.objects.get()
    assert (row.passage, row.passage_start, row.reason) == ("", None, "suspect_word")
