from datetime import timedelta

import pytest

from standfirst.delivery.models import Event, StaleKey
from standfirst.discussion import actions
from standfirst.discussion.models import DiscussionSettings, Thread
from standfirst.moderation.models import ModerationSettings
from tests.discussion.conftest import fresh

pytestmark = pytest.mark.django_db
Mode = Thread.Mode


@pytest.fixture
def set_mode(page, now):
    def make(mode=Mode.OPEN, closes_at=None):
        return actions.set_thread_mode(page=page, mode=mode, closes_at=closes_at, now=now)

    return make


def keys_since(last):
    return set(StaleKey.objects.filter(pk__gt=last).values_list("key", flat=True))


def test_a_page_gets_one_thread_with_a_copy_of_its_title_and_address(thread, set_mode):
    assert (thread.title, thread.address) == ("Who owns the gate?", "/river/who-owns-the-gate/")
    assert set_mode() == thread
    assert thread.comments_path == "/river/who-owns-the-gate/comments/"


def test_a_change_makes_page_and_thread_stale_and_none_does_not(thread, set_mode):
    last = StaleKey.objects.latest("pk").pk
    set_mode()
    assert keys_since(last) == set()
    set_mode(Mode.CLOSED)
    assert keys_since(last) == {f"thread:{thread.pk}", f"talk:{thread.page_id}"}


def test_a_new_title_or_address_is_copied(thread, page, set_mode):
    page.title, page.slug = "Nobody owns it", "nobody"
    page.save()
    set_mode()
    assert (fresh(thread).title, fresh(thread).address) == ("Nobody owns it", "/river/nobody/")


def test_a_thread_closes_at_its_time_and_says_so(thread, set_mode, now):
    set_mode(closes_at=now + timedelta(days=1))
    assert fresh(thread).is_open(now)
    assert not fresh(thread).is_open(now + timedelta(days=1))
    assert actions.close_due_threads(now=now) == 0
    last = StaleKey.objects.latest("pk").pk
    assert actions.close_due_threads(now=now + timedelta(days=1)) == 1
    assert fresh(thread).mode == Mode.CLOSED
    assert keys_since(last) == {f"thread:{thread.pk}", f"talk:{thread.page_id}"}
    assert Event.objects.get().kind == "thread.closed"
    assert actions.close_due_threads(now=now + timedelta(days=1)) == 0


def test_a_change_of_settings_makes_every_page_stale(db, now):
    actions.note_settings_change(now=now)
    assert StaleKey.objects.latest("pk").key == "discussions"


def test_settings_that_no_reader_sees_render_nothing_anew(db):
    row = DiscussionSettings.objects.create(writers="member")
    last = StaleKey.objects.latest("pk").pk
    row.guests_may_vote = False
    row.save()
    ModerationSettings().save()
    assert "discussions" in keys_since(last), "a new row may say anything"
    last = StaleKey.objects.latest("pk").pk
    row.save()
    moderation = ModerationSettings.objects.get()
    moderation.screen_states = {"links": "off"}
    moderation.save()
    assert "discussions" not in keys_since(last)
    row.writers = "anyone"
    row.save()
    assert "discussions" in keys_since(last)
