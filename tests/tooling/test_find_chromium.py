from tools import find_chromium


def program(folder, name, *, exits):
    place = folder / name
    place.write_text(f"#!/bin/sh\nexit {exits}\n")
    place.chmod(0o755)
    return str(place)


def test_a_program_that_does_not_start_is_none(tmp_path):
    assert find_chromium.starts(program(tmp_path, "chromium", exits=0))
    assert not find_chromium.starts(program(tmp_path, "broken", exits=1))
    assert not find_chromium.starts(str(tmp_path / "absent"))
    assert not find_chromium.starts(None)


def test_the_named_one_goes_first(monkeypatch):
    monkeypatch.setenv(find_chromium.CHOICE, "/named/chromium")
    assert find_chromium.find() == "/named/chromium"


def test_the_first_on_the_path_is_found(tmp_path, monkeypatch):
    monkeypatch.delenv(find_chromium.CHOICE, raising=False)
    place = program(tmp_path, "chromium", exits=0)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium.find() == place


def test_without_a_package_manager_playwright_is_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium.by_package_manager() == []


def test_only_root_goes_without_the_sandbox(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "--no-sandbox" not in find_chromium.flags()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "--no-sandbox" in find_chromium.flags()
