"""A start with a replica, and starts that are refused because what is named is none."""

from urllib.parse import quote

import psycopg
import pytest

from standfirst.config.database import replica_of
from standfirst.delivery.replica import ReplicaRefused, is_used, use_replica
from tests.cli.processes import call, until
from tests.cli.sites import ask, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres_only,
    pytest.mark.django_db(transaction=True),
]


def entry_of(url):
    return replica_of("postgresql:///paper", url)


def test_the_primary_is_no_replica_of_itself(standby, database, any_database):
    with pytest.raises(ReplicaRefused, match="no standby"):
        use_replica(entry_of(standby.primary.url(database)))
    assert not is_used()


def test_another_database_is_no_replica(standby, any_database):
    with pytest.raises(ReplicaRefused, match="another database"):
        use_replica(entry_of(standby.url("postgres")))
    assert not is_used()


def test_one_that_cannot_be_reached_is_refused(any_database):
    with pytest.raises(ReplicaRefused, match="cannot be asked"):
        use_replica(entry_of("postgresql://nobody@127.0.0.1:1/paper"))
    assert not is_used()


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_start_with_a_wrong_one_is_one_sentence(command, own_site, standby, database):
    wrong = standby.primary.url(database)
    done = call(command, site=own_site, DATABASE_REPLICA_URL=wrong)

    assert done.returncode == 1
    said = done.stderr if command == "run" else done.stdout
    lines = [line for line in said.splitlines() if "DATABASE_REPLICA_URL" in line]
    assert len(lines) == 1, done
    assert "Traceback" not in done.stderr


def test_a_paper_that_is_served_asks_it(own_site, standby, database, publish, tmp_path):
    publish("The gate opens")
    url = f"{standby.readers_url(database)}&application_name={quote('the paper')}"
    with served(own_site, tmp_path / "log", DATABASE_REPLICA_URL=url) as (port, _):
        # A node has said that it lives, and the standby has heard.
        assert b"The gate opens" in ask(port, "/search/?q=gate")[2]
        until(lambda: is_connected(standby, database), what="the paper's connection")

        standby.kill()

        status, _, page = ask(port, "/search/?q=gate")
        assert (status, b"The gate opens" in page) == (200, True)
    said = (tmp_path / "log").read_text()
    assert said.count("replica_away") == 1
    assert "Traceback" not in said


def is_connected(standby, database):
    asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'the paper'"
    with psycopg.connect(standby.url(database)) as connection:
        return connection.execute(asked).fetchone()[0] == 1
