"""A node's share of a paper: which processes it runs, and where a share makes no sense."""

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from standfirst.cli.shared_settings import settings_mark
from standfirst.delivery.models import Node
from standfirst.lib.clock import now as clock
from tests.cli.processes import call, descendants, running, until, words_of
from tests.cli.sites import ask, served
from tests.cli.test_run_command import refused

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def processes(supervisor):
    """What the processes below a supervisor call themselves; Granian's workers by their parent's name."""
    names = [(words_of(pid) or [""])[0] for pid in descendants(supervisor.pid)]
    return {name.split()[1] for name in names if name.startswith("standfirst: ")}


@pytest.mark.any_engine
@pytest.mark.parametrize("role", ["web", "worker"])
def test_several_nodes_on_sqlite_are_refused_in_one_sentence(own_site, role):
    said = refused(call("run", "--role", role, site=own_site))

    assert "several nodes need PostgreSQL" in said
    assert role in said


@pytest.mark.any_engine
def test_one_node_on_sqlite_does_everything(own_site, tmp_path):
    """The control: the default is a role too."""
    with served(own_site, tmp_path / "log", "--role", "all") as (_, supervisor):
        assert processes(supervisor) == {"front", "app", "live", "worker"}


@pytest.mark.postgres_only
def test_a_web_node_does_no_later_work(own_site, tmp_path):
    with served(own_site, tmp_path / "log", "--role", "web") as (port, supervisor):
        assert ask(port, "/healthz")[0] == 200
        assert processes(supervisor) == {"front", "app", "live"}


@pytest.mark.postgres_only
def test_a_worker_serves_nobody(own_site, tmp_path):
    log = tmp_path / "log"
    with running("run", "--role", "worker", site=own_site, log=log) as supervisor:
        until(lambda: '"working"' in log.read_text(), what="a worker that works")
        assert processes(supervisor) == {"worker"}
        supervisor.terminate()
        assert supervisor.wait(timeout=20) == 0


@pytest.mark.postgres_only
@pytest.mark.parametrize("words", [("--port", "18001"), ("--address", "127.0.0.1")])
def test_a_worker_with_an_address_is_refused_in_one_sentence(own_site, words):
    assert "listens nowhere" in refused(call("run", "--role", "worker", *words, site=own_site))


class TestSharedSettings:
    """A node that has other settings than those that live is none of theirs."""

    @pytest.fixture
    def alive(self, own_site):
        """Have another node say that it lives, started with a secret key or an address of its own."""

        def say(mark=None, **ago):
            seen = clock() - timedelta(**ago)
            Node.objects.create(
                name="elsewhere", seen_at=seen, settings_mark=mark or settings_mark()
            )
            if connection.vendor == "sqlite":
                connection.close()
                shutil.copy(Path(os.environ["STANDFIRST_SITE"]) / "db.sqlite3", own_site)
            connections.close_all()

        return say

    def test_one_with_another_secret_key_is_refused_in_one_sentence(self, own_site, alive):
        alive("0123456789abcdef")
        said = refused(call("run", site=own_site))
        assert "elsewhere" in said
        assert "another secret_key" in said

    def test_one_that_was_started_alike_is_not(self, own_site, tmp_path, alive):
        alive()
        with running("run", site=own_site, log=tmp_path / "log") as supervisor:
            log = tmp_path / "log"
            until(
                lambda: supervisor.poll() is not None or '"started"' in log.read_text(),
                what="a start",
            )
            assert supervisor.poll() is None, log.read_text()

    def test_one_that_died_is_not_asked(self, own_site, tmp_path, alive):
        alive("0123456789abcdef", seconds=16)
        with served(own_site, tmp_path / "log") as (port, _):
            assert ask(port, "/healthz")[0] == 200

    @pytest.mark.any_engine
    @pytest.mark.parametrize(
        "change", [{"url": "https://other.test"}, {"time_zone": "Asia/Tokyo"}, {"language": "de"}]
    )
    def test_what_is_shared_is_in_the_mark_and_what_is_not_is_not(self, settings, change):
        before = settings_mark()
        settings.SITE = replace(settings.SITE, port=9999, app_workers=3)
        assert settings_mark() == before, "the control"
        settings.SITE = replace(settings.SITE, **change)
        assert settings_mark() != before

    @pytest.mark.any_engine
    def test_another_secret_key_is_another_mark_and_not_in_it(self, settings):
        before = settings_mark()
        settings.SECRET_KEY = "z" * 60
        assert settings_mark() != before
        assert "z" * 4 not in settings_mark()
