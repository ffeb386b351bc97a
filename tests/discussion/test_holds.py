"""A hold that lasts is a measure: recorded once, with its reasons; a wait that was told of is none."""

from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.actions.holds import LONGEST_WAIT
from standfirst.discussion.models import Comment
from standfirst.moderation.models import Automation, Decision, Measure, Source, Statement

pytestmark = pytest.mark.django_db
SOON = LONGEST_WAIT - timedelta(minutes=1)


@pytest.fixture
def held(write, guest, now):
    return write(guest, at=now)


def test_a_hold_of_48_hours_becomes_a_measure_once(held, now):
    assert actions.record_long_holds(now=now + SOON) == 0
    assert actions.record_long_holds(now=now + LONGEST_WAIT) == 1
    assert actions.record_long_holds(now=now + LONGEST_WAIT * 2) == 0
    decision = Decision.objects.get()
    assert (decision.measure, decision.source) == (Measure.HELD, Source.SCREEN)
    assert (decision.detection, decision.automation) == (Automation.FULLY, Automation.FULLY)
    assert decision.subject_revision == held.current_id
    assert decision.facts.text == "Its author is new here"
    assert decision.statement
    assert Comment.objects.get().is_held, "recording it changes nothing"


def test_one_that_ends_in_removal_is_told_by_that(held, judge, now):
    actions.remove_comment(judgement=judge(held, facts="rude"), now=now)
    assert actions.record_long_holds(now=now + LONGEST_WAIT) == 0
    assert [row.decision.measure for row in Statement.objects.all()] == [Measure.REMOVED]


def test_one_that_ends_in_time_is_none(held, judge, now):
    actions.approve_comment(judgement=judge(held), now=now + SOON)
    assert actions.record_long_holds(now=now + LONGEST_WAIT * 2) == 0
    assert not Statement.objects.exists()


def test_one_by_a_moderator_was_told_already(write, reader, judge, now):
    comment = write(reader)
    actions.hold_comment(judgement=judge(comment), now=now)
    assert Statement.objects.count() == 1
    assert actions.record_long_holds(now=now + LONGEST_WAIT) == 0


def test_one_after_an_edit_is_a_measure_at_once(write, reader, now):
    comment = write(reader, at=now)
    text = " ".join(f"https://a{number}.test" for number in range(6))
    later = now + timedelta(minutes=5)
    actions.edit_comment(comment=comment, editor=reader, text=text, now=later)
    decision = Decision.objects.get()
    assert (decision.measure, decision.automation) == (Measure.HELD, Automation.FULLY)
    assert decision.facts.text == "Has more than five links"
    assert actions.record_long_holds(now=later + LONGEST_WAIT) == 0


def test_one_that_came_with_an_import_is_none(held, now):
    Comment.objects.update(imported_from="wordpress", imported_id="7")
    assert actions.record_long_holds(now=now + LONGEST_WAIT) == 0


def test_held_again_it_waits_anew(held, judge, now):
    actions.record_long_holds(now=now + LONGEST_WAIT)
    again = now + LONGEST_WAIT + timedelta(hours=1)
    actions.approve_comment(judgement=judge(held), now=again)
    Comment.objects.filter(pk=held.pk).update(
        state=Comment.State.HELD, state_changed_at=again + timedelta(hours=1)
    )
    assert actions.record_long_holds(now=again + LONGEST_WAIT) == 0
    assert actions.record_long_holds(now=again + LONGEST_WAIT + timedelta(hours=1)) == 1
