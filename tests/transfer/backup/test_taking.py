import hashlib
import json
import stat
import threading
import zipfile

import pytest
from django.db import connection, connections

from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.transfer.backup.taking import take_backup
from tests.transfer.backup.conftest import PICTURE

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_holds_database_media_settings_and_a_list_with_their_hashes(take, database_name):
    taken = take()

    with zipfile.ZipFile(taken.file) as archive:
        listed = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {
            database_name, "media/images/a.png", "standfirst.toml", "manifest.json",
        }  # fmt: skip
        assert archive.read("media/images/a.png") == PICTURE
        for name, entry in listed["files"].items():
            data = archive.read(name)
            assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["size"], entry["sha256"])
    assert "outbox.0001_initial" in listed["migrations"]
    assert listed["engine"] == connection.vendor


def test_only_its_owner_can_read_it(take):
    assert stat.S_IMODE(take().file.stat().st_mode) == 0o600


def test_the_address_of_the_database_stays_out_of_it(site, take):
    """A copy of a paper must not write into the original's database."""
    settings = site / "standfirst.toml"
    original = settings.read_text()
    settings.write_text(
        original
        + 'database_url = "postgresql://u:secret@db/paper"\n'
        + 'database_replica_url = "postgresql://u:secret@standby/paper"\n'
    )
    try:
        taken = take()
    finally:
        settings.write_text(original)

    with zipfile.ZipFile(taken.file) as archive:
        assert archive.read("standfirst.toml").decode() == original


def test_a_link_in_the_media_is_left_out(site, take):
    (site / "media" / "link").symlink_to("/etc/passwd")

    assert "media/link" not in take().manifest.files


def test_a_backup_that_fails_leaves_nothing_half_made(site, tmp_path, now):
    def fail(size):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        take_backup(site=site, target=tmp_path / "x.zip", now=now, watch=fail)

    assert list(tmp_path.iterdir()) == []


def test_while_people_write_it_is_one_moment_with_all_that_was_before(take, tmp_path, now):
    """Every row that was acknowledged before the start is in it, and nothing is torn."""
    acknowledged, stop = [], threading.Event()

    def write():
        try:
            number = 0
            while not stop.is_set():
                number += 1
                envelope = Envelope(kind="t", address="a@paper.test", subject=f"{number}", text="x")
                queue_message(envelope=envelope, now=now)
                acknowledged.append(str(number))
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(acknowledged) < 20:
            pass
        before = list(acknowledged)
        taken = take()
    finally:
        stop.set()
        writer.join()

    subjects = messages_in(taken, tmp_path)
    assert set(before) <= set(subjects)
    assert sorted(map(int, subjects)) == list(range(1, len(subjects) + 1))
    assert len(subjects) < Message.objects.count(), "nobody wrote during the backup"


def messages_in(taken, tmp_path):
    """The subjects of all messages in a backup."""
    with zipfile.ZipFile(taken.file) as archive:
        archive.extract(taken.manifest.database_name, tmp_path)
    file = tmp_path / taken.manifest.database_name
    return messages_in_sqlite(file) if connection.vendor == "sqlite" else messages_in_dump(file)


def messages_in_sqlite(file):
    import sqlite3  # noqa: PLC0415 (the library that the site uses)

    opened = sqlite3.connect(file)
    rows = opened.execute("SELECT subject FROM notify_message").fetchall()
    opened.close()
    return [row[0] for row in rows]


def messages_in_dump(file):
    import subprocess  # noqa: PLC0415

    from standfirst.transfer.backup.postgres import find_program, server_version  # noqa: PLC0415

    program = find_program("pg_restore", at_least=server_version())
    arguments = ["--data-only", "--table=notify_message", "--file=-", str(file)]
    text = subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout
    _, _, copied = text.partition("COPY public.notify_message")
    head, _, rows = copied.partition("\n")
    place = [name.strip(' ("') for name in head.partition("(")[2].split(",")].index("subject")
    return [row.split("\t")[place] for row in rows.partition("\n\\.")[0].splitlines()]
