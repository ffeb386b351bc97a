"""Reading the logs onwards while others write: nothing is passed over, nothing comes twice."""

import threading

import pytest
from django.db import connection, connections, transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.models import StaleKey
from standfirst.delivery.queries import LogReader, keys_stale_since, log_position
from tests.delivery.conftest import await_settled


class Writer(threading.Thread):
    """Marks a key stale and keeps its transaction open until told to commit."""

    def __init__(self, key, now):
        super().__init__()
        self.key, self.now = key, now
        self.has_written, self.may_commit = threading.Event(), threading.Event()

    def run(self):
        with transaction.atomic():
            mark_stale(self.key, now=self.now)
            self.has_written.set()
            assert self.may_commit.wait(20)
        connections.close_all()

    def __enter__(self):
        self.start()
        assert self.has_written.wait(20)
        return self

    def __exit__(self, *raised):
        self.may_commit.set()
        self.join()


def stale(key, now):
    with transaction.atomic():
        mark_stale(key, now=now)


@pytest.mark.django_db(transaction=True)
def test_what_came_before_is_no_news(now):
    stale("page:1", now)
    await_settled("page:1")
    position = log_position()
    stale("page:2", now)
    assert keys_stale_since(position, ["page:1", "page:2", "page:3"]) == {"page:2"}


@pytest.mark.django_db(transaction=True)
def test_a_row_whose_transaction_was_open_is_news_when_it_is_committed(now):
    """On PostgreSQL its id is lower than one that was committed and seen before it."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with Writer("page:1", now):
        stale("page:2", now)
        position = log_position()
        newest_id = StaleKey.objects.latest("pk").pk
    assert "page:1" in keys_stale_since(position, ["page:1"])
    assert not StaleKey.objects.filter(pk__gt=newest_id, key="page:1").exists(), (
        "the control: going by ids would have missed it"
    )


@pytest.mark.django_db(transaction=True)
def test_a_reader_gets_each_row_once_and_none_too_few(now):
    log = LogReader(StaleKey, log_position())
    stale("page:1", now)
    assert [row.key for row in log.news()] == ["page:1"]
    assert log.news() == []
    if connection.vendor == "postgresql":
        with Writer("page:2", now):
            stale("page:3", now)
            assert [row.key for row in log.news()] == ["page:3"]
            assert log.news() == []
        assert [row.key for row in log.news()] == ["page:2"]
    assert log.news() == []


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_begins_amid_an_open_transaction_gets_it_too(now):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with Writer("page:1", now):
        log = LogReader(StaleKey, log_position())
        assert log.news() == []
    assert [row.key for row in log.news()] == ["page:1"]
