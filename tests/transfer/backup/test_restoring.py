import shutil
import stat

import pytest
from django.db import connection

from standfirst.cli.running import hold_site
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.transfer.backup.refusals import BackupRefused, Refusal
from standfirst.transfer.backup.restoring import restore_backup
from tests.cli.processes import call
from tests.transfer.backup.conftest import PICTURE

pytestmark = pytest.mark.django_db(transaction=True)


def queue(subject, now):
    envelope = Envelope(kind="t", address="a@paper.test", subject=subject, text="x")
    return queue_message(envelope=envelope, now=now)


def restore(file, site, now, *, may_replace=True):
    return restore_backup(
        source=file, site=site, may_replace=may_replace, now=now, watch=lambda size: None
    )


def test_the_site_is_again_what_it_was(site, take, now):
    queue("before", now)
    taken = take()
    queue("after", now)
    (site / "media" / "images" / "a.png").write_bytes(b"changed")
    (site / "media" / "images" / "b.png").write_bytes(b"added")

    restored = restore(taken.file, site, now)

    assert [message.subject for message in Message.objects.all()] == ["before"]
    assert (site / "media" / "images" / "a.png").read_bytes() == PICTURE
    assert not (site / "media" / "images" / "b.png").exists()
    assert (restored.kept / "media" / "images" / "b.png").read_bytes() == b"added"
    for name in ("standfirst.toml", *(["db.sqlite3"] if connection.vendor == "sqlite" else [])):
        assert stat.S_IMODE((site / name).stat().st_mode) == 0o600


def test_what_the_restored_site_writes_is_kept_too(site, take, now):
    """Not even a left-over journal or a sequence of the old database gets in its way."""
    queue("before", now)
    taken = take()
    restore(taken.file, site, now)
    queue("written afterwards", now)

    assert Message.objects.count() == 2


def test_a_site_that_is_there_is_not_replaced_unasked(site, take, now):
    taken = take()
    queue("after", now)

    with pytest.raises(BackupRefused) as refused:
        restore(taken.file, site, now, may_replace=False)

    assert refused.value.refusal == Refusal.SITE_EXISTS
    assert Message.objects.count() == 1


def test_settings_that_are_there_stay(site, take, now):
    taken = take()
    before = (site / "standfirst.toml").read_text()
    (site / "standfirst.toml").write_text(before + "# mine\n")

    restore(taken.file, site, now)

    assert (site / "standfirst.toml").read_text() == before + "# mine\n"
    (site / "standfirst.toml").write_text(before)


@pytest.mark.any_engine
@pytest.mark.slow
def test_on_another_path_it_is_the_same_site(site, take, tmp_path, now):
    queue("before", now)
    taken = take()
    copy = tmp_path / "elsewhere"

    done = call("restore", str(taken.file), site=copy)

    assert (done.returncode, done.stderr) == (0, "")
    assert (copy / "media" / "images" / "a.png").read_bytes() == PICTURE
    assert (copy / "standfirst.toml").read_text() == (site / "standfirst.toml").read_text()
    asked = "from standfirst.notify.models import Message; print(Message.objects.get().subject)"
    assert call("manage", "shell", "-v0", "-c", asked, site=copy).stdout.strip() == "before"


def test_a_running_site_is_not_overwritten(site, take, tmp_path):
    taken = take()
    with hold_site(site):
        done = call("restore", str(taken.file), "--replace", site=site)

    assert done.returncode == 1
    assert "is being served" in done.stderr
    (site / "run.lock").unlink()


def test_the_working_folder_goes_away_whatever_happens(site, take, now, tmp_path):
    taken = take()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(taken.file.read_bytes()[:-200])
    fresh = tmp_path / "fresh"

    with pytest.raises(BackupRefused):
        restore(broken, fresh, now)

    assert not fresh.exists()
    assert not list(site.glob(".restoring-*"))
    shutil.rmtree(fresh, ignore_errors=True)
