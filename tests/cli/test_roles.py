"""A node's share of a paper: which processes it runs, and where a share makes no sense."""

import pytest

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
