from datetime import timedelta

import pytest
from django.apps import apps

from standfirst.outbox.models import Job
from standfirst.worker.registry import JOBS, SCHEDULE

pytestmark = pytest.mark.any_engine


def test_every_table_of_jobs_is_worked():
    tables = {model for model in apps.get_models() if issubclass(model, Job)}

    assert tables == {kind.model for kind in JOBS}


def test_names_are_unique():
    for entries in (JOBS, SCHEDULE):
        names = [entry.name for entry in entries]
        assert len(names) == len(set(names))


def test_scheduled_pages_are_published_within_a_minute():
    (task,) = [task for task in SCHEDULE if task.name == "publish_scheduled_pages"]

    assert task.every <= timedelta(seconds=50)


@pytest.mark.django_db
def test_every_task_runs_on_an_empty_site(now):
    for task in SCHEDULE:
        task.run(now=now)
