"""The commands as an operator meets them: real processes on folders of their own."""

import json
import shutil
import stat
import zipfile

import pytest
from click.testing import CliRunner

from standfirst.cli.demo_command import UNFINISHED, clear_half_a_demo
from standfirst.cli.main import COMMANDS, SETTINGS_MODULE, standfirst
from standfirst.cli.state import SETTINGS_FILE
from standfirst.config import settings as our_settings
from standfirst.config.site_folder import FILE_NAME
from tests.cli.processes import call

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]


def test_both_sides_mean_the_same_file():
    assert SETTINGS_FILE == FILE_NAME
    assert our_settings.__name__ == SETTINGS_MODULE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    done = CliRunner().invoke(standfirst, [name, "--help"])

    assert done.exit_code == 0, done.output
    if name != "import":  # a group: its own commands have the examples
        assert "Example:" in done.output


def test_an_unknown_command_is_refused():
    done = CliRunner().invoke(standfirst, ["publish"])

    assert (done.exit_code, "No such command" in done.output) == (2, True)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A site that `init` has made, and what it said."""
    site = tmp_path_factory.mktemp("made") / "site"
    done = call("init", "--email", "olive@paper.test", "--name", "The Weir Courier", site=site)
    assert done.returncode == 0, done.stderr
    return site, done.stdout


def ask_site(site, expression, imports=""):
    code = f"{imports}\nimport json; print(json.dumps({expression}))"
    done = call("manage", "shell", "-v0", "-c", code, site=site)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_init_makes_a_folder_that_only_its_owner_reads(made):
    site, _ = made

    modes = {
        name: stat.S_IMODE((site / name).stat().st_mode)
        for name in ("standfirst.toml", "db.sqlite3", "backups")
    }
    assert modes == {"standfirst.toml": 0o600, "db.sqlite3": 0o600, "backups": 0o700}
    assert (site / "media").is_dir()


def test_init_makes_groups_pages_and_an_owner_who_can_sign_in(made):
    site, said = made
    password = said.partition("password ")[2].split(" ")[0]
    imports = (
        "from django.contrib.auth import authenticate\n"
        "from django.contrib.auth.models import Group\n"
        "from wagtail.models import Page\n"
        f"user = authenticate(email='olive@paper.test', password='{password}')"
    )
    found = ask_site(
        site,
        "{'groups': sorted(Group.objects.values_list('name', flat=True)),"
        " 'owner': [user.is_staff, user.is_superuser, user.has_perm('wagtailadmin.access_admin')],"
        " 'pages': sorted(Page.objects.filter(depth=3, live=True).values_list('slug', flat=True))}",
        imports,
    )

    assert found["groups"] == ["editor", "moderator", "owner", "treasurer"]
    assert found["owner"] == [True, False, True]
    assert {"imprint", "privacy", "about"} <= set(found["pages"])


def test_init_again_changes_nothing(made):
    site, _ = made
    settings = (site / "standfirst.toml").read_text()
    counted = (
        "[User.objects.count(), Page.objects.count(), Group.objects.count(),"
        " GroupPagePermission.objects.count()]"
    )
    imports = (
        "from django.contrib.auth.models import Group\n"
        "from wagtail.models import GroupPagePermission, Page\n"
        "from standfirst.people.models import User"
    )
    before = ask_site(site, counted, imports)

    done = call("init", "--email", "olive@paper.test", site=site)

    assert (done.returncode, "password" in done.stdout) == (0, False)
    assert ask_site(site, counted, imports) == before
    assert (site / "standfirst.toml").read_text() == settings


def test_init_refuses_what_is_no_address(tmp_path):
    done = call("init", "--email", "olive", site=tmp_path / "x")

    assert (done.returncode, "no e-mail address" in done.stderr) == (1, True)
    assert not (tmp_path / "x").exists()


def test_init_where_nothing_can_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()

    done = call("init", "--email", "olive@paper.test", site=tmp_path / "file" / "site")

    assert done.returncode == 1
    assert "cannot be made a site" in done.stderr
    assert done.stderr.count("\n") == 1


def test_check_says_which_pages_are_empty(made):
    done = call("check", site=made[0])

    assert done.returncode == 0
    for words in ("the imprint", "the privacy page", "the house rules"):
        assert f"{words} (" in done.stdout
    for words in ("an address for readers", "an address for authorities", "the languages"):
        assert f"Missing: {words}" in done.stdout


def test_check_is_content_with_pages_that_say_something(made, tmp_path):
    site = shutil.copytree(made[0], tmp_path / "copy")
    write = (
        "from standfirst.lib.clock import now\n"
        "from standfirst.newsroom.actions import write_page\n"
        "from standfirst.newsroom.models import PlainPage\n"
        "from standfirst.siteconfig.actions import Paragraph, publish_rules\n"
        "for slug in ('imprint', 'privacy'):\n"
        "    page = PlainPage.objects.get(slug=slug)\n"
        "    write_page(page=page, story=[{'type': 'paragraph', 'value': '<p>Us.</p>'}], now=now())\n"
        "from standfirst.siteconfig.actions import change_identity\n"
        "change_identity(contact_readers='us@paper.test', contact_authorities='us@paper.test', "
        "contact_languages='English', now=now())\n"
        "publish_rules(introduction='Be kind.', paragraphs=[Paragraph('Kind', 'Be it.')], now=now())\n"
    )
    done = call("manage", "shell", "-v0", "-c", write, site=site)
    assert done.returncode == 0, done.stderr

    assert call("check", site=site).stdout == "All is well.\n"


def test_check_refuses_a_default_secret_key(made, tmp_path):
    done = call("check", site=tmp_path)

    assert (done.returncode, "standfirst init" in done.stderr) == (1, True)


def test_export_writes_statements_of_reasons(made):
    done = call("export", "statements", site=made[0])
    assert (done.returncode, json.loads(done.stdout)) == (0, {"statements": []})

    done = call("export", "statements", "--csv", "--since", "2026-01-01", site=made[0])
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert done.stdout.startswith("puid,")


def test_sweep_runs_every_task(made):
    done = call("sweep", site=made[0])

    assert done.returncode == 0, done.stdout
    assert "publish_scheduled_pages: done" in done.stdout
    assert "recount_ledger" in done.stdout


def test_ledger_verify_reads_the_books(made, tmp_path):
    sound = call("ledger", "verify", site=made[0])
    assert (sound.returncode, sound.stdout) == (0, "Entries read: 0. Wrong: 0.\n")

    site = shutil.copytree(made[0], tmp_path / "tampered")
    run = (
        "from standfirst.funding.models import LedgerHead;"
        "LedgerHead.objects.update_or_create(pk=1, defaults={'sequence': 7})"
    )
    assert call("manage", "shell", "-v0", "-c", run, site=site).returncode == 0
    done = call("ledger", "verify", site=site)
    assert (done.returncode, "#7: the head is not the last entry" in done.stdout) == (1, True)


def test_reconcile_compares_the_books(made):
    done = call("reconcile", site=made[0])
    assert (done.returncode, done.stdout) == (0, "rehearsal: 0 lines compared, 0 differ.\n")


def test_upgrade_backs_up_migrates_and_checks(made, tmp_path, static_files):
    site = shutil.copytree(made[0], tmp_path / "old")
    (site / "static").symlink_to(static_files)
    call("manage", "migrate", "notify", "zero", site=site)
    refused = call("work", "--until-idle", site=site)
    assert (refused.returncode, "standfirst upgrade" in refused.stderr) == (1, True)

    done = call("upgrade", site=site)

    assert done.returncode == 0, done.stderr
    assert "Migrated." in done.stdout
    (kept,) = (site / "backups").glob("before-upgrade-*.zip")
    with zipfile.ZipFile(kept) as archive:
        assert "notify.0001_initial" not in json.loads(archive.read("manifest.json"))["migrations"]
    assert call("work", "--until-idle", site=site).returncode == 0
    again = call("upgrade", site=site)
    assert "The database was up to date." in again.stdout
    assert len(list((site / "backups").glob("*.zip"))) == 1


def test_an_upgrade_has_the_cdn_drop_every_page(made, tmp_path, static_files):
    site = shutil.copytree(made[0], tmp_path / "old")
    (site / "static").symlink_to(static_files)
    behind = {
        "STANDFIRST_CDN": "varnish",
        "STANDFIRST_CDN_PURGE_URLS": "http://127.0.0.1:1",
    }
    waiting = "sorted(CdnPurge.objects.values_list('tag', flat=True))"
    imports = "from standfirst.delivery.models import CdnPurge"

    call("upgrade", site=site)
    assert ask_site(site, waiting, imports) == [], "the control: there is none"
    call("upgrade", site=site, **behind)
    assert ask_site(site, waiting, imports) == ["paper", "paper"]


def test_a_newer_database_is_refused_in_one_sentence(made, tmp_path):
    site = shutil.copytree(made[0], tmp_path / "newer")
    plant = (
        "from django.db.migrations.recorder import MigrationRecorder as R\n"
        "from django.db import connection\n"
        "R(connection).record_applied('delivery', '9999_of_the_future')"
    )
    call("manage", "shell", "-v0", "-c", plant, site=site)

    for command in ("run", "upgrade"):
        done = call(command, site=site)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "newer release" in done.stderr


def test_a_backup_does_not_overwrite_unasked(made, tmp_path):
    (tmp_path / "b.zip").write_text("mine")

    done = call("backup", str(tmp_path / "b.zip"), site=made[0])

    assert (done.returncode, (tmp_path / "b.zip").read_text()) == (1, "mine")


def test_a_broken_backup_is_one_sentence(tmp_path):
    (tmp_path / "b.zip").write_text("no zip")

    done = call("restore", str(tmp_path / "b.zip"), site=tmp_path / "x")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "x").exists()


def test_a_demo_does_not_take_the_place_of_a_paper(made):
    done = call("demo", site=made[0])

    assert (done.returncode, "a paper" in done.stderr) == (1, True)
    assert call("demo", "--if-missing", site=made[0]).returncode == 0


def test_half_a_demo_is_cleared_away_and_nothing_else(made, tmp_path):
    """Interrupted at a random place, the demo leaves a mark; what has none is somebody's paper."""
    site = shutil.copytree(made[0], tmp_path / "half")
    for name in ("media/images/mine.png", "notes.txt"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("mine")

    clear_half_a_demo(site)

    assert not (site / "db.sqlite3").exists()
    assert not (site / UNFINISHED).exists()
    assert (site / "notes.txt").exists()
    assert (site / "standfirst.toml").exists()
