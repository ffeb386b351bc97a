import pytest
from django.core.files.base import ContentFile

from standfirst.config.static_files import StaticFiles, is_collected

pytestmark = pytest.mark.any_engine


@pytest.fixture
def storage(tmp_path):
    (tmp_path / "a.css").write_text("a { color: red }" * 100)
    return StaticFiles(location=tmp_path, base_url="/static/")


def test_before_collecting_a_file_has_its_plain_name(storage, tmp_path):
    assert storage.url("a.css") == "/static/a.css"
    assert not is_collected(tmp_path)


def test_after_collecting_its_name_carries_its_content(storage, tmp_path):
    list(storage.post_process({"a.css": (storage, "a.css")}))
    collected = StaticFiles(location=tmp_path, base_url="/static/")
    first = collected.url("a.css")

    assert first.startswith("/static/a.")
    assert first != "/static/a.css"
    assert (tmp_path / f"{first.removeprefix('/static/')}.br").exists()

    storage.delete("a.css")
    storage.save("a.css", ContentFile(b"a { color: blue }"))
    list(storage.post_process({"a.css": (storage, "a.css")}))
    assert StaticFiles(location=tmp_path, base_url="/static/").url("a.css") != first
    assert (tmp_path / first.removeprefix("/static/")).exists(), "pages made before still need it"
