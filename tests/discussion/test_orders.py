"""The orders of conversations: what each is by, that it is kept, counted anew, and read by an index."""

import pytest
from django.db import connection
from django.utils.html import strip_tags

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, Order
from standfirst.discussion.queries import Viewer, asked, thread_page
from standfirst.lib.ranking import lower_bound
from standfirst.people.models import PageRole
from standfirst.prepared import Slot
from tests.discussion.conftest import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_order(thread, now):
    """Give the words of the conversations of the thread in an order."""

    def read(order):
        viewer = Viewer(now=now, path=thread.comments_path)
        listing = thread_page(thread, order=order, viewer=viewer)
        return [strip_tags(item.html).strip() for item in listing.conversations]

    return read


@pytest.fixture
def author(editor, page):
    """Give somebody who is named as the author of the page."""
    PageRole.objects.create(person=editor, page_id=page.pk, role=PageRole.Role.AUTHOR)
    return editor


def vote_for(vote, proven, comment, *, ups, downs):
    for number in range(ups + downs):
        vote(comment, proven(), 1 if number < ups else -1)


def test_best_is_not_most_voted(in_order, write, reader, vote, proven):
    votes = {"disputed": (7, 3), "liked": (5, 0), "one voice": (1, 0), "unheard": (0, 0)}
    for words, (ups, downs) in votes.items():
        comment = write(reader, words)
        vote_for(vote, proven, comment, ups=ups, downs=downs)
        assert fresh(comment).merit == lower_bound(ups, downs)
    assert in_order(Order.BEST) == ["liked", "disputed", "one voice", "unheard"]
    assert in_order(Order.VOTED) == ["liked", "disputed", "one voice", "unheard"]
    many = write(reader, "much disputed")
    vote_for(vote, proven, many, ups=12, downs=6)
    assert in_order(Order.VOTED)[0] == "much disputed"
    assert in_order(Order.BEST)[:3] == ["liked", "much disputed", "disputed"]


def test_what_a_vote_is_worth_follows_every_change_of_mind(write, reader, vote, supporter, now):
    comment = write(reader)
    vote(comment, supporter, 1)
    assert fresh(comment).merit == lower_bound(1, 0)
    vote(comment, supporter, -1)
    assert fresh(comment).merit == 0
    vote(comment, supporter, 1)
    actions.retract_vote(comment=comment, voter=supporter, now=now)
    assert fresh(comment).merit == 0


def test_a_vote_that_waited_counts_for_the_merit_too(write, reader, vote, guest, now):
    comment = write(reader)
    vote(comment, guest, 1, network="192.0.2.0/24")
    for value in (1, 1, -1):
        vote(comment, None, value, network="192.0.2.0/24")
    assert fresh(comment).merit == lower_bound(3, 0)
    actions.retract_vote(comment=comment, voter=guest, now=now)
    assert fresh(comment).merit == lower_bound(2, 1)


def test_most_discussed_counts_whatever_stands_below(in_order, write, reader, proven):
    quiet, busy = write(reader, "quiet"), write(reader, "busy")
    write(reader, "silent")
    write(proven(), parent=quiet)
    answer = write(proven(), parent=busy)
    write(proven(), parent=answer)
    assert in_order(Order.DISCUSSED) == ["busy", "quiet", "silent"]


def test_what_the_author_answered_comes_first_as_long_as_it_is_there(
    in_order, write, reader, supporter, author, judge, now
):
    asked_first = write(reader, "asked first")
    asked_later = write(reader, "asked later")
    write(supporter, "I am no author.", parent=asked_later)
    assert in_order(Order.ANSWERED) == ["asked later", "asked first"]
    answer = write(author, "I wrote it.", parent=write(reader, parent=asked_first))
    assert in_order(Order.ANSWERED) == ["asked first", "asked later"]
    actions.remove_comment(judgement=judge(answer, facts="By mistake."), now=now)
    assert in_order(Order.ANSWERED) == ["asked later", "asked first"]
    actions.restore_comment(judgement=judge(answer), now=now)
    assert in_order(Order.ANSWERED) == ["asked first", "asked later"]
    actions.withdraw_comment(comment=answer, author=author, now=now)
    assert fresh(asked_first).author_answers == 0


