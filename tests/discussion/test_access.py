"""Which comments can be opened, by whom, and when the page itself cannot be read."""

import pytest
from wagtail.models import PageViewRestriction

from standfirst.discussion import actions
from standfirst.discussion.models import Comment
from standfirst.discussion.queries import (
    access_comment,
    access_own_comment,
    comments_for,
    reported_comments,
    visible_comments,
    waiting_comments,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visible(write, reader):
    return write(reader, "visible")


@pytest.fixture
def held(write, guest):
    return write(guest, "held")


def may(find, comment, **values):
    try:
        return find(comment.pk, **values) == comment
    except Comment.DoesNotExist:
        return False


def test_what_has_a_place_is_for_everybody(visible, judge, now):
    assert may(access_comment, visible, now=now)
    actions.remove_comment(judgement=judge(visible, facts="rude"), now=now)
    assert may(access_comment, visible, now=now)


def test_what_was_never_published_is_for_its_author(held, guest, reader, moderator, now):
    assert not may(access_comment, held, now=now)
    assert may(access_own_comment, held, person=guest, now=now)
    for person in (None, reader, moderator):
        assert not may(access_own_comment, held, person=person, now=now)


def test_a_removed_comment_that_was_never_published_is_for_nobody(held, guest, judge, now):
    actions.remove_comment(judgement=judge(held, facts="spam"), now=now)
    assert not may(access_own_comment, held, person=guest, now=now)


def test_nothing_is_opened_under_a_page_that_is_not_public(visible, page, section, reader, now):
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert not may(access_own_comment, visible, person=reader, now=now)
    restriction.delete()
    assert may(access_own_comment, visible, person=reader, now=now)
    page.live = False
    page.save()
    assert not may(access_own_comment, visible, person=reader, now=now)


def test_nothing_is_opened_in_a_thread_that_is_off_or_without_its_page(visible, thread, page, now):
    thread.mode = "off"
    thread.save()
    assert not may(access_comment, visible, now=now)
    thread.mode = "open"
    thread.save()
    page.delete()
    assert not may(access_comment, visible, now=now)


def test_listings_by_whom_they_are_for(visible, held, thread, guest, reader):
    assert set(visible_comments(thread)) == {visible}
    assert set(comments_for(thread, None)) == set(comments_for(thread, reader)) == {visible}
    assert set(comments_for(thread, guest)) == {visible, held}


def test_what_waits_longest_comes_first(held, write, visible, now):
    second = write(None, "held later")
    assert list(waiting_comments()) == [held, second]


def test_reported_comments_come_by_reports(visible, write, supporter, guest, reader, now):
    other = write(supporter, "other")

    def report(comment, reporter):
        complaint = actions.Complaint(comment=comment, reporter=reporter, reason="spam")
        actions.report_comment(complaint=complaint, now=now)

    report(visible, guest)
    report(other, guest)
    report(other, reader)
    rows = list(reported_comments())
    assert [(row, row.open_reports) for row in rows] == [(other, 2), (visible, 1)]
    assert rows[0].first_reported_at == now


@pytest.mark.parametrize("queue", [waiting_comments, reported_comments])
def test_queues_take_one_query_for_many_as_for_few(
    queue, write, reader, supporter, now, django_assert_num_queries
):
    for size in (1, 3):
        for number in range(size):
            write(None, f"held {size} {number}")
            comment = write(reader, f"visible {size} {number}")
            complaint = actions.Complaint(comment=comment, reporter=supporter, reason="spam")
            actions.report_comment(complaint=complaint, now=now)
        with django_assert_num_queries(1):
            for row in queue():
                assert row.author.shown_name and row.current.html and row.thread.title  # noqa: PT018
