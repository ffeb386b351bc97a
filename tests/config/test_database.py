import pytest

from standfirst.config.database import database_of, postgres, replica_of
from standfirst.config.site_folder import SettingRefused

pytestmark = pytest.mark.any_engine


def test_without_an_address_it_is_the_sites_own_file(tmp_path):
    entry = database_of(tmp_path, "")

    assert entry["NAME"] == str(tmp_path / "db.sqlite3")
    assert entry["CONN_MAX_AGE"] is None


def test_an_address_is_taken_apart():
    entry = postgres("postgresql://us%40er:p%2Fw@db.test:6432/paper?sslmode=require")

    assert (entry["USER"], entry["PASSWORD"], entry["HOST"]) == ("us@er", "p/w", "db.test")
    assert (entry["PORT"], entry["NAME"], entry["OPTIONS"]) == (
        "6432",
        "paper",
        {"sslmode": "require"},
    )
    assert entry["CONN_MAX_AGE"] is None


def test_the_host_may_be_a_folder_of_sockets():
    assert postgres("postgresql://u@/paper?host=%2Frun%2Fpg")["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://a/b", "sqlite:///x", "paper", "postgresql://host/"),
        *("postgresql://host:port/paper", "postgresql://host:99999/paper", "postgresql://[::1/p"),
    ],
)
def test_other_addresses_are_refused(tmp_path, url):
    with pytest.raises(SettingRefused):
        database_of(tmp_path, url)


PRIMARY = "postgresql://u@db.test/paper"


def test_a_replica_is_read_only_and_given_up_soon():
    entry = replica_of(PRIMARY, "postgresql://u@standby.test/paper?options=-c%20x.y%3D1")

    assert (entry["HOST"], entry["OPTIONS"]["connect_timeout"]) == ("standby.test", "2")
    assert entry["OPTIONS"]["options"].startswith("-c x.y=1 -c default_transaction_read_only=on ")
    patient = replica_of(PRIMARY, "postgresql://u@standby.test/paper?connect_timeout=9")
    assert patient["OPTIONS"]["connect_timeout"] == "9", "who says otherwise is right"


def test_without_an_address_there_is_no_replica():
    assert replica_of(PRIMARY, "") is None


@pytest.mark.parametrize(
    ("primary", "replica", "said"),
    [
        ("", "postgresql://u@standby.test/paper", "SQLite has no replica"),
        (PRIMARY, "mysql://standby.test/paper", "DATABASE_REPLICA_URL must begin"),
        (PRIMARY, "postgresql://standby.test/", "DATABASE_REPLICA_URL names no database"),
        (PRIMARY, "postgresql://standby.test:port/x", "DATABASE_REPLICA_URL is no address"),
    ],
)
def test_other_replicas_are_refused(primary, replica, said):
    with pytest.raises(SettingRefused, match=said) as refused:
        replica_of(primary, replica)
    assert str(refused.value).count(". ") == 0
