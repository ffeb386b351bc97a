"""Restoring an older backup does not bring back who was erased since."""

import pytest
from click.testing import CliRunner
from django.db import transaction

from standfirst.accounts.erasing import erase_again, erase_person, follow_journal
from standfirst.cli.backup_command import command as backup
from standfirst.cli.restore_command import command as restore
from standfirst.people.actions import make_guest, prove_address
from standfirst.people.journal import (
    JOURNAL,
    entries_known,
    read_journal,
    write_journal,
)
from standfirst.people.models import Erasure, Person, Texts, User
from tests.accounts.canaries import tables_with_canaries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def journal(site):
    place = site / JOURNAL
    place.unlink(missing_ok=True)
    yield place
    place.unlink(missing_ok=True)


def somebody(now, name="Canary"):
    person = prove_address(
        person=make_guest(now=now), address=f"{name.lower()}@canary.test", now=now
    )
    Person.objects.filter(pk=person.pk).update(name=name)
    return Person.objects.get(pk=person.pk)


def run(command, *arguments):
    done = CliRunner().invoke(command, [str(argument) for argument in arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_an_older_backup_brings_nobody_back(site, journal, tmp_path, now):
    person, other = somebody(now), somebody(now, "Other")
    file = tmp_path / "older.zip"
    run(backup, file)
    erase_person(person=person, texts=Texts.KEPT, now=now)

    said = run(restore, file, "--replace")

    assert "Erased again, as they had asked: 1." in said
    person = Person.objects.get(pk=person.pk)
    assert (person.name, person.email, person.erased_at is None) == ("", "", False)
    assert Erasure.objects.get().texts == Texts.KEPT
    assert Person.objects.get(pk=other.pk).name == "Other"
    # The one with the address of the other is no canary of ours.
    Person.objects.filter(pk=other.pk).update(email="", email_proven_at=None)
    assert tables_with_canaries() == set()


def test_without_the_journal_they_would_be_back(site, journal, tmp_path, now):
    person = somebody(now)
    file = tmp_path / "older.zip"
    run(backup, file)
    erase_person(person=person, texts=Texts.DELETED, now=now)
    journal.unlink()
    Erasure.objects.all().delete()

    run(restore, file, "--replace")

    assert Person.objects.get(pk=person.pk).name == "Canary"


def test_the_journal_names_nobody(site, journal, enrol, now):
    user = enrol("Canary Person").user
    erase_person(person=Person.objects.get(user=user), texts=Texts.DELETED, now=now)
    words = journal.read_text()
    assert words.count("\n") == 1
    assert "anary" not in words
    assert "paper.test" not in words


def test_on_a_new_machine_the_journal_beside_the_backups_is_read(site, journal, tmp_path, now):
    person = somebody(now)
    safe = tmp_path / "safe"
    safe.mkdir()
    run(backup, safe / "monday.zip")
    erase_person(person=person, texts=Texts.DELETED, now=now)
    run(backup, safe / "tuesday.zip")
    journal.unlink()
    Erasure.objects.all().delete()

    run(restore, safe / "monday.zip", "--replace")

    assert Person.objects.get(pk=person.pk).name == ""
    assert read_journal(journal) == read_journal(safe / JOURNAL)


def test_a_merge_that_the_backup_does_not_know_yet_hides_nobody(site, journal, tmp_path, now):
    guest, person = somebody(now, "Canary Guest"), somebody(now)
    file = tmp_path / "older.zip"
    run(backup, file)
    Person.objects.filter(pk=guest.pk).update(merged_into=person)
    erase_person(person=person, texts=Texts.DELETED, now=now)

    run(restore, file, "--replace")

    assert tables_with_canaries() == set()
    assert Person.objects.filter(erased_at__isnull=False).count() == 2


def test_an_account_that_had_no_person_yet_is_erased_again(site, journal, tmp_path, enrol, now):
    person = enrol("Canary Person")
    user = person.user
    erase_person(person=person, texts=Texts.DELETED, now=now)
    # As a backup from before the first sign-in has it.
    number = read_journal(journal)[0].user
    User.objects.create_user(
        "canary@canary.test", name="Canary", pk=number, date_joined=user.date_joined
    )

    assert follow_journal(now=now) == 1
    assert not User.objects.exists()
    assert tables_with_canaries() == set()


def test_another_who_got_the_same_number_is_left_alone(site, journal, now):
    """A restored database gives numbers anew that were given before."""
    person = somebody(now)
    erase_person(person=person, texts=Texts.DELETED, now=now)
    Erasure.objects.all().delete()
    Person.objects.filter(pk=person.pk).update(
        name="Somebody else", erased_at=None, created_at=now.replace(microsecond=7)
    )
    assert follow_journal(now=now) == 0
    assert Person.objects.get(pk=person.pk).name == "Somebody else"


def test_what_was_rolled_back_is_not_in_the_journal(site, journal, now):
    person = somebody(now)
    with transaction.atomic():
        erase_person(person=person, texts=Texts.DELETED, now=now)
        transaction.set_rollback(True)
    assert not journal.exists()
    assert follow_journal(now=now) == 0


def test_what_the_journal_lacks_is_written_by_the_clock(site, journal, now):
    """A process that died right after its commit has not written its line."""
    erase_person(person=somebody(now), texts=Texts.DELETED, now=now)
    journal.unlink()
    assert follow_journal(now=now) == 0
    assert read_journal(journal) == entries_known()


def test_a_torn_line_takes_no_other_with_it(journal, now):
    erase_person(person=somebody(now), texts=Texts.DELETED, now=now)
    known = entries_known()
    journal.write_text('{"person": 1, "made_at"')
    assert write_journal(journal, known) == 1
    assert read_journal(journal) == known
    assert write_journal(journal, known) == 0


def test_erasing_again_is_nothing_for_who_stayed_erased(journal, now):
    erase_person(person=somebody(now), texts=Texts.DELETED, now=now)
    assert erase_again(entries=read_journal(journal), now=now) == 0
