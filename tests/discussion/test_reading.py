"""Pages of a thread: orders, cursors, replies, and a number of queries that never grows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from standfirst.delivery.recording import record_keys
from standfirst.discussion import actions
from standfirst.discussion.models import Comment, CommentRevision, Order, Thread
from standfirst.discussion.queries import (
    Viewer,
    comments_in_story,
    conversation_page,
    first_screen,
    more_replies,
    own_pieces,
    thread_page,
)
from standfirst.discussion.queries.asked import (
    ANSWERS_AT_FIRST,
    CONVERSATIONS_PER_PAGE,
    REPLIES_AT_FIRST,
)
from standfirst.discussion.queries.reading import REPLIES_PER_PAGE
from standfirst.discussion.queries.shown import DEEPEST_SHOWN
from tests.discussion.conftest import QUESTION, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(thread, now):
    def make(person=None, **values):
        return Viewer(now=now, path=thread.comments_path, person=person, **values)

    return make


@pytest.fixture
def fill(thread, reader, now):
    """Store many comments at once, without the actions: (text, parent) by (text, parent)."""

    def make(texts, *, parent=None, score=0, step=1, recounts=True):
        made = []
        for number in range(1, len(texts) + 1):
            at = now + timedelta(seconds=number * step)
            row = Comment(
                thread=thread, parent=parent, author=reader, state="visible", created_at=at,
                state_changed_at=at, published_at=at, up=score, score=score,
            )  # fmt: skip
            if parent is not None:
                row.root_id = parent.root_id or parent.pk
                row.branch_id = parent.pk if parent.heads_a_branch else parent.branch_id
                row.depth = parent.depth + 1
                segment = f"{len(str(number))}{number}"
                row.path = segment if parent.heads_a_branch else parent.path + segment
            made.append(row)
        Comment.objects.bulk_create(made)
        words = [
            CommentRevision(
                comment=row, number=1, text=text, html=f"<p>{text}</p>", markup_version=1,
                written_at=row.created_at,
            )
            for row, text in zip(made, texts, strict=True)
        ]  # fmt: skip
        CommentRevision.objects.bulk_create(words)
        for row, word in zip(made, words, strict=True):
            Comment.objects.filter(pk=row.pk).update(current=word)
        if not recounts:
            return [fresh(row) for row in made]
        scores = dict(Comment.objects.values_list("pk", "score"))
        actions.recount_thread(thread=thread, now=now)
        for pk, kept in scores.items():
            Comment.objects.filter(pk=pk, score=0).update(up=kept, score=kept)
        return [fresh(row) for row in made]

    return make


def words_of(item):
    return strip_tags(item.html).strip()


def texts(items):
    return [words_of(item) for item in items]


def tree(items):
    return [(words_of(item), tree(item.children)) for item in items]


def all_pages(thread, order, viewer):
    seen, after = [], ""
    while True:
        listing = thread_page(thread, order=order, viewer=viewer, after=after)
        seen += texts(listing.conversations)
        after = listing.next_after
        if not after:
            return seen


@pytest.mark.parametrize("order", Order)
def test_pages_show_every_conversation_once_in_order(order, thread, viewer, fill):
    numbers = [f"{n}" for n in range(2 * CONVERSATIONS_PER_PAGE + 3)]
    ahead = fill(numbers[:25], score=1)
    Comment.objects.filter(pk__in=[row.pk for row in ahead]).update(
        merit=206_549, conversation_count=1, author_answers=1
    )
    fill(numbers[25:], step=0, recounts=False)
    seen = all_pages(thread, order, viewer())
    assert sorted(seen, key=int) == numbers
    if order == Order.OLDEST:
        assert seen[-25:] == numbers[:25]
    else:
        assert seen[:25] == numbers[24::-1]


def test_pages_stay_apart_when_new_comments_arrive_meanwhile(thread, viewer, fill):
    fill([f"{n}" for n in range(30)])
    first = thread_page(thread, order=Order.NEWEST, viewer=viewer())
    fill(["new"], step=9999)
    second = thread_page(thread, order=Order.NEWEST, viewer=viewer(), after=first.next_after)
    assert texts(second.conversations) == [f"{n}" for n in range(9, -1, -1)]


@pytest.mark.parametrize(
    "after", ["", "garbage", "WzFd", "WyJhIiwiYiJd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTksMV0"]
)
@pytest.mark.parametrize("order", Order)
def test_a_cursor_that_is_none_gives_the_first_page(after, order, thread, viewer, fill):
    fill(["only"])
    listing = thread_page(thread, order=order, viewer=viewer(), after=after)
    assert texts(listing.conversations) == ["only"]


def test_replies_hang_where_they_belong(thread, viewer, fill):
    (root,) = fill(["root"])
    first, _ = fill(["first", "second"], parent=root)
    fill(["below first"], parent=first)
    listing = thread_page(thread, order=Order.NEWEST, viewer=viewer())
    assert tree(listing.conversations) == [
        ("root", [("first", [("below first", [])]), ("second", [])])
    ]
    below = listing.conversations[0].children[0].children[0]
    assert (below.level, below.answers, below.says_whom) == (3, "Rita Reader", False)


def test_many_replies_begin_with_the_first_and_are_paged(thread, viewer, fill):
    roots = fill(["many", "few"])
    total = REPLIES_AT_FIRST + REPLIES_PER_PAGE + 7
    fill([f"{n}" for n in range(total)], parent=roots[0])
    fill(["one"], parent=roots[1])
    listing = thread_page(thread, order=Order.OLDEST, viewer=viewer())
    many, few = listing.conversations
    assert texts(many.children) == [f"{n}" for n in range(REPLIES_AT_FIRST)]
    assert many.more_count == total - REPLIES_AT_FIRST
    assert (texts(few.children), few.more_after) == (["one"], "")
    seen, after = texts(many.children), many.more_after
    while after:
        page = more_replies(roots[0], viewer=viewer(), after=after).subject
        seen += texts(page.children)
        after = page.more_after
    assert seen == [f"{n}" for n in range(total)]


def test_more_replies_whose_parent_is_not_shown_say_whom_they_answer(thread, viewer, fill):
    (root,) = fill(["root"])
    (first,) = fill(["first"], parent=root)
    fill([f"{n}" for n in range(REPLIES_AT_FIRST + 2)], parent=first)
    many = thread_page(thread, order=Order.NEWEST, viewer=viewer()).conversations[0]
    rest = more_replies(root, viewer=viewer(), after=many.more_after).subject
    assert texts(rest.children) == [
        f"{n}" for n in range(REPLIES_AT_FIRST - 1, REPLIES_AT_FIRST + 2)
    ]
    assert all(item.is_detached and item.says_whom for item in rest.children)


def chain(fill, length):
    rows = fill(["0"])
    for level in range(1, length):
        rows += fill([str(level)], parent=rows[-1])
    return rows


def depth_of(items):
    return 1 + max((depth_of(item.children) for item in items), default=-1) if items else 0


def test_deep_conversations_go_on_on_pages_of_their_own(thread, viewer, fill):
    rows = chain(fill, DEEPEST_SHOWN + 4)
    item = conversation_page(rows[0], viewer=viewer()).top
    for level in range(DEEPEST_SHOWN):
        assert (item.comment.pk, item.goes_on) == (rows[level].pk, False)
        item = item.children[0]
    assert (item.comment.pk, item.children) == (rows[DEEPEST_SHOWN].pk, [])
    assert item.goes_on
    following = conversation_page(rows[DEEPEST_SHOWN + 1], viewer=viewer())
    assert following.top.comment.pk == rows[DEEPEST_SHOWN - 2].pk


def test_a_comment_is_shown_marked_in_its_conversation(thread, viewer, fill):
    (root,) = fill(["root"])
    replies = fill([f"{n}" for n in range(5)], parent=root)
    conversation = conversation_page(replies[3], viewer=viewer(marked=replies[3].pk))
    assert conversation.top.comment.pk == root.pk
    assert [item.is_marked for item in conversation.top.children] == [False] * 3 + [True, False]
    assert conversation.earlier is None


def test_a_comment_far_down_is_shown_with_some_of_what_it_answers(thread, viewer, fill):
    rows = chain(fill, 70)
    conversation = conversation_page(rows[40], viewer=viewer())
    assert conversation.top.comment.pk == rows[37].pk
    assert conversation.earlier == rows[36].pk
    assert conversation.subject.comment.pk == rows[40].pk
    assert conversation.top.says_whom
    below = conversation.subject
    for level in range(41, 41 + DEEPEST_SHOWN):
        below = below.children[0]
        assert below.comment.pk == rows[level].pk
    assert (below.children, below.goes_on) == ([], True)


def test_a_conversation_goes_on_across_branches(thread, viewer, fill):
    rows = chain(fill, 70)
    conversation = conversation_page(rows[60], viewer=viewer())
    item = conversation.subject
    while item.children:
        item = item.children[0]
    assert (item.comment.pk, item.goes_on) == (rows[64].pk, True)
    following = conversation_page(rows[64], viewer=viewer())
    assert texts(following.subject.children) == ["65"]


def test_what_lost_its_words_keeps_its_place(thread, viewer, write, reader, supporter, judge, now):
    root = write(reader, "root")
    write(supporter, "answer", parent=root)
    actions.remove_comment(judgement=judge(root, facts="rude"), now=now)
    item = thread_page(thread, order=Order.NEWEST, viewer=viewer()).conversations[0]
    assert not item.has_words
    assert texts(item.children) == ["answer"]
    assert item.children[0].answers == "a removed comment"


def test_a_held_comment_is_shown_to_its_author_alone(
    thread, viewer, write, guest, reader, moderator
):
    root = write(reader, "root")
    held_root, held_reply = write(guest, "held"), write(guest, "held too", parent=root)
    for person in (None, reader, moderator):
        listing = thread_page(thread, order=Order.NEWEST, viewer=viewer(person))
        assert tree(listing.conversations) == [("root", [])]
    listing = thread_page(thread, order=Order.NEWEST, viewer=viewer(guest))
    assert tree(listing.conversations) == [("held", []), ("root", [("held too", [])])]
    assert listing.conversations[0].is_own_held
    conversation = conversation_page(held_reply, viewer=viewer(guest))
    assert texts(conversation.top.children) == ["held too"]
    assert held_root.is_held


def test_ones_own_votes_and_rights_are_shown(thread, viewer, write, vote, reader, supporter, now):
    mine, other = write(reader, "mine", at=now), write(supporter, "other")
    vote(other, reader, -1)
    by_text = {
        words_of(item): item
        for item in thread_page(thread, order=Order.NEWEST, viewer=viewer(reader)).conversations
    }
    assert (by_text["mine"].may_edit, by_text["mine"].may_withdraw) == (True, True)
    assert (by_text["mine"].takes_votes, by_text["mine"].may_be_reported) == (False, False)
    assert (by_text["other"].my_vote, by_text["other"].takes_votes) == (-1, True)
    assert not by_text["other"].may_edit
    own = own_pieces(thread, viewer=viewer(reader))
    assert {item.comment.pk for item in own} == {mine.pk, other.pk}
    assert own_pieces(thread, viewer=viewer()) == []


def test_badges(thread, viewer, write, reader, supporter, editor, page):
    from standfirst.people.models import PageRole  # noqa: PLC0415

    for person in (reader, supporter, editor):
        write(person, person.name)
    PageRole.objects.create(person=reader, page_id=page.pk, role="author")
    items = thread_page(thread, order=Order.OLDEST, viewer=viewer()).conversations
    assert [(item.badge, item.is_staffs) for item in items] == [
        ("Author", True),
        ("Supporter", False),
        ("Staff", True),
    ]


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("order", Order)
def test_a_page_takes_as_many_queries_for_many_as_for_few(
    order, thread, viewer, fill, reader, judge, now
):
    def read():
        thread_page(thread, order=order, viewer=viewer(reader))

    counts = []
    for size in (1, 3, 30):
        for root in fill([f"{size}.{n}" for n in range(size)]):
            replies = fill(["a", "b"], parent=root)
            fill(["c"], parent=replies[0])
        gone = Comment.objects.latest("pk")
        actions.remove_comment(judgement=judge(gone, facts="rude"), now=now)
        counts.append(queries_of(read))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 5


def test_a_conversation_takes_as_many_queries_for_many_as_for_few(thread, viewer, fill):
    counts = []
    for size in (1, 3, 80):
        replies = fill([f"{size}.{n}" for n in range(size)], parent=fill(["x"])[0])
        counts.append(queries_of(lambda row=replies[-1]: conversation_page(row, viewer=viewer())))
    assert counts[0] == counts[1]
    assert max(counts) <= 7


def test_answers_take_one_query_for_all_questions(
    article, viewer, write, reader, supporter, proven
):
    thread = Thread.objects.get(page_id=article.pk)
    for number in range(ANSWERS_AT_FIRST + 2):
        write(proven(), f"answer {number}", thread=thread, question=QUESTION)
    write(reader, "not an answer", thread=thread)
    found = {}
    count = queries_of(lambda: found.update(comments_in_story(thread, viewer=viewer()).answers))
    assert count == 1
    (answers,) = found.values()
    assert (answers.count, len(answers.shown)) == (ANSWERS_AT_FIRST + 2, ANSWERS_AT_FIRST)
    assert texts(answers.shown)[0] == "answer 0"
    screen = first_screen(thread, order=Order.NEWEST, viewer=viewer())
    assert texts(screen.conversations) == ["not an answer"]


def test_a_thread_page_is_made_of_its_thread_and_an_article_only_softly(thread, viewer, fill):
    fill(["root"])
    with record_keys() as hard:
        thread_page(thread, order=Order.NEWEST, viewer=viewer())
    assert hard.hard == {f"thread:{thread.pk}"}
    assert hard.soft == {f"votes:{thread.pk}"}
    with record_keys() as soft:
        first_screen(thread, order=Order.NEWEST, viewer=viewer())
    assert soft.hard == set()
    assert soft.soft == {f"thread:{thread.pk}", f"votes:{thread.pk}"}
