from datetime import timedelta

import pytest

from standfirst.cli.work_findings import work_findings
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.outbox.models import ScheduledRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(now):
    envelope = Envelope(kind="t", address="a@paper.test", subject="News", text="x")
    return queue_message(envelope=envelope, now=now)


def test_a_site_that_was_never_served_misses_nothing(now):
    assert work_findings(now) == []


def test_a_waiting_job_is_no_finding(message, now):
    assert work_findings(now) == []


def test_a_job_that_was_given_up_is_said_with_its_reason(message, now):
    Message.objects.update(due_at=None, attempts=12, last_error="ConnectionError: no server")

    assert work_findings(now) == [
        "1 jobs of kind message were given up; the last said: ConnectionError: no server"
    ]


def test_a_task_that_fails_is_said_with_its_reason(now):
    ScheduledRun.objects.create(
        name="recount_ledger", due_at=now, started_at=now, last_error="ValueError: broken"
    )

    assert work_findings(now) == ["the task recount_ledger fails: ValueError: broken"]


def test_no_worker_for_long_is_said(now):
    ScheduledRun.objects.create(name="match_threads", due_at=now, started_at=now, succeeded_at=now)

    assert work_findings(now + timedelta(minutes=4)) == []
    assert "no worker has run since" in work_findings(now + timedelta(minutes=6))[0]
