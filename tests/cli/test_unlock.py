"""The second step of somebody who has lost it, taken away by the operator."""

import getpass

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from wagtail.models import ModelLogEntry

from standfirst.cli import unlock_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def unlock(monkeypatch):
    # The database of the tests is a site's without a folder's settings.
    monkeypatch.setattr(unlock_command, "require_site", lambda: None)
    return lambda address: CliRunner().invoke(unlock_command.command, [address])


def test_whoever_lost_it_is_unlocked_and_it_says_by_whom(unlock, editor):
    done = unlock(editor.email.upper())
    assert (done.exit_code, editor.email in done.output) == (0, True)
    assert not Authenticator.objects.filter(user=editor.user).exists()
    assert ModelLogEntry.objects.get().data == {"by": getpass.getuser()}


@pytest.mark.parametrize("address", ["nobody@paper.test", "rita.reader@paper.test"])
def test_where_there_is_nothing_to_take_away_it_is_said_in_a_sentence(unlock, reader, address):
    done = unlock(address)
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
