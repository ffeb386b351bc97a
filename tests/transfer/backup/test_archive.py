"""Backups that anybody may have made: each is refused, and nothing is touched."""

import hashlib
import json
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from standfirst.transfer.backup import archive as archiving
from standfirst.transfer.backup.archive import unpack
from standfirst.transfer.backup.refusals import BackupRefused, Refusal
from standfirst.transfer.backup.restoring import restore_backup

# A file is looked at before any database is; what PostgreSQL refuses is in test_postgres.py.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine]


def entry_of(data):
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def rebuilt(source, changes, *, manifest=None, honest=True):
    """Write a backup anew with changed files; an honest one's list agrees with them."""
    target = source.with_name("rebuilt.zip")
    with zipfile.ZipFile(source) as old:
        files = {name: old.read(name) for name in old.namelist()}
    listed = json.loads(files.pop("manifest.json"))
    for name, data in changes.items():
        if data is None:
            files.pop(name)
            if honest:
                listed["files"].pop(name)
        else:
            files[name] = data
            if honest:
                listed["files"][name] = entry_of(data)
    if manifest is not None:
        listed = manifest(listed)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)
        if listed is not None:
            new.writestr(
                "manifest.json", listed if isinstance(listed, bytes) else json.dumps(listed)
            )
    return target


def changed(**values):
    return lambda listed: {**listed, **values}


def snapshot(folder):
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(("-shm", "-wal"))
    }


def refusal_of(file, site, now):
    """Why the backup is refused; and the site is byte for byte what it was."""
    # The last connection to leave moves what is in the log into the file.
    connection.close()
    before, beside = snapshot(site), sorted(site.parent.iterdir())
    with pytest.raises(BackupRefused) as refused:
        restore_backup(source=file, site=site, may_replace=True, now=now, watch=lambda size: None)
    assert snapshot(site) == before
    assert sorted(site.parent.iterdir()) == beside
    return refused.value.refusal


