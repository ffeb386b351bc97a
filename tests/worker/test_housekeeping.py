from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from standfirst.newsroom.actions import add_page, found_paper
from standfirst.newsroom.models import PlainPage
from standfirst.worker.housekeeping import drop_old_sessions, publish_scheduled_pages
from tests.plugins.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
@remembered
def page(now):
    home = found_paper(name="Paper", now=now)
    made = add_page(parent=home, title="Later", now=now)
    made.unpublish()
    return PlainPage.objects.get(pk=made.pk)


def schedule(page, moment):
    """Leave what an editor's schedule leaves (Wagtail's command asks the real clock)."""
    page.go_live_at = moment
    page.save_revision(approved_go_live_at=moment)


def test_a_page_goes_live_when_its_time_has_come(page, now):
    schedule(page, timezone.now() - timedelta(seconds=1))

    publish_scheduled_pages(now=now)

    page.refresh_from_db()
    assert page.live


def test_a_page_stays_unseen_until_then(page, now):
    schedule(page, timezone.now() + timedelta(hours=1))

    publish_scheduled_pages(now=now)

    page.refresh_from_db()
    assert not page.live


def test_a_page_ends_when_it_has_expired(page, now):
    page.expire_at = timezone.now() - timedelta(seconds=1)
    page.save_revision().publish()
    page.refresh_from_db()
    PlainPage.objects.filter(pk=page.pk).update(live=True)

    publish_scheduled_pages(now=now)

    page.refresh_from_db()
    assert not page.live


def test_expired_sessions_are_dropped_and_others_stay(now):
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))

    assert drop_old_sessions(now=now) == 1
    assert [session.session_key for session in Session.objects.all()] == ["new"]
