"""Nobody rots unseen: who is told of what waits, when, and that it stops when it is decided."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group

from standfirst.desk.duty_actions import alert_moderators, on_duty, remind_moderators
from standfirst.discussion.models import Comment
from standfirst.moderation.models import Appeal, Decision, HeldText, Notice, Shift, SpecialDay
from standfirst.notify.models import Message
from standfirst.people.models import User
from tests.desk.test_notices import comments, finding, judge, notice  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def appeal(comments, now):  # noqa: F811 (a fixture)
    decision = Decision.objects.create(
        subject_kind="comment",
        subject_id=comments[0].pk,
        measure="removed",
        starts_at=now,
        decided_at=now,
    )
    return Appeal.objects.create(
        decision=decision, side="author", words="No.", made_at=now, due_at=now + 7 * DAY
    )


def mails(kind):
    return list(Message.objects.filter(kind=kind).order_by("pk"))


class TestAtOnce:
    def test_a_notice_is_told_within_a_minute_at_any_hour(self, notice, moderator, now):  # noqa: F811
        night = now.replace(hour=2) + DAY
        Notice.objects.update(given_at=night)
        assert alert_moderators(now=night + MINUTE) == 1
        (mail,) = mails("moderators_alert")
        assert (mail.address, mail.subject) == (
            moderator.email,
            "One notice of illegal content waits for a decision.",
        )
        assert "/admin/desk/notices/" in mail.text

    def test_so_is_an_appeal(self, appeal, moderator, now):
        assert alert_moderators(now=now + MINUTE) == 1
        assert "One appeal waits for a decision." in mails("moderators_alert")[0].text

    def test_once_and_what_came_meanwhile_in_one_mail_ten_minutes_later(
        self,
        notice,  # noqa: F811
        appeal,
        moderator,
        now,
    ):
        Appeal.objects.update(made_at=now + 2 * MINUTE)
        alert_moderators(now=now + MINUTE)
        for minute in range(2, 60):
            alert_moderators(now=now + minute * MINUTE)
        assert [mail.queued_at for mail in mails("moderators_alert")] == [
            now + MINUTE,
            now + 11 * MINUTE,
        ]

    def test_nothing_when_it_is_decided(self, notice, moderator, now):  # noqa: F811
        Notice.objects.update(decided_at=now)
        assert alert_moderators(now=now + MINUTE) == 0
        Notice.objects.update(decided_at=None)
        assert alert_moderators(now=now + MINUTE) == 1, "the control"


class TestGrouped:
    def test_all_that_waited_is_in_one_mail(self, notice, comments, appeal, moderator, now):  # noqa: F811
        Comment.objects.filter(pk=comments[0].pk).update(state="held", state_changed_at=now)
        Appeal.objects.update(due_at=now)
        assert remind_moderators(now=now + 29 * MINUTE) == 1, "the appeal is late by now"
        Message.objects.all().delete()
        assert remind_moderators(now=now + 31 * MINUTE) == 1
        (mail,) = mails("moderators_reminder")
        for line in (
            "One comment waits for a decision.",
            "One notice of illegal content waits for a decision.",
            "One appeal should have been decided by now.",
        ):
            assert line in mail.text

    def test_names_and_texts_that_wait_are_counted_until_they_are_decided(
        self, reader, supporter, moderator, now
    ):
        for person, kind in ((reader, "name"), (reader, "about"), (supporter, "name")):
            HeldText.objects.create(kind=kind, person=person, text="Max", held_at=now)
        HeldText.objects.filter(person=supporter).update(settled_at=now)
        start = now.replace(hour=10, minute=0) + DAY
        assert remind_moderators(now=start) == 1
        (mail,) = mails("moderators_reminder")
        assert mail.subject == "2 names and texts of people wait for a decision."
        HeldText.objects.update(held_at=start)
        assert remind_moderators(now=start + HOUR - 45 * MINUTE) == 0, "they came lately"
        HeldText.objects.update(settled_at=start)
        assert remind_moderators(now=start + 3 * HOUR) == 0

    def test_by_day_alone(self, notice, moderator, now):  # noqa: F811
        midnight = now.replace(hour=0) + DAY
        assert remind_moderators(now=midnight + 3 * HOUR) == 0
        assert remind_moderators(now=midnight + 12 * HOUR) == 1, "the control"

    def test_never_more_than_one_an_hour_and_none_when_it_is_decided(
        self,
        notice,  # noqa: F811
        moderator,
        now,
    ):
        start = now.replace(hour=10, minute=0) + DAY
        for minute in range(0, 120, 5):
            remind_moderators(now=start + minute * MINUTE)
        assert len(mails("moderators_reminder")) == 2
        Notice.objects.update(decided_at=start)
        remind_moderators(now=start + 3 * HOUR)
        assert len(mails("moderators_reminder")) == 2


# Clocks go forward in the night to Sunday 29 March 2026: eight o'clock comes an hour earlier then.
BORDERS = [datetime(2026, 3, 22, 7, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)]
SATURDAY, SUNDAY = 5, 6


def colleague(name, **values):
    user = User.objects.create_user(f"{name.lower()}@example.test", name=name, is_staff=True)
    User.objects.filter(pk=user.pk).update(**values)
    return user


@pytest.fixture
def ann(moderator):
    user = colleague("Ann")
    user.groups.add(Group.objects.get(name="desk"))
    return user


@pytest.fixture
def rota(moderator, ann, settings):
    """Let Ann have the night to Sunday till eight, and Mo the Sunday."""
    settings.TIME_ZONE = "Europe/Berlin"
    Shift.objects.create(weekday=SATURDAY, begins=time(20), ends=time(8), user=ann)
    Shift.objects.create(weekday=SUNDAY, begins=time(8), ends=time(20), user=moderator)


class TestTheRota:
    @pytest.mark.parametrize("border", BORDERS)
    def test_whoever_it_names_is_told_until_the_shift_ends(
        self,
        rota,
        notice,  # noqa: F811
        ann,
        moderator,
        border,
    ):
        Notice.objects.update(given_at=border - 2 * MINUTE)
        alert_moderators(now=border - MINUTE)
        assert [mail.address for mail in mails("moderators_alert")] == [ann.email]
        alert_moderators(now=border + MINUTE)
        assert [mail.address for mail in mails("moderators_alert")] == [ann.email, moderator.email]

    def test_so_it_is_with_what_waits_too_long(self, rota, notice, moderator):  # noqa: F811
        assert remind_moderators(now=BORDERS[1] + HOUR) == 1
        assert [mail.address for mail in mails("moderators_reminder")] == [moderator.email]

    def test_where_it_names_nobody_all_are_told(self, rota, ann, moderator):
        assert on_duty(BORDERS[1] + HOUR) == [moderator], "the control"
        assert {*on_duty(BORDERS[1] + 2 * DAY)} == {ann, moderator}
        SpecialDay.objects.create(on_date=BORDERS[1].date())
        assert {*on_duty(BORDERS[1] + HOUR)} == {ann, moderator}

    def test_hours_of_nobody_in_particular_are_everybodys(self, rota, ann, moderator):
        Shift.objects.update(user=None)
        assert {*on_duty(BORDERS[1] + HOUR)} == {ann, moderator}

    def test_who_may_not_moderate_or_left_is_not_told(self, rota, ann, moderator):
        Shift.objects.update(user=colleague("Ed"))
        assert {*on_duty(BORDERS[1] + HOUR)} == {ann, moderator}
        Shift.objects.update(user=ann)
        assert on_duty(BORDERS[1] + HOUR) == [ann], "the control"
        User.objects.filter(pk=ann.pk).update(is_active=False)
        assert on_duty(BORDERS[1] + HOUR) == [moderator]

    def test_owners_are_told_when_it_names_them_or_nobody_moderates(self, rota, moderator):
        owner = colleague("Olga", is_superuser=True)
        Shift.objects.update(user=owner)
        assert on_duty(BORDERS[1] + HOUR) == [owner]
        Shift.objects.all().delete()
        assert owner not in on_duty(BORDERS[1] + HOUR)
        User.objects.exclude(pk=owner.pk).update(is_active=False)
        assert on_duty(BORDERS[1] + HOUR) == [owner]