NAMES = [
    "../outside",
    "media/../../outside",
    "/etc/cron.d/evil",
    "media//etc/passwd",
    "media\\..\\outside",
    "C:/outside",
    "media/C:outside",
    "media/./x",
    "media",
    "media/",
    "db.sqlite3",
    "static/evil.js",
    "media/a\nb",
    "media/a\x7fb",
    "media/" + "x" * 2000,
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_backup_has_is_refused(take, site, now, name):
    taken = take()
    evil = rebuilt(taken.file, {}, manifest=lambda listed: with_file(listed, name))

    assert refusal_of(evil, site, now) == Refusal.UNSAFE
    assert not (site.parent / "outside").exists()


def with_file(listed, name):
    return {**listed, "files": {**listed["files"], name: entry_of(b"evil")}}


@pytest.mark.parametrize("name", ["../outside", "media/../../outside", "/tmp/standfirst-outside"])
def test_a_name_that_stands_in_the_archive_alone_is_refused(take, site, now, name):
    evil = rebuilt(take().file, {name: b"evil"}, honest=False)

    assert refusal_of(evil, site, now) == Refusal.BROKEN
    assert not Path("/tmp/standfirst-outside").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_what_is_no_plain_file_is_refused(take, site, now, kind):
    taken = take()
    evil = rebuilt(taken.file, {"media/x": b"/etc"})
    with zipfile.ZipFile(evil) as old:
        files = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(evil, "w") as new:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = ((kind if name == "media/x" else stat.S_IFREG) | 0o777) << 16
            new.writestr(entry, data)

    assert refusal_of(evil, site, now) == Refusal.UNSAFE


def test_a_bomb_is_refused_before_it_grows(take, site, now):
    evil = rebuilt(take().file, {"media/bomb": b"\0" * (64 * 1024 * 1024)})

    assert refusal_of(evil, site, now) == Refusal.TOO_LARGE


def test_a_file_that_is_larger_than_the_disk_is_refused(take, site, now, monkeypatch):
    taken = take()
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr(archiving.shutil, "disk_usage", lambda folder: usage)

    assert refusal_of(taken.file, site, now) == Refusal.TOO_LARGE


def test_a_file_that_grows_past_what_was_promised_is_stopped(take, site, now):
    """The archive's own directory lies about the size, and the list with it."""
    taken = take()
    data = bytearray(rebuilt(taken.file, {"media/x": b"A" * 50_000}).read_bytes())
    for signature, name_at in ((b"PK\x03\x04", 30), (b"PK\x01\x02", 46)):
        place = data.find(signature)
        while not data[place + name_at :].startswith(b"media/x"):
            place = data.find(signature, place + 1)
        size_at = place + (22 if signature == b"PK\x03\x04" else 24)
        data[size_at : size_at + 4] = struct.pack("<I", 10)
    evil = taken.file.with_name("lying.zip")
    evil.write_bytes(data)

    assert refusal_of(evil, site, now) == Refusal.BROKEN


def test_two_files_of_one_name_are_refused(take, site, now):
    evil = rebuilt(take().file, {"media/x": b"one"})
    with zipfile.ZipFile(evil, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("media/x", b"two")

    assert refusal_of(evil, site, now) == Refusal.UNSAFE


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_refused(take, site, now, share):
    taken = take()
    data = taken.file.read_bytes()
    cut = taken.file.with_name("cut.zip")
    cut.write_bytes(data[: int(len(data) * share)])

    assert refusal_of(cut, site, now) == Refusal.BROKEN


def test_a_flipped_bit_is_refused(take, site, now):
    taken = take()
    with zipfile.ZipFile(taken.file) as archive:
        place = archive.getinfo("media/images/a.png").header_offset
    data = bytearray(taken.file.read_bytes())
    data[place + 200] ^= 1
    flipped = taken.file.with_name("flipped.zip")
    flipped.write_bytes(data)

    assert refusal_of(flipped, site, now) == Refusal.BROKEN


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"media/images/a.png": b"other"}, Refusal.BROKEN),
        ({"media/images/a.png": None}, Refusal.BROKEN),
    ],
)
def test_a_file_that_is_not_what_the_list_says_is_refused(take, site, now, changes, expected):
    assert refusal_of(rebuilt(take().file, changes, honest=False), site, now) == expected


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        (lambda listed: None, Refusal.NOT_A_BACKUP),
        (lambda listed: b"{", Refusal.NOT_A_BACKUP),
        (lambda listed: b"[]", Refusal.NOT_A_BACKUP),
        (lambda listed: b"[" * 100_000, Refusal.NOT_A_BACKUP),
        (lambda listed: b"\xff\xfe", Refusal.NOT_A_BACKUP),
        (changed(standfirst_backup="1"), Refusal.NOT_A_BACKUP),
        (changed(standfirst_backup=2), Refusal.NEWER),
        (changed(migrations=["delivery.9999_of_the_future"]), Refusal.NEWER),
        (changed(engine="mysql"), Refusal.UNSAFE),
        (changed(files={}), Refusal.BROKEN),
        (changed(files=[]), Refusal.BROKEN),
        (changed(made_at="yesterday"), Refusal.BROKEN),
    ],
)
def test_a_list_that_is_not_ours_is_refused(take, site, now, manifest, expected):
    assert refusal_of(rebuilt(take().file, {}, manifest=manifest), site, now) == expected


def test_a_foreign_archive_is_refused(take, site, now, tmp_path):
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert refusal_of(foreign, site, now) == Refusal.NOT_A_BACKUP


def test_what_is_no_archive_is_refused(site, now, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear editor")

    assert refusal_of(other, site, now) == Refusal.BROKEN


def test_a_database_that_is_none_is_refused(take, site, now, database_name):
    evil = rebuilt(take().file, {database_name: b"SQLite format 3\0 but no more of it" * 100})

    assert refusal_of(evil, site, now) == Refusal.BROKEN


def test_a_database_of_the_other_kind_is_refused(take, site, now, database_name):
    other = {"database.sqlite3": "database.pgdump", "database.pgdump": "database.sqlite3"}
    engine = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    evil = rebuilt(
        take().file,
        {database_name: None, other[database_name]: b"x"},
        manifest=changed(engine=engine),
    )

    assert refusal_of(evil, site, now) == Refusal.OTHER_ENGINE


def test_an_encrypted_file_is_refused(take, site, now):
    taken = take()
    data = bytearray(taken.file.read_bytes())
    for signature, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        data[place + flags_at] |= 1
    evil = taken.file.with_name("locked.zip")
    evil.write_bytes(data)

    assert refusal_of(evil, site, now) == Refusal.BROKEN


def test_the_control_an_untouched_backup_unpacks(take, tmp_path):
    folder = tmp_path / "fresh"
    folder.mkdir()

    manifest = unpack(rebuilt(take().file, {}), folder, watch=lambda size: None)

    assert set(snapshot(folder)) == set(manifest.files)