def test_an_answer_counts_from_when_it_can_be_read(write, reader, author, judge, now):
    root = write(reader, "asked")
    answer = write(author, "Short.", parent=root)
    Comment.objects.filter(pk=answer.pk).update(state="held", published_at=None)
    Comment.objects.filter(pk=root.pk).update(author_answers=0, conversation_count=0)
    actions.approve_comment(judgement=judge(answer), now=now)
    assert (fresh(root).author_answers, fresh(root).conversation_count) == (1, 1)


def test_who_becomes_the_author_has_answered(write, thread, page, reader, editor, now):
    root = write(reader, "asked")
    write(editor, "I wrote it.", parent=root)
    assert fresh(root).author_answers == 0
    role = PageRole.objects.create(person=editor, page_id=page.pk, role=PageRole.Role.AUTHOR)
    assert actions.recount_author_answers(thread=thread, now=now) == 1
    assert fresh(root).author_answers == 1
    assert actions.recount_author_answers(thread=thread, now=now) == 0
    role.delete()
    assert actions.recount_author_answers(thread=thread, now=now) == 1
    assert fresh(root).author_answers == 0


def test_a_guest_who_turns_out_to_be_the_author_has_answered(write, reader, author, proven, now):
    root = write(reader, "asked")
    guest = proven()
    write(guest, "I wrote it.", parent=root)
    actions.move_rows(person=guest, into=author, now=now)
    assert fresh(root).author_answers == 1


def test_what_orders_are_by_is_counted_anew(write, thread, reader, author, vote, supporter, now):
    root = write(reader, "asked")
    write(author, "I wrote it.", parent=root)
    vote(root, supporter)
    assert actions.recount_thread(thread=thread, now=now) == 0
    for planted in ({"merit": 7}, {"author_answers": 5}, {"author_answers": 0}):
        Comment.objects.filter(pk=root.pk).update(**planted)
        assert actions.recount_thread(thread=thread, now=now) == 1
        assert (fresh(root).merit, fresh(root).author_answers) == (lower_bound(1, 0), 1)


def plan_of(order, thread):
    """Have SQLite say how it finds a page of a thread that is not the first."""
    rows = asked.conversations(asked.Wanted(order, goes_on=True))
    value = "2026-03-14" if asked.SORTED_BY[order] == "created_at" else 7
    params = {"thread": thread.pk, "person": None, "value": value, "pk": 7}
    statement = rows.statement()
    filled = [params[one.name] if isinstance(one, Slot) else one for one in statement.params]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement.sql}", filled)
        return [row[3] for row in cursor.fetchall() if "discussion_comment USING" in row[3]
                or "ORDER BY" in row[3]]  # fmt: skip


INDEXES = {
    Order.NEWEST: "roots_by_time",
    Order.OLDEST: "roots_by_time",
    Order.VOTED: "roots_by_score",
    Order.BEST: "roots_by_merit",
    Order.DISCUSSED: "roots_by_conversation",
    Order.ANSWERED: "roots_by_author_answers",
}


# How SQLite reads its tables.
@pytest.mark.any_engine
@pytest.mark.parametrize("order", Order)
def test_a_page_begins_in_an_index_and_sorts_nothing(order, thread):
    begins, *others = plan_of(order, thread)
    assert f"USING INDEX {INDEXES[order]} (thread_id=? AND " in begins
    # What is left to sort by are the replies of one conversation at a time, to find where to cut.
    assert [step for step in others if "ORDER BY" in step] == []


@pytest.mark.any_engine
def test_an_order_without_an_index_is_found(thread, monkeypatch):
    """The control."""
    monkeypatch.setitem(asked.SORTED_BY, Order.BEST, "depth")
    asked.conversations.cache_clear()
    plan = plan_of(Order.BEST, thread)
    asked.conversations.cache_clear()
    assert any("ORDER BY" in step for step in plan)
