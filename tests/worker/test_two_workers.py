"""Two workers never hold one job at once. Real threads, a real database, both engines."""

import threading
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections

from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.outbox import actions

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6
JOBS = 40


@pytest.fixture
def jobs(transactional_db, now):
    for number in range(JOBS):
        envelope = Envelope(kind="test", address="a@paper.test", subject=f"{number}", text="Words")
        queue_message(envelope=envelope, now=now)


def taken_by_all(claim):
    """Let all workers take jobs at once until there is none; give how often each was taken."""
    taken, start = [], threading.Barrier(WORKERS)

    def work():
        start.wait()
        try:
            while (pk := claim()) is not None:
                taken.append(pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(taken)


def test_each_job_is_taken_by_one_worker(jobs, now):
    def claim():
        job = actions.claim_job(Message, now=now, lease=timedelta(minutes=5))
        return job and job.pk

    counted = taken_by_all(claim)

    assert len(counted) == JOBS
    assert set(counted.values()) == {1}


def test_without_the_condition_jobs_are_taken_twice(jobs, now):
    """The control: looking first and writing afterwards lets two workers take one job."""
    both_have_looked = threading.Barrier(WORKERS)

    def claim_by_looking():
        due = Message.objects.due(now).order_by("due_at", "pk").first()
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(timeout=2)
        if due is None:
            return None
        Message.objects.filter(pk=due.pk).update(due_at=now + timedelta(minutes=5))
        return due.pk

    assert max(taken_by_all(claim_by_looking).values()) > 1
