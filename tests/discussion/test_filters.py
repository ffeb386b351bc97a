"""Some conversations only: what each filter shows, in every order, page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from standfirst.discussion import actions
from standfirst.discussion.models import Anchor, Comment, Filter, Order
from standfirst.discussion.queries import Viewer, thread_page
from standfirst.discussion.queries.asked import CONVERSATIONS_PER_PAGE
from standfirst.people.models import PageRole
from tests.discussion.conftest import QUESTION
from tests.discussion.http import follow, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(reader, page):
    """Give somebody who is no staff, and the author of the page."""
    PageRole.objects.create(person=reader, page_id=page.pk, role=PageRole.Role.AUTHOR)
    return reader


@pytest.fixture
def shown(thread, now):
    def read(only, order=Order.NEWEST, after="", **values):
        thread.refresh_from_db()
        viewer = Viewer(now=now, path=thread.comments_path, **values)
        return thread_page(thread, order=order, viewer=viewer, after=after, only=only)

    return read


def words(items):
    return [strip_tags(item.html).strip() for item in items]


@pytest.fixture
def talk(write, supporter, author, moderator, proven, now):
    """Write one conversation for each filter, and one for none."""
    by = {"plain": write(supporter, "plain")}
    by["passage"] = write(supporter, "passage")
    Anchor.objects.create(
        comment=by["passage"], block=QUESTION, position=0, quote="a", reads="a", lost_at=now
    )
    by["staff"] = write(supporter, "staff")
    aside = write(proven(), "An aside.", parent=by["staff"])
    by["answer"] = write(moderator, "By the staff.", parent=aside)
    by["author"] = write(supporter, "author")
    write(author, "By the author.", parent=by["author"])
    by["asked"] = write(supporter, "asked", asks=True)
    by["told"] = write(proven(), "told", asks=True)
    write(author, "Yes.", parent=by["told"])
    by["marked"] = write(proven(), "marked", asks=True)
    actions.mark_answered(comment=by["marked"], by=moderator, now=now)
    by["good"] = write(supporter, "good")
    by["best"] = write(proven(), "The best reply.", parent=by["good"])
    actions.feature_comment(comment=by["best"], by=moderator, now=now)
    return by


def test_each_filter_shows_its_own(shown, talk):
    assert words(shown(Filter.PASSAGES).conversations) == ["passage"]
    assert words(shown(Filter.ANSWERS).conversations) == ["told", "author", "staff"]
    assert words(shown(Filter.QUESTIONS).conversations) == ["asked"]
    assert words(shown(Filter.FEATURED).conversations) == ["good"]
    assert len(shown(None).conversations) == 8


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("only", Filter)
def test_a_filter_keeps_the_order(only, order, shown, talk):
    everything = words(shown(None, order).conversations)
    some = words(shown(only, order).conversations)
    assert some
    assert some == [each for each in everything if each in some]


def test_with_answers_only_the_answers_stand_below(shown, talk):
    by = {words([item])[0]: item for item in shown(Filter.ANSWERS).conversations}
    staff = by["staff"]
    assert words(staff.children) == ["By the staff."]
    assert staff.children[0].says_whom
    assert staff.children[0].answers == "A reader"
    assert staff.is_excerpt
    assert staff.reply_count == 1
    assert not staff.more_after
    assert words(by["told"].children) == ["Yes."]


def test_what_is_taken_back_is_no_answer(shown, talk, author, now):
    yes = Comment.objects.get(parent=talk["told"])
    actions.withdraw_comment(comment=yes, author=author, now=now)
    assert words(shown(Filter.QUESTIONS).conversations) == ["told", "asked"]
    assert words(shown(Filter.ANSWERS).conversations) == ["author", "staff"]


def test_a_question_that_is_gone_waits_for_no_answer(shown, talk, judge, now):
    actions.remove_comment(judgement=judge(talk["asked"], facts="Rude."), now=now)
    assert shown(Filter.QUESTIONS).conversations == []


@pytest.mark.parametrize("order", Order)
def test_a_filter_is_paged(order, shown, write, supporter, proven, now):
    number = CONVERSATIONS_PER_PAGE + 3
    for at in range(number):
        write(proven(), f"{at}", asks=True, at=now + timedelta(minutes=2 * at))
        write(proven(), "no question", at=now + timedelta(minutes=2 * at + 1))
    first = shown(Filter.QUESTIONS, order)
    second = shown(Filter.QUESTIONS, order, after=first.next_after)
    seen = words([*first.conversations, *second.conversations])
    wanted = [f"{at}" for at in range(number)]
    assert seen == (wanted if order == Order.OLDEST else wanted[::-1])
    assert (len(second.conversations), second.next_after) == (3, "")


@pytest.mark.parametrize("only", Filter)
def test_a_filter_takes_as_many_queries_for_many_as_for_few(
    only, shown, talk, write, proven, moderator, author, now
):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert shown(only).conversations
        return len(asked)

    few = cost()
    for number in range(6):
        asked = write(proven(), f"{number}", asks=number % 2 == 0)
        write(moderator, f"Answer {number}.", parent=asked)
        actions.feature_comment(comment=asked, by=moderator, now=now)
        write(proven(), f"{number} open", asks=True)
    assert cost() == few


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ("passages", "Nobody has written to a passage"),
        ("answers", "Neither the author nor the newsroom has answered"),
        ("questions", "No question to the author waits"),
        ("featured", "The newsroom has featured no comment"),
    ],
)
def test_where_a_filter_leaves_nothing_the_page_says_so(only, said, stranger, visible, thread):
    answer = stranger.get(f"{thread.comments_path}?order=best&only={only}")
    assert said in text_of(answer)
    assert "noindex" in text_of(answer)
    assert said not in text_of(stranger.get(thread.comments_path))


def test_order_and_filter_stand_in_the_address_together(stranger, visible, thread):
    text = text_of(stranger.get(f"{thread.comments_path}?order=best&only=passages"))
    assert 'href="/river/who-owns-the-gate/comments/?order=oldest&amp;only=passages"' in text
    assert 'href="/river/who-owns-the-gate/comments/?order=best&amp;only=questions"' in text
    assert '?order=best" >All</a>' in text or '?order=best">All</a>' in text


def test_a_reader_asks_the_author_and_finds_the_question(client_of, reader, supporter, thread):
    client = client_of(supporter)
    page = client.get(f"{thread.comments_path}?mine")
    page = follow(client, send(client, page, "comment-form", text="Who paid?", asks="author"))
    assert "question to the author" in text_of(page)
    page = client.get(f"{thread.comments_path}?only=questions")
    assert "Who paid?" in text_of(page)
    # What answers a comment asks the comment's author, not the page's.
    question = Comment.objects.get()
    reply = client_of(reader).get(f"/comments/{question.pk}/reply/")
    assert 'name="asks"' not in text_of(reply)
