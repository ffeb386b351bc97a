"""The test database itself: it is a file or a real server, and forgets what a test committed."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Locale, Page

from tests.plugins.postgres import SOCKETS, Server


@pytest.mark.django_db
def test_the_database_is_real():
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        assert file.is_relative_to(os.environ["STANDFIRST_SITE"])
        assert file.exists()
    else:
        assert connection.pg_version >= 150000


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_nobody_else_tests_on_this_server():
    """Else what is settled here would wait for the transactions of another process's tests."""
    assert databases_of_others() == set()


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_the_control_somebody_else_would_be_seen():
    server = Server(os.environ[SOCKETS])
    server.run("CREATE DATABASE gw_another")
    try:
        assert databases_of_others() == {"gw_another"}
    finally:
        server.run("DROP DATABASE gw_another")


def databases_of_others():
    own = connection.settings_dict["NAME"]
    return {
        name
        for name in Server(os.environ[SOCKETS]).databases()
        if name.startswith(("gw", "single")) and not name.startswith(own)
    }


@pytest.mark.parametrize("attempt", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next(transactional_db, attempt):
    assert not Group.objects.filter(name="Passing").exists()
    Group.objects.create(name="Passing")


@pytest.mark.parametrize("attempt", [1, 2])
def test_what_migrations_made_survives_a_test_that_commits(transactional_db, attempt):
    assert Page.objects.filter(depth=1).count() == 1
    assert Locale.objects.count() == 1
    Page.objects.all().delete()
    Locale.objects.all().delete()


@pytest.mark.parametrize("attempt", [1, 2])
def test_what_a_test_leaves_in_its_transaction_is_gone_in_the_next(db, attempt):
    assert not Group.objects.filter(name="Passing").exists()
    Group.objects.create(name="Passing")
