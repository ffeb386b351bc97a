import inspect
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from standfirst.config.database import replica_of
from standfirst.delivery import replica
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from tests.cli.sites import own_site, static_files  # noqa: F401 (fixtures)
from tests.newsroom.conftest import make_private, words  # noqa: F401 (a fixture)
from tests.replica.standby import make_standby


@pytest.fixture(scope="module")
def standby_of_run(django_db_setup):
    standby = make_standby()
    yield standby
    standby.end()


@pytest.fixture
def database(transactional_db):
    return connection.settings_dict["NAME"]


@pytest.fixture
def standby(standby_of_run, database):
    """Give a standby that follows this test's database, whatever a test before did to it."""
    if not standby_of_run.answers():
        standby_of_run.start()
    standby_of_run.resume()
    standby_of_run.follow_as_far_as_here(database)
    return standby_of_run


@pytest.fixture
def any_database(transactional_db, monkeypatch):
    """Let this test connect to a database that Django's settings do not name when it begins."""
    patched = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", patched["real_ensure_connection"])


@pytest.fixture
def entry(standby, database):
    """Give the standby as the settings have it."""
    return replica_of("postgresql:///paper", standby.readers_url(database))


@pytest.fixture
def used(entry, any_database):
    """Have searches ask the standby in this test."""
    replica.use_replica(entry)
    yield replica
    replica.forget_replica()


@pytest.fixture
def river(transactional_db, groups):
    now = timezone.now()
    return add_section(home=found_paper(name="The Weir Courier", now=now), title="River", now=now)


@pytest.fixture
def publish(river):
    """Publish an article now, on the primary."""

    def make(headline):
        article = NewArticle(headline=headline, story=[words("A weir, at last.")])
        return publish_article(section=river, article=article, now=timezone.now())

    return make


@pytest.fixture
def search(client_of):
    """Search as a reader does, and give the headlines, in order."""
    nobody = client_of(None)

    def ask(query, **more):
        response = nobody.get("/search/", {"q": query, **more})
        assert response.status_code == 200
        html = response.content.decode()
        return [
            part.partition("</a>")[0].partition(">")[2]
            for part in html.split('class="teaser-headline"><a ')[1:]
        ]

    return ask


@contextmanager
def questions_to_the_replica():
    """Note every statement that the replica is sent."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connections[replica.REPLICA].execute_wrapper(note):
        yield asked
