"""What is done once before the processes are forked, so that each does not do it again."""

import re

import pytest
from django.conf import STATICFILES_STORAGE_ALIAS
from django.core.files.storage import storages

from standfirst.cli.static_release import begin_collecting, finish_collecting, static_is_current
from standfirst.cli.warming import PATHS, warm
from standfirst.config.wsgi import application as paper
from standfirst.discussion.models import Thread
from standfirst.newsroom import actions as newsroom
from tests.plugins.remembering import remembered

SHEET = "standfirst/css/page.css"


@pytest.fixture
@remembered
def thread(now, transactional_db):
    """Give the discussion of the only article."""
    home = newsroom.found_paper(name="The Weir Courier", now=now)
    section = newsroom.add_section(home=home, title="Town", now=now)
    article = newsroom.NewArticle(headline="Who owns the gate?", first_published_at=now)
    page = newsroom.publish_article(section=section, article=article, now=now)
    return Thread.objects.get(page=page)


def test_a_page_of_each_kind_is_asked_for_with_the_papers_own_host(thread):
    asked = {}

    def application(environ, start_response):
        asked[environ["PATH_INFO"]] = environ["HTTP_HOST"]
        start_response("503 Service Unavailable", [])
        return [b"Nothing that keeps a paper from starting."]

    warm(application)

    assert set(asked) == {*PATHS, thread.address, thread.comments_path}
    assert set(asked.values()) == {"127.0.0.1:8000"}


def test_each_of_them_is_answered(thread):
    """Else nothing would be shared, and nothing would say so."""
    answers = []
    warm(lambda environ, start: paper(environ, lambda status, *rest: answers.append(status)))
    assert set(answers) == {"200 OK"}
    assert len(answers) == len(PATHS) + 2


@pytest.fixture
def static_files(tmp_path, settings, monkeypatch):
    """Give the storage, for a folder of this test's own; it forgets afterwards what it read there."""
    settings.STATIC_ROOT = str(tmp_path / "static")
    storage = storages[STATICFILES_STORAGE_ALIAS]
    monkeypatch.setattr(storage, "_location", settings.STATIC_ROOT)
    for name in ("base_location", "location"):
        monkeypatch.setitem(vars(storage), name, settings.STATIC_ROOT)
    for name in ("hashed_files", "manifest_hash"):
        monkeypatch.setattr(storage, name, getattr(storage, name))
    return storage


def test_static_files_are_collected_by_another_process_and_known_to_this_one(static_files, db):
    plain = static_files.url(SHEET)
    assert not static_is_current()
    finish_collecting(begin_collecting())
    assert static_is_current()
    assert re.fullmatch(r".*/page\.[0-9a-f]{12}\.css", static_files.url(SHEET))
    assert static_files.url(SHEET) != plain == f"/static/{SHEET}"


def test_the_test_before_left_the_plain_names(db):
    assert storages[STATICFILES_STORAGE_ALIAS].url(SHEET) == f"/static/{SHEET}"


def test_a_collection_that_fails_is_told(tmp_path, settings, db):
    (tmp_path / "file").touch()
    settings.STATIC_ROOT = str(tmp_path / "file" / "static")
    with pytest.raises(RuntimeError):
        finish_collecting(begin_collecting())
