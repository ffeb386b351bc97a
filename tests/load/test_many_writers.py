"""Thirty-two people write at once: whatever was acknowledged is there once, and every count is exact."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from benchmarks.crowd import Crowd, Place
from benchmarks.from_inside import people
from benchmarks.posting import audit, number_for
from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from tests.cli.sites import served
from tests.crash.clients import STRANGERS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine, pytest.mark.slow]
IS_SOAK = os.environ.get("STANDFIRST_SOAK") == "1"
SECONDS = 300 if IS_SOAK else 4
AT_LEAST_A_SECOND = 150


@pytest.fixture
def crowd(transactional_db, number):
    """Give people whose comments are published, and a thread in which a hundred stand already."""
    now = timezone.now()
    home = found_paper(name="The Weir Courier", now=now)
    section = add_section(home=home, title="River", now=now)
    publish_article(section=section, article=NewArticle(headline="High water"), now=now)
    made = people(number)
    return Crowd(0, Place(**made["place"]), made["cookies"])


@pytest.fixture
def miscounted(crowd):
    Thread.objects.update(comment_count=7)
    Comment.objects.filter(pk=crowd.place.parents[0][0]).update(reply_count=99)


@pytest.mark.parametrize("number", [number_for(SECONDS) if IS_SOAK else 900])
def test_what_32_people_write_at_once_is_all_there(crowd, own_site, tmp_path):
    log = tmp_path / "log"
    with served(own_site, log, **STRANGERS, STANDFIRST_APP_WORKERS="2") as (port, _):
        crowd.port = port
        # In a thread of its own: in this one the browser's loop runs, once a test had a browser.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(crowd.write, SECONDS).result()
    print(f"{crowd.taken / SECONDS:.0f} a second, answers {dict(crowd.answers)}")

    assert crowd.taken > 0
    assert audit(own_site, crowd) == []
    assert "locked" not in log.read_text()
    if IS_SOAK:
        assert crowd.taken / SECONDS >= AT_LEAST_A_SECOND


@pytest.mark.parametrize("number", [2])
def test_the_audit_finds_a_comment_too_many_and_a_failure(crowd, own_site):
    crowd.taken_at = [0.0]
    assert audit(own_site, crowd) == ["1 acknowledged, 0 stored"]
    crowd.taken_at = []
    crowd.answers["500"] = 1
    assert audit(own_site, crowd) == ["answers: {'500': 1}"]


@pytest.mark.parametrize("number", [2])
def test_the_audit_finds_a_wrong_count(crowd, miscounted, own_site):
    assert audit(own_site, crowd) == ["2 counts are wrong"]
