"""Outside of the hours of duty: comments wait or are not taken, and every page says so rightly."""

from datetime import UTC, datetime, time, timedelta

import pytest

from standfirst.delivery.models import StaleKey
from standfirst.discussion import actions
from standfirst.discussion.forms import words_for
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.discussion.views.showing import framed, viewer_of
from standfirst.moderation.models import ModerationSettings, Screening, Shift, SpecialDay
from standfirst.moderation.screen_queries import people_on_duty
from tests.discussion.http import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def settings_row(db):
    return ModerationSettings.objects.create(outside_hours="hold")


@pytest.fixture
def shift(settings_row):
    """Saturdays from nine to noon, on the paper's clock (in tests UTC); `now` is one, at 9:26."""
    return Shift.objects.create(weekday=5, begins=time(9), ends=time(12))


def said_at(thread, now):
    """What a public page says before anybody writes, and whether it has a form."""
    shown = framed(thread, viewer_of(thread, now=now))
    return (shown.form.sheet.terms if shown.form else shown.closed_to), shown.form is not None


def marks():
    return StaleKey.objects.filter(key="duty").count()


NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_without_hours_nothing_is_said_and_nothing_waits(thread, write, proven, now):
    assert "here until" not in said_at(thread, now)[0]
    assert write(proven()).is_visible


def test_the_page_says_until_when_and_what_then(thread, shift, now):
    words, has_form = said_at(thread, now)
    assert has_form
    assert (
        "Moderators are here until Saturday, 14 March, 12:00. "
        "Later comments wait until Saturday, 21 March, 09:00." in words
    )
    words, has_form = said_at(thread, NOON)
    assert has_form
    assert (
        "No moderator is here until Saturday, 21 March, 09:00. Comments wait until then." in words
    )


def test_what_comes_outside_of_the_hours_waits(write, proven, shift, reader):
    assert write(proven(), at=NOON - timedelta(seconds=1)).is_visible
    held = write(reader, at=NOON)
    assert held.is_held
    row = Screening.objects.get(subject_id=held.pk)
    assert (row.screen, row.reason) == ("opening_hours", "hours")


def test_the_staff_writes_at_any_time(write, shift, editor):
    assert write(editor, at=NOON).is_visible


def test_where_the_paper_closes_no_comment_is_taken_and_the_time_is_said(
    thread, write, reader, settings_row, shift
):
    ModerationSettings.objects.update(outside_hours="close")
    words, has_form = said_at(thread, NOON)
    assert (words, has_form) == ("No comments are taken until Saturday, 21 March, 09:00.", False)
    words, has_form = said_at(thread, NOON - timedelta(hours=1))
    assert has_form
    assert "Comments are taken until Saturday, 14 March, 12:00, and again from" in words
    with pytest.raises(CommentRefused) as refused:
        write(reader, at=NOON)
    assert refused.value.refusal is Refusal.HOURS
    assert words_for(refused.value).startswith(
        "No comments are taken until Saturday, 21 March, 09:00."
    )


def test_a_form_that_was_open_when_the_hours_ended_is_handed_back(
    thread, client_of, reader, settings_row
):
    ModerationSettings.objects.update(outside_hours="close")
    answer = client_of(reader).post(thread.comments_path, {"text": "What I know."})
    assert answer.status_code == 403
    text = text_of(answer)
    assert "No comments are taken at present." in text
    assert "What I know." in text


def test_a_special_day_counts(thread, write, proven, shift):
    SpecialDay.objects.create(on_date=NOON.date())
    assert write(proven(), at=NOON - timedelta(hours=1)).is_held
    assert "until Saturday, 21 March" in said_at(thread, NOON - timedelta(hours=1))[0]


def test_pages_are_stale_once_at_each_border(shift, now):
    after = []
    for minutes in range(0, 7 * 24 * 60, 30):
        before = marks()
        actions.note_hours(now=now + timedelta(minutes=minutes))
        after += [minutes] * (marks() - before)
    # The first look, noon, and a week later nothing before nine.
    assert after == [0, 180]
    assert actions.note_hours(now=datetime(2026, 3, 21, 9, tzinfo=UTC))
    # The control: where nobody keeps hours no page is made anew.
    ModerationSettings.objects.update(outside_hours="", duty_noted_until=None)
    assert not actions.note_hours(now=NOON)


def test_changed_hours_make_the_pages_stale(shift, now):
    actions.note_hours(now=now)
    before = marks()
    shift.ends = time(10)
    shift.save()
    assert marks() == before + 1
    shift.delete()
    assert marks() == before + 2
    assert ModerationSettings.objects.get().duty_noted_until is None


def test_who_is_on_duty(settings_row, now, moderator):
    Shift.objects.create(weekday=5, begins=time(9), ends=time(12), user=moderator.user)
    assert people_on_duty(now) == {moderator.user_id}
    assert people_on_duty(NOON) == frozenset()
