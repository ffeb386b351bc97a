import random
from datetime import timedelta

import pytest
from django.db.models import F
from wagtail.models import Page, PageViewRestriction

from standfirst.delivery.keys import TALKED, talked_key, thread_key
from standfirst.delivery.models import StaleKey
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


def said_in(threads, dice):
    """Count one more comment somewhere, and give the keys that its action marks stale."""
    thread = dice.choice(threads)
    Thread.objects.filter(pk=thread.pk).update(comment_count=F("comment_count") + 1)
    thread.refresh_from_db()
    return {thread_key(thread.pk), talked_key(thread.comment_count)}


def shown(now):
    """Give the list as it is shown, with its counts, and what it declares."""
    with record_keys() as recording:
        threads = most_discussed(now)
    return [(thread.pk, thread.comment_count) for thread in threads], recording.soft


@pytest.mark.parametrize("is_control", [False, True])
def test_a_comment_anywhere_leaves_the_list_true_or_makes_it_stale(talk, now, is_control):
    for number in range(9):
        talk(f"Talk {number}", number % 3)
    threads, dice = list(Thread.objects.all()), random.Random(5)
    kept, declared = shown(now)
    renders, false = 0, 0
    for _ in range(120):
        stale = said_in(threads, dice)
        if is_control:
            stale = {key for key in stale if not key.startswith("talked:")}
        if stale & declared:
            kept, declared = shown(now)
            renders += 1
        false += kept != shown(now)[0]
    assert (false > 0) == is_control
    assert renders < 110, "not every comment has it rendered anew"


def test_its_own_threads_and_a_repaired_count_make_it_stale(talk, now):
    talk("One", 1)
    thread = Thread.objects.get()
    assert {thread_key(thread.pk), TALKED, talked_key(1)} <= shown(now)[1]


def test_a_comment_says_how_many_there_are_now(write, proven, thread):
    write(proven())
    write(proven())
    told = set(StaleKey.objects.values_list("key", flat=True))
    assert {talked_key(1), talked_key(2), thread_key(thread.pk)} <= told
    assert talked_key(3) not in told
