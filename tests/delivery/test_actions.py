import pytest
from django.db import connection, transaction

from standfirst.delivery.actions import announce, mark_stale
from standfirst.delivery.models import Event, StaleKey

pytestmark = pytest.mark.django_db


def test_each_key_is_noted_once_per_write(now):
    mark_stale("page:1", "thread:1", "page:1", now=now)
    assert list(StaleKey.objects.values_list("key", flat=True)) == ["page:1", "thread:1"]


def test_an_announcement_is_a_row(now):
    announce(topic="thread:1", kind="new", subject_id=7, payload="x", now=now)
    assert Event.objects.values_list("topic", "kind", "subject_id", "payload").get() == (
        "thread:1",
        "new",
        7,
        "x",
    )


def test_an_announcement_is_short(now):
    with pytest.raises(ValueError, match="200 bytes"):
        announce(topic="thread:1", kind="new", subject_id=7, payload="é" * 101, now=now)


@pytest.mark.django_db(transaction=True)
def test_the_log_is_written_in_the_transaction_of_the_change_only(now):
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        mark_stale("page:1", now=now)
    with transaction.atomic():
        mark_stale("page:1", now=now)
