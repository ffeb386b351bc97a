from datetime import timedelta

import pytest
from django.db import OperationalError

from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.outbox.actions import retry_given_up
from standfirst.outbox.models import ScheduledRun
from standfirst.worker.kinds import JobKind, ScheduledTask
from standfirst.worker.loop import Worker

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock(now):
    return Clock(now)


@pytest.fixture
def message(now):
    return queue(now)


def queue(now, subject="News"):
    envelope = Envelope(kind="test", address="a@paper.test", subject=subject, text="Words")
    return queue_message(envelope=envelope, now=now)


def worker_of(clock, perform=None, *, run=None, every=timedelta(minutes=1)):
    jobs = [JobKind("message", Message, perform)] if perform else []
    schedule = [ScheduledTask("task", every, run)] if run else []
    return Worker(jobs=jobs, schedule=schedule, clock=clock)


def test_a_due_job_is_done_once(clock, message):
    seen = []
    worker = worker_of(clock, lambda job, *, now: seen.append((job.pk, now)))

    assert worker.work_until_idle() == 1
    assert worker.work_until_idle() == 0

    message.refresh_from_db()
    assert seen == [(message.pk, clock.now)]
    assert (message.done_at, message.due_at) == (clock.now, None)


def test_a_job_that_fails_backs_off_and_shows_why(clock, message):
    def fail(job, *, now):
        raise ConnectionError("no mail server")

    worker = worker_of(clock, fail)
    waits = []
    for _ in range(4):
        assert worker.work_once() == 1
        assert worker.work_once() == 0
        message.refresh_from_db()
        waits.append(message.due_at - clock.now)
        clock.now = message.due_at

    assert message.last_error == "ConnectionError: no mail server"
    assert waits == sorted(waits)
    assert waits[-1] >= 4 * waits[0]
    assert message.done_at is None


def test_a_failing_job_stops_no_other(clock, now):
    bad, good = queue(now, "bad"), queue(now, "good")

    def perform(job, *, now):
        if job.pk == bad.pk:
            raise ValueError("bad")

    worker_of(clock, perform).work_until_idle()

    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.done_at is not None
    assert bad.done_at is None


def test_a_job_whose_lease_ran_out_is_taken_again(clock, message):
    """A worker died with it: nothing was written but the lease."""
    message.refresh_from_db()
    Message.objects.filter(pk=message.pk).update(
        due_at=clock.now + timedelta(minutes=5), attempts=1
    )
    seen = []
    worker = worker_of(clock, lambda job, *, now: seen.append(job.pk))

    assert worker.work_once() == 0
    clock.move(minutes=6)
    assert worker.work_once() == 1
    assert seen == [message.pk]


def test_a_task_comes_round_again(clock):
    seen = []
    worker = worker_of(clock, run=lambda *, now: seen.append(now), every=timedelta(minutes=1))
    for _ in range(5):
        worker.work_once()
        clock.move(seconds=30)

    assert len(seen) == 3


def test_a_task_shows_when_it_last_ran(clock):
    worker_of(clock, run=lambda *, now: None).work_once()

    run = ScheduledRun.objects.get(name="task")
    assert (run.started_at, run.succeeded_at, run.last_error) == (clock.now, clock.now, "")


def test_a_failing_task_shows_why_and_stops_no_other(clock):
    def fail(*, now):
        raise ValueError("broken")

    ran = []
    worker = Worker(
        jobs=[],
        schedule=[
            ScheduledTask("bad", timedelta(minutes=1), fail),
            ScheduledTask("good", timedelta(minutes=1), lambda *, now: ran.append(now)),
        ],
        clock=clock,
    )
    worker.work_once()

    run = ScheduledRun.objects.get(name="bad")
    assert (run.succeeded_at, run.last_error) == (None, "ValueError: broken")
    assert ran == [clock.now]


def test_a_missed_run_is_made_up_for_once(clock):
    seen = []
    worker = worker_of(clock, run=lambda *, now: seen.append(now), every=timedelta(minutes=1))
    worker.work_once()
    clock.move(hours=10)
    worker.work_once()
    clock.move(seconds=10)
    worker.work_once()

    assert len(seen) == 2


def test_a_database_that_is_away_is_waited_for(clock, monkeypatch):
    monkeypatch.setattr("standfirst.worker.loop.PAUSE_AFTER_TROUBLE_SECONDS", 0)
    worker = worker_of(clock)
    calls = []

    def sometimes():
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("gone")
        worker.stop()
        return 0

    monkeypatch.setattr(worker, "work_once", sometimes)
    worker.run()

    assert len(calls) == 2


def test_of_a_thousand_notices_none_keeps_another_kind_waiting(clock, now):
    for _ in range(10):
        queue(now)
    order = []
    worker = Worker(
        jobs=[
            JobKind("first", Message, lambda job, *, now: order.append("first")),
            JobKind("second", Message, lambda job, *, now: order.append("second")),
        ],
        schedule=[],
        clock=clock,
    )
    worker.work_once()

    assert order == ["first", "second"]


def test_what_was_given_up_can_be_made_due_again(clock, message):
    Message.objects.update(due_at=None, attempts=12, last_error="no server")
    seen = []
    worker = worker_of(clock, lambda job, *, now: seen.append(job.attempts))
    assert worker.work_until_idle() == 0

    assert retry_given_up(Message, now=clock.now) == 1

    assert worker.work_until_idle() == 1
    assert seen == [1]


def test_what_is_done_or_waits_is_not_made_due_again(clock, message, now):
    Message.objects.update(due_at=None, done_at=now, attempts=1)
    queue(now)

    assert retry_given_up(Message, now=clock.now) == 0
