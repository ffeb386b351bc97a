import pytest

from standfirst.config.database import database_of, postgres
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
