from datetime import timedelta

import pytest

from standfirst.notify.models import Message
from standfirst.outbox.actions import (
    MAX_ATTEMPTS,
    claim_job,
    claim_run,
    delay_after,
    finish_job,
    finish_run,
    postpone_job,
)
from standfirst.outbox.models import ScheduledRun

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=5)


@pytest.fixture
def job(now):
    return Message.objects.create(
        kind="x", address="a@b.test", message_id="1", dedupe_key="1", queued_at=now, due_at=now
    )


def claim(now):
    return claim_job(Message, now=now, lease=LEASE)


def test_a_due_job_is_taken_by_one(job, now):
    assert claim(now) == job
    assert claim(now) is None


def test_a_job_that_is_not_due_yet_waits(job, now):
    assert claim(now - timedelta(seconds=1)) is None


def test_a_dead_workers_job_comes_back_after_its_lease(job, now):
    claim(now)
    assert claim(now + LEASE - timedelta(seconds=1)) is None
    again = claim(now + LEASE)
    assert (again, again.attempts) == (job, 2)


def test_a_finished_job_stays_finished(job, now):
    finish_job(claim(now), now=now)
    finish_job(job, now=now + LEASE)
    job.refresh_from_db()
    assert (job.done_at, job.due_at) == (now, None)
    assert claim(now + timedelta(days=9)) is None


def test_a_failed_job_backs_off_and_says_why(job, now):
    postpone_job(claim(now), error="refused", now=now)
    job.refresh_from_db()
    assert (job.due_at, job.last_error) == (now + timedelta(seconds=30), "refused")


def test_waits_double_up_to_six_hours():
    waits = [delay_after(attempts) for attempts in (0, 1, 2, 3, 12, 10**6)]
    assert waits == [
        timedelta(seconds=30),
        timedelta(seconds=30),
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(hours=6),
        timedelta(hours=6),
    ]


def test_a_job_that_always_fails_is_left_for_a_person_to_see(job, now):
    for _ in range(MAX_ATTEMPTS):
        postpone_job(claim(now), error="refused", now=now)
        now += timedelta(days=1)
    assert claim(now) is None
    assert list(Message.objects.given_up()) == [job]


def test_a_late_failure_does_not_undo_a_success(job, now):
    taken = claim(now)
    finish_job(taken, now=now)
    postpone_job(taken, error="too late", now=now)
    job.refresh_from_db()
    assert job.done_at == now


def test_a_periodic_task_runs_once_a_period_and_shows_when(now):
    hour = timedelta(hours=1)
    run = claim_run("sweep", every=hour, now=now)
    finish_run(run, error="", now=now)
    assert claim_run("sweep", every=hour, now=now + hour - timedelta(seconds=1)) is None
    assert ScheduledRun.objects.get(name="sweep").succeeded_at == now
    late = claim_run("sweep", every=hour, now=now + hour)
    finish_run(late, error="broken", now=now + hour)
    shown = ScheduledRun.objects.get(name="sweep")
    assert (shown.succeeded_at, shown.last_error) == (now, "broken")
