import pytest

from standfirst.config.site_folder import (
    DEFAULT_SECRET_KEY,
    FILE_NAME,
    SettingRefused,
    find_site,
    read_settings,
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / FILE_NAME).write_text(
        'secret_key = "of-the-file"\nport = 8200\nhosts = ["a.test"]\n'
    )
    return tmp_path


def test_the_file_is_read_with_its_types(folder):
    settings = read_settings(folder, {})

    assert (settings.secret_key, settings.port, settings.hosts) == (
        "of-the-file",
        8200,
        ("a.test",),
    )


def test_the_environment_wins_over_the_file(folder):
    environ = {
        "STANDFIRST_PORT": "8300",
        "STANDFIRST_HOSTS": "b.test, c.test",
        "STANDFIRST_DEBUG": "yes",
    }

    settings = read_settings(folder, environ)

    assert (settings.port, settings.hosts, settings.debug) == (8300, ("b.test", "c.test"), True)


def test_a_secret_may_stand_in_a_file_of_its_own(folder):
    (folder / "key").write_text("from-a-file\n")

    settings = read_settings(folder, {"STANDFIRST_SECRET_KEY_FILE": str(folder / "key")})

    assert settings.secret_key == "from-a-file"


def test_the_database_goes_by_its_usual_name(folder):
    assert (
        read_settings(folder, {"DATABASE_URL": "postgresql:///x"}).database_url == "postgresql:///x"
    )


def test_the_replica_goes_by_its_usual_name_and_may_stand_in_a_file(folder):
    (folder / "replica").write_text("postgresql://u:p@standby/x\n")

    named = read_settings(folder, {"DATABASE_REPLICA_URL": "postgresql://standby/x"})
    filed = read_settings(folder, {"DATABASE_REPLICA_URL_FILE": str(folder / "replica")})

    assert named.database_replica_url == "postgresql://standby/x"
    assert filed.database_replica_url == "postgresql://u:p@standby/x"


def test_a_folder_without_a_file_gives_the_defaults(tmp_path):
    assert read_settings(tmp_path, {}).secret_key == DEFAULT_SECRET_KEY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('secert_key = "x"', "secert_key"),
        ("port = '8000'", "whole number"),
        ("port = true", "whole number"),
        ("port = 70000", "65535"),
        ("hosts = 'one.test'", "list of texts"),
        ("debug = 1", "true or false"),
        ('email_security = "ssl3"', "starttls"),
        ("port = ", "not valid TOML"),
        ('origins = "x"', "no setting"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, text, said):
    (tmp_path / FILE_NAME).write_text(text)

    with pytest.raises(SettingRefused, match=said):
        read_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"STANDFIRST_PORT": "eighty"}, "whole number"),
        ({"STANDFIRST_PORT": "٨٠٠٠"}, "whole number"),
        ({"STANDFIRST_DEBUG": "maybe"}, "yes or no"),
        ({"STANDFIRST_SECRET_KEY_FILE": "/nowhere/at/all"}, "cannot be read"),
        ({"STANDFIRST_SECRET_KEY": "x", "STANDFIRST_SECRET_KEY_FILE": "/y"}, "not both"),
    ],
)
def test_an_environment_that_is_not_understood_is_refused(tmp_path, environ, said):
    with pytest.raises(SettingRefused, match=said):
        read_settings(tmp_path, environ)


def test_the_site_is_the_one_that_is_named(tmp_path):
    assert find_site({"STANDFIRST_SITE": str(tmp_path / "x")}, tmp_path) == tmp_path / "x"


def test_the_site_is_the_folder_one_stands_in(folder):
    assert find_site({}, folder) == folder


def test_the_site_is_else_in_var(tmp_path):
    assert find_site({}, tmp_path) == tmp_path / "var" / "site"
