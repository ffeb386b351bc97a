"""Each alarm: the fault is found, one mail in a term, and it stops when it is mended."""

import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from standfirst.cli import guard
from standfirst.desk.actions import match_threads
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.outbox.actions import note_run
from standfirst.outbox.models import Alarm, ScheduledRun
from standfirst.people.models import User
from standfirst.worker.alarms import BACKUP, tell_of_missing_worker, watch_over
from standfirst.worker.kinds import JobKind, ScheduledTask
from tests.cast import give_factor, let_in

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SCHEDULE = (ScheduledTask("match_threads", timedelta(minutes=15), match_threads),)
JOBS = (JobKind("message", Message, lambda job, *, now: None),)


@pytest.fixture
def olive(db, now):
    """Give the owner, who has had the site for a month and backed it up today."""
    user = User.objects.create_superuser("olive@paper.test", "x", name="Olive")
    User.objects.update(date_joined=now - 30 * DAY)
    note_run(BACKUP, now=now)
    return user


def look(now):
    """Look as the worker does, which sends what it tells."""
    found = [alarm.name for alarm in watch_over(jobs=JOBS, schedule=SCHEDULE, now=now)]
    Message.objects.filter(kind="alarm").update(done_at=now)
    return found


def mails():
    return list(
        Message.objects.filter(kind="alarm").order_by("pk").values_list("subject", flat=True)
    )


def run_of(now, **values):
    row = {"due_at": now, "started_at": now, "succeeded_at": now, **values}
    ScheduledRun.objects.update_or_create(name="match_threads", defaults=row)


def an_unsent_mail(now, **values):
    envelope = Envelope(kind="t", address="a@paper.test", subject="News", text="x")
    row = queue_message(envelope=envelope, now=now)
    Message.objects.filter(pk=row.pk).update(**values)


# Each fault with how it comes and how it is mended, at a time.
FAULTS = {
    "task:match_threads": (
        lambda at: run_of(at, succeeded_at=at - 2 * HOUR, last_error="ValueError: broken"),
        run_of,
    ),
    "job:message": (
        lambda at: an_unsent_mail(at, due_at=None, attempts=12),
        lambda at: Message.objects.filter(kind="t").update(done_at=at),
    ),
    "sending": (
        lambda at: an_unsent_mail(at - 2 * HOUR, last_error="no server"),
        lambda at: Message.objects.filter(kind="t").update(done_at=at),
    ),
    "backup": (
        lambda at: note_run(BACKUP, now=at - 3 * DAY),
        lambda at: note_run(BACKUP, now=at),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_told_once_a_day_and_ends_when_mended(olive, now, name):
    plant, mend = FAULTS[name]
    assert look(now) == []
    plant(now)
    for minutes in range(0, 24 * 60, 60):
        assert name in look(now + timedelta(minutes=minutes))
    assert len(mails()) == 1
    assert Message.objects.get(kind="alarm").address == olive.email
    mend(now + DAY)
    assert name not in look(now + DAY)
    assert Alarm.objects.get(name=name).ended_at == now + DAY
    plant(now + DAY)
    assert name in look(now + DAY + timedelta(minutes=5))
    assert len(mails()) == 2, "it broke again"


@pytest.mark.parametrize("name", FAULTS)
def test_what_stays_broken_is_told_again_the_next_day(olive, now, name):
    FAULTS[name][0](now)
    look(now)
    look(now + DAY - timedelta(minutes=1))
    assert len(mails()) == 1
    look(now + DAY)
    assert len(mails()) == 2


def test_two_faults_are_one_mail(olive, now):
    FAULTS["backup"][0](now)
    FAULTS["task:match_threads"][0](now)
    look(now)
    assert len(mails()) == 1
    assert Message.objects.get(kind="alarm").text.count("\n") > 4 - 1


def test_what_is_not_late_is_no_fault(olive, now):
    run_of(now, succeeded_at=now - timedelta(minutes=50), last_error="ValueError: once")
    an_unsent_mail(now - timedelta(minutes=50))
    assert look(now) == []


def test_a_site_that_was_never_backed_up_has_a_week(olive, now):
    ScheduledRun.objects.all().delete()
    User.objects.update(date_joined=now - WEEK + HOUR)
    assert look(now) == []
    assert look(now + HOUR) == ["backup"]


def test_only_owners_are_told(olive, now):
    User.objects.create_user("edith@paper.test", name="Edith", is_staff=True)
    second = User.objects.create_user("otto@paper.test", name="Otto", is_staff=True)
    second.groups.add(Group.objects.create(name="owner"))
    FAULTS["backup"][0](now)
    look(now)
    told = Message.objects.filter(kind="alarm").values_list("address", flat=True)
    assert sorted(told) == ["olive@paper.test", "otto@paper.test"]


class TestNoWorker:
    def test_is_mailed_without_a_worker_once_a_day_until_one_works(self, olive, now):
        run_of(now)
        note_run(BACKUP, now=now)
        assert tell_of_missing_worker(now=now + timedelta(minutes=4)) == 0
        for hours in range(1, 24):
            tell_of_missing_worker(now=now + hours * HOUR)
        assert len(mail.outbox) == 1
        assert "No worker has run since" in mail.outbox[0].subject
        tell_of_missing_worker(now=now + 25 * HOUR)
        assert len(mail.outbox) == 2
        run_of(now + 26 * HOUR)
        assert tell_of_missing_worker(now=now + 26 * HOUR) == 0

    def test_the_supervisor_looks_by_a_copy_that_ends(self, monkeypatch, tmp_path):
        sign = tmp_path / "looked"
        monkeypatch.setattr(guard, "tell_of_missing_worker", lambda **values: sign.touch())
        monkeypatch.setattr(guard.connections, "close_all", lambda: None)
        watched = []
        watch = guard.with_guard(lambda: watched.append(1), every=3600)
        watch()
        assert not sign.exists(), "not before its time"
        pid = guard.begin_look()
        assert os.waitpid(pid, 0)[1] == 0
        assert sign.exists()
        assert watched == [1]

    def test_it_looks_again_and_again_but_one_at_a_time(self, monkeypatch):
        begun, ended = [], []
        monkeypatch.setattr(guard, "begin_look", lambda: begun.append(1) or 7)
        monkeypatch.setattr(guard, "exit_code", lambda pid: 0 if ended else None)
        watch = guard.with_guard(None, every=0)
        watch()
        watch()
        assert len(begun) == 1
        ended.append(1)
        watch()
        assert len(begun) == 2


class TestTheFirstScreen:
    @pytest.fixture
    def admin(self, client, olive):
        give_factor(olive)
        let_in(client, olive)
        return client

    def page(self, admin):
        return admin.get(reverse("wagtailadmin_home")).content.decode()

    def test_it_shows_the_same_and_nothing_when_it_is_mended(self, admin, now):
        assert "Something does not work" not in self.page(admin)
        FAULTS["backup"][0](now)
        look(now)
        assert "The last backup was made on" in self.page(admin)
        FAULTS["backup"][1](now)
        look(now)
        assert "Something does not work" not in self.page(admin)

    def test_it_says_that_no_worker_is_there(self, admin, now):
        run_of(now)
        assert "No worker has run since" in self.page(admin)
