from datetime import timedelta

import pytest
from wagtail.models import Page, PageViewRestriction

from standfirst.delivery.keys import thread_key
from standfirst.delivery.recording import record_keys
from standfirst.discussion.models import Thread
from standfirst.discussion.queries import busiest, most_discussed


@pytest.fixture
def talk(make_page, now):
    """Make a public page with so many comments; each is a day older than the one before."""
    days = iter(range(100))

    def make(title, comments, mode=Thread.Mode.OPEN):
        page = make_page(title)
        at = now - timedelta(days=next(days))
        Page.objects.filter(pk=page.pk).update(first_published_at=at)
        Thread.objects.filter(page_id=page.pk).update(comment_count=comments, mode=mode)
        return page

    return make


def titles(now):
    return [thread.title for thread in most_discussed(now)]


def test_the_most_comments_stand_first(talk, now):
    talk("Few", 2)
    talk("Many", 9)
    talk("None", 0)
    talk("Closed", 5, Thread.Mode.CLOSED)
    talk("Off", 20, Thread.Mode.OFF)
    assert titles(now) == ["Many", "Closed", "Few"]


def test_only_public_pages(talk, now):
    hidden, private = talk("Hidden", 3), talk("Private", 2)
    assert titles(now) == ["Hidden", "Private"]
    Page.objects.filter(pk=hidden.pk).update(live=False)
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    assert titles(now) == []


def test_talk_of_long_ago_is_not_todays(talk, now, monkeypatch):
    monkeypatch.setattr(busiest, "NEWEST", 2)
    talk("New", 1)
    talk("Newish", 2)
    talk("Old", 99)
    assert titles(now) == ["Newish", "New"]


def test_it_costs_the_same_with_one_and_with_three(talk, now, django_assert_num_queries):
    talk("One", 1)
    with django_assert_num_queries(2):
        titles(now)
    talk("Two", 2)
    talk("Three", 3)
    with django_assert_num_queries(2):
        titles(now)


def test_a_comment_elsewhere_may_change_the_list(talk, now):
    quiet = talk("Quiet", 0)
    with record_keys() as recording:
        titles(now)
    assert thread_key(Thread.objects.get(page_id=quiet.pk).pk) in recording.soft
