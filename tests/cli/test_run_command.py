import os
import signal
import socket
import stat

import pytest

from tests.cli.processes import call, descendants, is_alive, running, until, words_of
from tests.cli.sites import ask, is_ready, served

# tests/crash serves a paper on both engines.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


def child_named(supervisor, word):
    """The number of the supervisor's own child that calls itself so."""
    return next(
        (pid for pid in descendants(supervisor.pid) if f"standfirst: {word}" in words_of(pid)[0]),
        None,
    )


def test_it_serves_says_where_everything_is_and_ends_on_request(own_site, tmp_path):
    log = tmp_path / "log"
    with served(own_site, log) as (port, supervisor):
        until(lambda: "Stop with Ctrl-C" in log.read_text(), what="the list of addresses")
        assert ask(port, "/healthz")[0] == 200
        for place in (f"http://127.0.0.1:{port}/", f":{port}/admin/", str(own_site)):
            assert place in log.read_text()
        everybody = descendants(supervisor.pid)

        supervisor.send_signal(signal.SIGTERM)

        assert supervisor.wait(timeout=20) == 0
        assert [pid for pid in everybody if is_alive(pid)] == []


def test_static_files_are_hashed_compressed_and_kept_for_ever(own_site, tmp_path):
    with served(own_site, tmp_path / "log") as (port, _):
        page = ask(port, "/nothing-here/")[2].decode()
        sheet = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        status, headers, _ = ask(port, sheet, headers={"Accept-Encoding": "br"})

    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "br"


def test_children_end_within_two_seconds_of_the_supervisors_kill(own_site, tmp_path):
    with served(own_site, tmp_path / "log") as (_, supervisor):
        everybody = descendants(supervisor.pid)
        assert len(everybody) >= 3  # Granian, its worker, our worker

        supervisor.kill()
        supervisor.wait()

        until(lambda: not any(map(is_alive, everybody)), seconds=2, what="the end of all children")


@pytest.mark.parametrize("word", ["front", "app", "live", "worker"])
def test_a_child_that_dies_is_started_again(own_site, tmp_path, word):
    with served(own_site, tmp_path / "log") as (port, supervisor):
        victim = child_named(supervisor, word)
        below = descendants(victim)

        os.kill(victim, signal.SIGKILL)

        until(lambda: not is_alive(victim) and not any(map(is_alive, below)), what="its end")
        another = until(lambda: child_named(supervisor, word), what="another child")
        assert another != victim
        until(lambda: is_ready(port), what="a paper that is ready again")


def test_a_worker_of_the_app_that_dies_is_started_again(own_site, tmp_path):
    with served(own_site, tmp_path / "log") as (port, supervisor):
        victim = descendants(child_named(supervisor, "app"))[-1]

        os.kill(victim, signal.SIGKILL)

        until(lambda: not is_alive(victim), what="its end")
        until(lambda: is_ready(port), what="a paper that is ready again")


def refused(done):
    """What a start that failed said: one sentence, no traceback, an honest exit code."""
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_port_in_use_is_one_sentence(own_site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = call("run", "--port", str(taken.getsockname()[1]), site=own_site)

    assert "is in use" in refused(done)


def test_an_unmigrated_database_is_one_sentence(own_site):
    call("manage", "migrate", "delivery", "zero", site=own_site)

    assert "run `standfirst upgrade`" in refused(call("run", site=own_site))


def test_a_folder_without_a_site_is_one_sentence(tmp_path):
    assert "standfirst init" in refused(call("run", site=tmp_path / "nowhere", DATABASE_URL=""))


def test_a_misspelt_setting_is_one_sentence(own_site):
    with (own_site / "standfirst.toml").open("a") as file:
        file.write("\nprot = 8000\n")

    assert "prot" in refused(call("run", site=own_site))


def test_settings_that_contradict_are_one_sentence(own_site):
    done = call("run", site=own_site, STANDFIRST_URL="https://paper.example", STANDFIRST_DEBUG="1")

    assert "debug" in refused(done)


def test_a_database_that_is_away_is_one_sentence(own_site):
    away = "postgresql://nobody@127.0.0.1:1/paper"

    assert "cannot be opened" in refused(call("run", site=own_site, DATABASE_URL=away))


def test_a_replica_of_sqlite_is_one_sentence(own_site):
    replica = "postgresql://nobody@127.0.0.1:1/paper"

    said = refused(call("run", site=own_site, DATABASE_URL="", DATABASE_REPLICA_URL=replica))
    assert "SQLite has no replica" in said


def test_a_site_is_served_once(own_site, tmp_path):
    with served(own_site, tmp_path / "log"):
        assert "running already" in refused(call("run", "--port", "1", site=own_site))


@pytest.mark.parametrize(
    "how", [{"arguments": ("--address", "0.0.0.0")}, {"STANDFIRST_URL": "https://paper.example"}]
)
def test_a_site_with_demo_people_stays_on_this_machine(own_site, how):
    make = (
        "from standfirst.people.models import User;"
        "User.objects.create_user('editor@reader.example.test', 'x')"
    )
    assert call("manage", "shell", "-c", make, site=own_site).returncode == 0
    arguments = how.get("arguments", ())
    environment = {name: value for name, value in how.items() if name != "arguments"}

    done = call("run", *arguments, site=own_site, **environment)

    assert "demo's people" in refused(done)


def test_a_site_without_demo_people_may_go_into_the_open(own_site, tmp_path):
    """The control of the test above."""
    with served(own_site, tmp_path / "log", "--address", "0.0.0.0") as (port, _):
        assert ask(port, "/healthz")[0] == 200


def test_a_web_server_may_be_let_in_to_the_event_streams_by_its_group(own_site, tmp_path):
    """The folder of the sockets stays as its operator has made it, and the socket is its group's."""
    folder = own_site / "run"
    folder.mkdir()
    folder.chmod(0o2710)
    with served(own_site, tmp_path / "log"):
        live = (folder / "live.sock").stat()
        assert stat.filemode(live.st_mode) == "srw-rw----"
        assert live.st_gid == folder.stat().st_gid
        assert stat.filemode(folder.stat().st_mode) == "drwx--s---"


def test_ctrl_c_ends_it(own_site, tmp_path):
    with served(own_site, tmp_path / "log") as (_, supervisor):
        supervisor.send_signal(signal.SIGINT)

        assert supervisor.wait(timeout=20) == 0


def test_the_worker_alone_ends_on_request(own_site, tmp_path):
    log = tmp_path / "log"
    with running("work", site=own_site, log=log) as worker:
        until(lambda: "working" in log.read_text(), what="a worker that works")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
