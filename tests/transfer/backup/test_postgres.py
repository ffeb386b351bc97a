"""Run on PostgreSQL only: see conftest.py."""

import zipfile

import pytest
from django.db import connection, transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.models import StaleKey
from standfirst.delivery.queries import LogReader, log_position
from standfirst.notify.models import Message
from standfirst.transfer.backup import postgres
from standfirst.transfer.backup.refusals import BackupRefused, Refusal
from tests.transfer.backup.test_archive import rebuilt
from tests.transfer.backup.test_restoring import queue, restore

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_dump_that_cannot_be_read_leaves_everything_as_it_was(site, take, now):
    queue("before", now)
    taken = take()
    with zipfile.ZipFile(taken.file) as archive:
        dump = archive.read("database.pgdump")
    broken = rebuilt(taken.file, {"database.pgdump": dump[: len(dump) // 2]})

    with pytest.raises(BackupRefused) as refused:
        restore(broken, site, now)

    assert refused.value.refusal == Refusal.DATABASE_REFUSED
    assert Message.objects.get().subject == "before"
    assert (site / "media" / "images" / "a.png").exists()
    assert schemas() == []


def test_what_a_restore_set_aside_before_it_was_cut_off_comes_back(site, take, now):
    queue("before", now)
    taken = take()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {postgres.ASIDE}")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("CREATE TABLE half_restored (x int)")
    dump = taken.file.with_name("empty.pgdump")
    dump.write_bytes(b"")

    with pytest.raises(BackupRefused):
        postgres.restore(dump)

    assert Message.objects.get().subject == "before"
    assert schemas() == []


def test_the_logs_of_another_server_are_not_news_to_this_one(site, take, now):
    """Its transactions were numbered by another: to this server they are from the future."""
    taken_elsewhere = log_position() + 10**9
    StaleKey.objects.create(key="page:1", at=now, transaction=taken_elsewhere)
    reader = LogReader(StaleKey, log_position())
    assert [row.key for row in reader.news()] == ["page:1"], "the control: it would be news"
    taken = take()

    restore(taken.file, site, now)

    reader = LogReader(StaleKey, log_position())
    assert reader.news() == []
    with transaction.atomic():
        mark_stale("page:2", now=now)
    assert [row.key for row in reader.news()] == ["page:2"]


def schemas():
    """What a restore may have left behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = %s", [postgres.ASIDE])
        return cursor.fetchall()


def test_a_program_that_is_older_than_the_server_is_not_used():
    with pytest.raises(BackupRefused) as refused:
        postgres.find_program("pg_dump", at_least=999)

    assert refused.value.refusal == Refusal.NO_PROGRAM


def test_the_password_is_not_on_the_command_line(monkeypatch):
    """Every user of a machine sees the arguments of every process."""
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hidden")

    assert "hidden" not in postgres._connection_string()
