from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.base import ContentFile

from standfirst.config.static_files import StaticFiles, is_collected, shortened

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


# What a browser understood of a style sheet: rule by rule, as it would write them. It keeps the spaces
# of a value with a variable in it, and of a property of our own: beside such signs they mean nothing.
RULES = r"""css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return Array.from(sheet.cssRules, rule => rule.cssText
    .replace(/\s+/g, ' ').replace(/\s*([,:;{}])\s*/g, '$1'));
}"""
SHEETS = sorted(Path(find("standfirst/css")).glob("*.css"))


@pytest.mark.browser
def test_a_shortened_style_sheet_means_the_same(page):
    for sheet in SHEETS:
        css = sheet.read_text()
        assert page.evaluate(RULES, shortened(css)) == page.evaluate(RULES, css) != [], sheet.name
        assert len(shortened(css)) < len(css), sheet.name


@pytest.mark.browser
def test_the_control_a_rule_that_means_another_thing_is_seen(page):
    css = SHEETS[0].read_text()
    assert page.evaluate(RULES, css + "a{color:red}") != page.evaluate(RULES, css)


def test_only_our_own_style_sheets_are_shortened_and_once(storage, tmp_path):
    ours, others = "standfirst/a.css", "wagtailadmin/a.css"
    for name in (ours, others):
        storage.save(name, ContentFile(b"/* for us */ a { color: red }"))
    list(storage.post_process({name: (storage, name) for name in (ours, others)}))
    collected = StaticFiles(location=tmp_path, base_url="/static/")
    sent = {
        name: tmp_path / collected.url(name).removeprefix("/static/") for name in (ours, others)
    }
    assert sent[ours].read_text() == "a{color:red}"
    assert sent[others].read_text() == "/* for us */ a { color: red }"
