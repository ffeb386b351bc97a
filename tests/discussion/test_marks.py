"""What the staff does in place: pinned, featured, answered, locked, slowed, closed; logged and undone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, Mark, Order, Thread
from standfirst.discussion.queries import Viewer, first_screen, locks_in, thread_page
from standfirst.discussion.queries.asked import CONVERSATIONS_PER_PAGE
from standfirst.discussion.rules import MOST_PINS, CommentRefused, Refusal
from standfirst.moderation.models import Decision
from tests.discussion.conftest import fresh
from tests.discussion.http import follow, form_in, send, text_of

pytestmark = pytest.mark.django_db

ACTS = [
    (actions.pin_comment, actions.unpin_comment, "pinned", "unpinned"),
    (actions.feature_comment, actions.unfeature_comment, "featured", "unfeatured"),
    (actions.mark_answered, actions.mark_unanswered, "answered", "unanswered"),
    (actions.lock_branch, actions.unlock_branch, "locked", "unlocked"),
]


def measures(kind="comment"):
    rows = Decision.objects.filter(subject_kind=kind).order_by("pk")
    return list(rows.values_list("measure", flat=True))


@pytest.fixture
def shown(thread, now):
    def read(order=Order.NEWEST, after="", ask=thread_page, **values):
        thread.refresh_from_db()
        viewer = Viewer(now=now, path=thread.comments_path, locks=locks_in(thread), **values)
        more = {"after": after} if ask is thread_page else {}
        return ask(thread, order=order, viewer=viewer, **more)

    return read


def words(listing):
    return [strip_tags(item.html).strip() for item in listing.conversations]


@pytest.mark.parametrize(("do", "undo", "done", "undone"), ACTS)
def test_each_act_is_a_decision_and_so_is_undoing_it(
    do, undo, done, undone, write, supporter, moderator, now
):
    comment = write(supporter, "Who paid?", asks=True)
    for act in (do, do, undo, undo):
        act(comment=comment, by=moderator, now=now)
    # Sent twice, each is done once.
    assert measures() == [done, undone]
    assert {row.decided_by for row in Decision.objects.all()} == {moderator}
    mark = Mark.objects.get()
    assert [mark.pinned_at, mark.featured_at, mark.answered_at, mark.locked_at] == [None] * 4


@pytest.mark.parametrize("order", Order)
def test_what_is_pinned_stands_above_the_rest_in_every_order(
    order, shown, write, proven, moderator, now
):
    rows = [write(proven(), f"{at}") for at in range(CONVERSATIONS_PER_PAGE + 2)]
    last = rows[-1] if order == Order.OLDEST else rows[0]
    actions.pin_comment(comment=last, by=moderator, now=now)
    first = shown(order)
    rest = shown(order, first.next_after)
    assert words(first)[0] == strip_tags(last.current.html).strip()
    everything = words(first) + words(rest)
    assert len(everything) == len(set(everything)) == len(rows)
    assert words(shown(order, ask=first_screen))[0] == words(first)[0]


def test_few_are_pinned(shown, write, proven, moderator, judge, now):
    rows = [write(proven(), f"{at}") for at in range(MOST_PINS + 1)]
    for number, row in enumerate(rows[:MOST_PINS]):
        actions.pin_comment(comment=row, by=moderator, now=now + timedelta(minutes=number))
    with pytest.raises(CommentRefused) as refused:
        actions.pin_comment(comment=rows[-1], by=moderator, now=now)
    assert refused.value.refusal is Refusal.TOO_MANY_PINS
    assert words(shown(Order.OLDEST)) == ["2", "1", "0", "3"]
    # One that goes leaves its place, and does not come back to it.
    actions.remove_comment(judgement=judge(rows[0], facts="Rude."), now=now)
    actions.pin_comment(comment=rows[-1], by=moderator, now=now + timedelta(hours=1))
    actions.restore_comment(judgement=judge(rows[0]), now=now)
    assert words(shown(Order.OLDEST)) == ["3", "2", "1", "0"]


def test_only_what_begins_a_conversation_is_pinned(write, proven, moderator, now):
    root = write(proven(), "root")
    reply = write(proven(), "reply", parent=root)
    with pytest.raises(CommentRefused) as refused:
        actions.pin_comment(comment=reply, by=moderator, now=now)
    assert refused.value.refusal is Refusal.ONLY_FIRST_PINNED
    with pytest.raises(CommentRefused) as refused:
        actions.mark_answered(comment=root, by=moderator, now=now)
    assert refused.value.refusal is Refusal.ASKS_NOTHING


def test_pins_cost_one_query_and_nothing_where_there_are_none(shown, write, proven, moderator, now):
    rows = [write(proven(), f"{at}") for at in range(4)]

    def cost():
        with CaptureQueriesContext(connection) as asked:
            shown()
        return len(asked)

    without = cost()
    actions.pin_comment(comment=rows[0], by=moderator, now=now)
    assert cost() == without + 1
    actions.pin_comment(comment=rows[1], by=moderator, now=now)
    assert cost() == without + 1


def test_nobody_replies_below_what_is_locked(shown, write, proven, moderator, now):
    root = write(proven(), "root")
    beside = write(proven(), "beside", parent=root)
    locked = write(proven(), "locked", parent=root)
    below = write(proven(), "below", parent=locked)
    actions.lock_branch(comment=locked, by=moderator, now=now)
    for parent in (locked, below):
        with pytest.raises(CommentRefused) as refused:
            write(proven(), "Too late.", parent=parent)
        assert refused.value.refusal is Refusal.LOCKED
    write(proven(), "Still fine.", parent=beside)
    top = shown().conversations[0]
    offered = {strip_tags(item.html).strip(): item.may_reply for item in (top, *top.children)}
    assert offered == {"root": True, "beside": True, "locked": False}
    assert not top.children[1].children[0].may_reply
    actions.unlock_branch(comment=locked, by=moderator, now=now)
    write(proven(), "Again.", parent=below)


def test_a_lock_reaches_as_deep_as_the_conversation(write, proven, moderator, now):
    """Through the stretches into which a deep conversation is cut."""
    locked = at = write(proven(), "0")
    for level in range(1, 67):
        at = write(proven(), f"{level}", parent=at)
        locked = at if level == 3 else locked
    actions.lock_branch(comment=locked, by=moderator, now=now)
    with pytest.raises(CommentRefused):
        write(proven(), "Too late.", parent=at)


def test_in_a_slow_thread_one_person_waits(write, thread, proven, moderator, now):
    actions.slow_thread(thread=thread, seconds=300, by=moderator, now=now)
    slow = fresh(thread)
    person = proven()
    write(person, "First.", thread=slow, at=now)
    with pytest.raises(CommentRefused) as refused:
        write(person, "Second.", thread=slow, at=now + timedelta(minutes=2, seconds=1))
    assert (refused.value.refusal, refused.value.detail) == (Refusal.SLOWED, "3")
    write(proven(), "Somebody else.", thread=slow, at=now + timedelta(minutes=2))
    write(person, "Second.", thread=slow, at=now + timedelta(minutes=5))
    for seconds in (0, 1):
        write(moderator, f"{seconds}", thread=slow, at=now + timedelta(seconds=20 * seconds))
    assert measures("thread") == ["slowed"]
    actions.slow_thread(thread=thread, seconds=0, by=moderator, now=now)
    assert measures("thread") == ["slowed", "hastened"]
    with pytest.raises(CommentRefused):
        actions.slow_thread(thread=thread, seconds=7, by=moderator, now=now)


def test_a_closed_thread_stays_closed_whatever_the_newsroom_publishes(
    write, page, thread, proven, vote, moderator, now
):
    comment = write(proven(), "Before.")
    actions.close_thread(thread=thread, by=moderator, now=now)
    actions.set_thread_mode(page=page, mode=Thread.Mode.OPEN, closes_at=None, now=now)
    closed = fresh(thread)
    assert not closed.is_open(now)
    with pytest.raises(CommentRefused) as refused:
        write(proven(), "Too late.", thread=closed)
    assert refused.value.refusal is Refusal.CLOSED
    with pytest.raises(CommentRefused):
        vote(comment, proven())
    actions.reopen_thread(thread=thread, by=moderator, now=now)
    write(proven(), "Again.", thread=fresh(thread))
    assert measures("thread") == ["closed", "reopened"]


def test_wrong_counts_of_marks_are_mended(write, thread, proven, moderator, now):
    comment = write(proven(), "root")
    actions.pin_comment(comment=comment, by=moderator, now=now)
    actions.lock_branch(comment=comment, by=moderator, now=now)
    assert actions.recount_thread(thread=thread, now=now) == 0
    Thread.objects.update(pin_count=0, lock_count=9)
    assert actions.recount_thread(thread=thread, now=now) == 2
    assert (fresh(thread).pin_count, fresh(thread).lock_count) == (1, 1)


def test_the_reason_of_a_removal_outlives_what_was_undone_later(
    shown, write, proven, moderator, judge, now
):
    comment = write(proven(), "root")
    write(proven(), "below", parent=comment)
    actions.lock_branch(comment=comment, by=moderator, now=now)
    actions.remove_comment(judgement=judge(comment, facts="Rude."), now=now)
    actions.unlock_branch(comment=comment, by=moderator, now=now)
    assert measures() == ["locked", "removed", "unlocked"]
    assert not fresh(comment).is_visible


# In the browser.


@pytest.fixture
def staff(client_of, moderator):
    return client_of(moderator)


def tools(client, path, pk, act):
    """Press one of the staff's buttons at a comment on the thread's own page."""
    return client.post(f"/comments/{pk}/staff/", {"act": act}, headers={"Referer": f"{path}?mine"})


def test_a_moderator_pins_on_the_threads_own_page(staff, stranger, thread, write, proven):
    first, _later = write(proven(), "first"), write(proven(), "later")
    page = staff.get(f"{thread.comments_path}?mine")
    assert f'action="/comments/{first.pk}/staff/"' in text_of(page)
    page = follow(staff, tools(staff, thread.comments_path, first.pk, "pin"))
    assert 'value="unpin"' in text_of(page)
    public = text_of(stranger.get(thread.comments_path))
    assert public.index(">first<") < public.index(">later<")
    assert "Pinned" in public
    follow(staff, tools(staff, thread.comments_path, first.pk, "unpin"))
    assert "Pinned" not in text_of(stranger.get(thread.comments_path))


def test_only_who_may_sees_and_uses_the_tools(
    client_of, stranger, thread, visible, reader, editor, staff
):
    own = f"{thread.comments_path}?mine"
    for client in (stranger, client_of(reader), client_of(editor)):
        for address in (thread.comments_path, own, f"{own}&fragment=1"):
            assert "/staff/" not in text_of(client.get(address))
        assert client.post(f"/comments/{visible.pk}/staff/", {"act": "pin"}).status_code == 403
        answer = client.post(f"{thread.comments_path}staff/", {"act": "close"})
        assert answer.status_code == 403
    assert not Decision.objects.exists()
    assert "/staff/" in text_of(staff.get(f"{own}&fragment=1"))
    assert "/staff/" not in text_of(staff.get(thread.comments_path))


@pytest.mark.parametrize("act", ["", "erase", "close"])
def test_an_act_that_no_form_has_is_not_found(act, staff, visible, thread):
    assert staff.post(f"/comments/{visible.pk}/staff/", {"act": act}).status_code == 404
    wrong = {"act": "slow" if act else "", "seconds": "7"}
    assert staff.post(f"{thread.comments_path}staff/", wrong).status_code == 404


def test_a_fourth_pin_is_refused_with_words(staff, thread, write, proven):
    rows = [write(proven(), f"{at}") for at in range(MOST_PINS + 1)]
    answers = [tools(staff, thread.comments_path, row.pk, "pin") for row in rows]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 422]
    assert "Three conversations are pinned" in text_of(answers[-1])


def test_a_reply_to_what_was_locked_meanwhile_keeps_its_words(
    client_of, reader, staff, stranger, thread, visible, supporter
):
    client = client_of(supporter)
    page = client.get(f"/comments/{visible.pk}/reply/")
    follow(staff, tools(staff, thread.comments_path, visible.pk, "lock"))
    answer = send(client, page, f"reply-{visible.pk}", text="What I typed.")
    assert answer.status_code == 403
    assert "Replies are closed here" in text_of(answer)
    assert form_in(answer, f"reply-{visible.pk}")["data"]["text"].strip() == "What I typed."
    public = text_of(stranger.get(thread.comments_path))
    assert "Replies are closed here." in public
    assert f"/comments/{visible.pk}/reply/" not in public


def test_a_moderator_slows_closes_and_opens_a_thread(
    client_of, staff, stranger, thread, visible, supporter
):
    path = f"{thread.comments_path}staff/"
    page = follow(staff, staff.post(path, {"act": "slow", "seconds": "900"}))
    assert "one comment in 15 minutes" in text_of(page)
    assert "slowed down: one comment in 15 minutes" in text_of(stranger.get(thread.comments_path))
    client = client_of(supporter)
    form = client.get(f"{thread.comments_path}?mine")
    follow(client, send(client, form, "comment-form", text="First."))
    answer = send(client, form, "comment-form", text="Second, typed.")
    assert answer.status_code == 429
    assert "Send this again in 15 minutes" in text_of(answer)
    assert form_in(answer, "comment-form")["data"]["text"].strip() == "Second, typed."
    follow(staff, staff.post(path, {"act": "close"}))
    assert "The discussion is closed" in text_of(stranger.get(thread.comments_path))
    page = follow(staff, staff.post(path, {"act": "reopen"}))
    assert "Open it again" not in text_of(page)
    assert "The discussion is closed" not in text_of(stranger.get(thread.comments_path))
    assert Comment.objects.count() == 2
