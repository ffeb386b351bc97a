import pytest
from _pytest.outcomes import Failed, Skipped

from tests.plugins.data import absent


def test_what_is_absent_is_skipped_with_its_reason(monkeypatch):
    monkeypatch.delenv("STANDFIRST_REQUIRE_DATA", raising=False)
    with pytest.raises(Skipped, match="no such folder"):
        absent("DATA", "no such folder")


def test_what_is_required_and_absent_fails(monkeypatch):
    monkeypatch.setenv("STANDFIRST_REQUIRE_DATA", "1")
    with pytest.raises(Failed, match="no such folder"):
        absent("DATA", "no such folder")


def test_requiring_one_thing_does_not_require_another(monkeypatch):
    monkeypatch.setenv("STANDFIRST_REQUIRE_DATA", "1")
    monkeypatch.delenv("STANDFIRST_REQUIRE_BROWSER", raising=False)
    with pytest.raises(Skipped):
        absent("BROWSER", "no browser")


def test_the_folder_is_the_named_one(test_data):
    assert test_data.is_dir()
