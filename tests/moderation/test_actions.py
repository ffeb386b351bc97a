import pytest
from django.db import DatabaseError, connection, transaction

from standfirst.moderation.actions import Ruling, Subject, record_decision, record_screening
from standfirst.moderation.drafts import Finding, Outcome, Reason, Verdict
from standfirst.moderation.models import Decision, Measure, ReasonText, Screening
from standfirst.people.actions import make_guest

pytestmark = pytest.mark.django_db
# Each engine's way to write over a row by inserting it.
REPLACING = {
    "sqlite": "INSERT OR REPLACE INTO moderation_decision SELECT * FROM moderation_decision",
    "postgresql": "INSERT INTO moderation_decision SELECT * FROM moderation_decision"
    " ON CONFLICT (id) DO UPDATE SET scope = 'x'",
}


@pytest.fixture
def decision(now):
    ruling = Ruling(
        Subject("comment", 7, 3),
        Measure.REMOVED,
        about=make_guest(now=now),
        facts="Named a minor.",
        rules_version=2,
        rule_number=4,
    )
    return record_decision(ruling=ruling, now=now)


def test_a_decision_says_what_whom_and_why(decision, now):
    stored = Decision.objects.get()
    assert (stored.subject_kind, stored.subject_id, stored.subject_revision) == ("comment", 7, 3)
    assert (stored.measure, stored.rules_version, stored.rule_number) == ("removed", 2, 4)
    assert (stored.facts.text, stored.starts_at) == ("Named a minor.", now)


@pytest.mark.parametrize(
    "change",
    [
        lambda decision: decision.save(),
        lambda decision: decision.delete(),
        lambda decision: Decision.objects.update(measure=Measure.RESTORED),
        lambda decision: Decision.objects.all().delete(),
        lambda decision: run("UPDATE moderation_decision SET scope = 'x'"),
        lambda decision: run("DELETE FROM moderation_decision"),
        lambda decision: run(REPLACING[connection.vendor]),
    ],
    ids=["save", "delete", "ORM update", "ORM delete", "SQL update", "SQL delete", "SQL replace"],
)
def test_a_decision_is_never_changed(decision, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(decision)
    assert Decision.objects.get().measure == Measure.REMOVED


def test_the_text_of_a_decision_can_be_blanked_all_the_same(decision, now):
    ReasonText.objects.update(text="", blanked_at=now)
    assert Decision.objects.get().facts.text == ""


def test_what_each_screen_found_is_kept(now):
    decisive = Finding("links", Outcome.HOLD, Reason.TOO_MANY_LINKS, passage="x" * 500)
    remark = Finding("model", Outcome.PASS, Reason.MODE, score=0.3, version="7")
    verdict = Verdict(Outcome.HOLD, (remark, decisive), decisive)
    record_screening(subject=Subject("comment", 7, 3), verdict=verdict, now=now)
    rows = list(Screening.objects.order_by("pk").values_list("screen", "is_decisive", "score"))
    assert rows == [("model", False, 0.3), ("links", True, None)]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
