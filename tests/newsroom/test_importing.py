"""Pages with a past: their times, their states, their old addresses."""

from datetime import timedelta

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex

from standfirst.newsroom.actions import (
    Arrival,
    NewArticle,
    fill_empty_page,
    import_article,
    import_page,
    lead_old_address,
    write_page,
)
from standfirst.newsroom.models import PlainPage, TopicPage

WORDS = [{"type": "paragraph", "value": "<p>Words.</p>"}]


def test_an_article_has_the_times_it_came_with(river, flood, now):
    then = now - timedelta(days=3000)
    page = import_article(
        section=river,
        article=NewArticle(headline="The gate", story=WORDS, topics=[flood]),
        arrival=Arrival(published_at=then, changed_at=then + timedelta(days=1)),
        now=now,
    )
    assert page.live
    assert page.first_published_at == then
    assert page.last_published_at == then + timedelta(days=1)


def test_what_an_article_refers_to_is_noted(river, flood, now):
    page = import_article(
        section=river,
        article=NewArticle(headline="The gate", topics=[flood]),
        arrival=Arrival(published_at=now),
        now=now,
    )
    assert ReferenceIndex.get_references_to(flood).filter(object_id=page.pk).exists()


def test_without_a_time_a_page_is_a_draft(home, now, client):
    page = import_page(parent=home, page=PlainPage(title="Weirs"), arrival=Arrival(), now=now)
    assert not page.live
    assert page.get_latest_revision() is not None
    assert client.get("/weirs/").status_code == 404


def test_a_time_to_come_schedules(home, now):
    later = now + timedelta(days=10_000)
    page = import_page(
        parent=home, page=PlainPage(title="Weirs"), arrival=Arrival(goes_live_at=later), now=now
    )
    assert not page.live
    assert page.scheduled_revision.approved_go_live_at == later


def test_a_founded_page_is_filled_once(home, now):
    page = PlainPage.objects.get(slug="about")
    arrival = Arrival(published_at=now)
    filled = fill_empty_page(page=page, title="About", story=WORDS, arrival=arrival, now=now)
    assert filled.live
    assert filled.get_latest_revision_as_object().title == filled.title == "About"
    with pytest.raises(ValueError, match="already"):
        fill_empty_page(page=filled, title="Other", story=WORDS, arrival=arrival, now=now)


def test_words_are_never_written_over(home, now):
    page = write_page(page=PlainPage.objects.get(slug="imprint"), story=WORDS, now=now)
    with pytest.raises(ValueError, match="already"):
        fill_empty_page(page=page, title="x", story=[], arrival=Arrival(), now=now)


def test_an_old_address_leads_to_the_first_page_that_claims_it(home, flood, ada, now, client):
    assert lead_old_address(old="/tag/flood/?x=1", page=flood, now=now)
    assert not lead_old_address(old="/tag/flood/?x=1", page=ada, now=now)
    assert client.get("/tag/flood/?x=1").headers["location"] == "/topics/flood/"
    assert Redirect.objects.get().redirect_page.specific == TopicPage.objects.get()


@pytest.mark.parametrize("old", ["/", "", "/" + "x" * 300])
def test_the_front_page_and_endless_addresses_lead_nowhere(flood, now, old):
    assert not lead_old_address(old=old, page=flood, now=now)
    assert not Redirect.objects.exists()
