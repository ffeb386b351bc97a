"""Posting, editing and withdrawing."""

from datetime import timedelta
from uuid import UUID

import pytest

from standfirst.delivery.models import Event, StaleKey
from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment
from standfirst.discussion.models import (
    Comment,
    CommentRevision,
    DiscussionSettings,
    Thread,
    Writers,
)
from standfirst.discussion.rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_FROM_NETWORK,
    CommentRefused,
    Refusal,
)
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import Screening, WordList
from standfirst.people.models import Person
from tests.discussion.conftest import NETWORK, QUESTION, fresh

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def refusal_of(act):
    with pytest.raises(CommentRefused) as caught:
        act()
    return caught.value.refusal


def keys_since(before):
    return set(StaleKey.objects.filter(pk__gt=before).values_list("key", flat=True))


def newest_key():
    return StaleKey.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_a_members_comment_is_visible_at_once(write, reader, thread, now):
    comment = fresh(write(reader, "Who *signs* for it?"))
    assert (comment.state, comment.published_at) == (Comment.State.VISIBLE, now)
    assert comment.current.text == "Who *signs* for it?"
    assert comment.current.html == "<p>Who <em>signs</em> for it?</p>\n"
    assert fresh(thread).comment_count == 1
    assert comment.network == ""


def test_a_guests_first_comment_is_held_with_its_reason(write, guest, thread):
    comment = write(guest, network=NETWORK)
    assert (comment.state, comment.published_at) == (Comment.State.HELD, None)
    assert fresh(thread).comment_count == 0
    assert fresh(comment).network == NETWORK
    screening = Screening.objects.get(subject_kind="comment", subject_id=comment.pk)
    assert (screening.reason, screening.subject_revision) == ("first_comment", comment.current_id)


def test_a_first_act_makes_a_guest_with_the_name_that_was_given(write, thread, now):
    comment = write(None, name=" Ada ", address="ada@mail.test")
    author = fresh(comment).author
    assert (author.name, author.email, author.email_proven_at) == ("Ada", "ada@mail.test", None)


def test_a_refused_first_act_leaves_nobody_behind(write):
    before = Person.objects.count()
    assert refusal_of(lambda: write(None, "  \n ")) == Refusal.EMPTY
    assert refusal_of(lambda: write(None, "x", address="nobody")) == Refusal.ADDRESS_WRONG
    assert (Person.objects.count(), Comment.objects.count()) == (before, 0)


def test_a_guest_who_leaves_the_name_empty_keeps_the_one_they_had(write, guest):
    write(guest, name="Ada")
    write(guest, "again")
    assert fresh(guest).name == "Ada"


def test_a_form_never_renames_a_member(write, reader):
    write(reader, name="Somebody else", address="other@mail.test")
    assert (fresh(reader).name, fresh(reader).email) == (reader.name, reader.email)


def test_a_form_never_takes_a_proof_away(write, proven):
    person = proven()
    write(person, address="other@mail.test")
    assert fresh(person).email_proven_at is not None


def test_a_visible_comment_is_told_of_and_a_held_one_is_not(write, reader, guest, thread):
    before = newest_key()
    held = write(guest)
    assert (keys_since(before), Event.objects.count()) == (set(), 0)
    seen = write(reader)
    assert keys_since(before) == {"comments", "talked:1", f"thread:{thread.pk}"}
    event = Event.objects.get()
    assert (event.topic, event.kind, event.subject_id) == (
        f"thread:{thread.pk}",
        "comment.added",
        seen.pk,
    )
    assert str(held.pk) not in event.payload


def test_replies_are_placed_in_reading_order(write, reader, proven):
    root = write(reader, "root")
    first = write(proven(), "first", parent=root)
    second = write(proven(), "second", parent=root)
    below_first = write(proven(), "below first", parent=fresh(first))
    placed = Comment.objects.filter(branch=root).order_by("path")
    assert list(placed) == [first, below_first, second]
    assert [fresh(row).depth for row in placed] == [1, 2, 1]
    assert {row.root_id for row in placed} == {root.pk}
    assert (fresh(root).reply_count, fresh(root).conversation_count) == (2, 3)
    assert fresh(first).reply_count == 1


def test_the_tenth_reply_stands_after_the_ninth(write, reader, proven):
    root = write(reader, "root")
    replies = [write(proven(), f"reply {n}", parent=root) for n in range(12)]
    assert list(Comment.objects.filter(branch=root).order_by("path")) == replies


def test_a_reply_points_at_the_wording_that_it_saw(write, reader, supporter, now):
    root = write(reader, "first words", at=now)
    seen = fresh(root).current
    actions.edit_comment(comment=root, editor=reader, text="other words", now=now + MINUTE)
    answer = write(supporter, "answer", parent=fresh(root), seen=seen, at=now + 2 * MINUTE)
    assert fresh(answer).parent_revision.text == "first words"


@pytest.mark.parametrize("state", ["held", "removed", "withdrawn"])
def test_what_cannot_be_read_cannot_be_answered(write, reader, supporter, state):
    root = write(reader, "root")
    Comment.objects.filter(pk=root.pk).update(state=state)
    assert refusal_of(lambda: write(supporter, parent=fresh(root))) == Refusal.PARENT_GONE


def test_a_reply_stays_in_its_thread(write, reader, supporter, other_thread):
    root = write(reader, "root", thread=other_thread)
    assert refusal_of(lambda: write(supporter, parent=root)) == Refusal.PARENT_GONE


def test_an_answer_names_a_question_that_stands_in_the_story(article, write, reader, supporter):
    thread = Thread.objects.get(page_id=article.pk)
    answer = write(reader, thread=thread, question=UUID(QUESTION))
    assert str(fresh(answer).question) == QUESTION
    stranger = UUID(QUESTION.replace("0", "1"))
    unknown = lambda: write(supporter, thread=thread, question=stranger)  # noqa: E731
    assert refusal_of(unknown) == Refusal.QUESTION_GONE


def test_a_reply_answers_no_question(article, write, reader, supporter):
    thread = Thread.objects.get(page_id=article.pk)
    root = write(reader, thread=thread)
    reply = lambda: write(  # noqa: E731
        supporter, thread=thread, parent=root, question=UUID(QUESTION)
    )
    assert refusal_of(reply) == Refusal.QUESTION_GONE


def test_a_closed_thread_takes_comments_by_staff_alone(write, reader, editor, thread, now):
    thread.closes_at = now + MINUTE
    thread.save()
    assert write(reader, at=now).is_visible
    assert refusal_of(lambda: write(reader, "late", at=now + MINUTE)) == Refusal.CLOSED
    assert write(editor, "a last word", at=now + MINUTE).is_visible


def test_a_thread_that_is_off_takes_none(write, editor, thread):
    thread.mode = "off"
    thread.save()
    assert refusal_of(lambda: write(editor)) == Refusal.OFF


@pytest.mark.parametrize(
    ("circle", "let_in"),
    [
        (Writers.ANYONE, {"nobody", "guest", "proven", "reader", "supporter"}),
        (Writers.PROVEN, {"proven", "reader", "supporter"}),
        (Writers.MEMBER, {"reader", "supporter"}),
        (Writers.SUPPORTER, {"supporter"}),
    ],
)
@pytest.mark.parametrize("by", ["site", "thread"])
def test_who_may_write(circle, let_in, by, write, thread, guest, proven, reader, supporter):
    if by == "site":
        DiscussionSettings.objects.create(writers=circle)
    else:
        DiscussionSettings.objects.create(writers=Writers.SUPPORTER)
        thread.writers = circle
        thread.save()
    people = {
        "nobody": None, "guest": guest, "proven": proven(), "reader": reader, "supporter": supporter
    }  # fmt: skip
    for name in let_in:
        write(people.pop(name), f"by {name}")
    only = {Refusal.PROVEN_ONLY, Refusal.MEMBERS_ONLY, Refusal.SUPPORTERS_ONLY}
    for person in people.values():
        assert refusal_of(lambda person=person: write(person)) in only


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.EMPTY),
        (" \n\t ", Refusal.EMPTY),
        ("\u200b\u2060", Refusal.EMPTY),
        (">\n>", Refusal.EMPTY),
        ("a" * (LONGEST_TEXT + 1), Refusal.TOO_LONG),
        ("nul \x00 byte", Refusal.UNSHOWABLE),
        ("half a \ud800 letter", Refusal.UNSHOWABLE),
    ],
)
def test_unfit_texts_are_refused(text, refusal, write, reader):
    assert refusal_of(lambda: write(reader, text)) == refusal


def test_the_longest_text_is_taken_as_typed(write, reader):
    text = "ä" * LONGEST_TEXT
    assert fresh(write(reader, text)).current.text == text


def test_line_ends_are_stored_as_one_kind(write, reader):
    assert fresh(write(reader, "a\r\nb\rc")).current.text == "a\nb\nc"


@pytest.mark.parametrize("name", ["two\nlines", "a\ttab", "nul\x00", "\u2028"])
def test_names_are_one_line(name, write):
    assert refusal_of(lambda: write(None, name=f"x{name}x")) == Refusal.NAME_UNSHOWABLE


def test_names_have_a_length(write):
    assert refusal_of(lambda: write(None, name="n" * (LONGEST_NAME + 1))) == Refusal.NAME_TOO_LONG
    assert write(None, name="n" * LONGEST_NAME).pk


def test_an_address_longer_than_its_column_is_refused(write):
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.test"
    assert refusal_of(lambda: write(None, address=address)) == Refusal.ADDRESS_WRONG


def test_the_same_post_within_ten_minutes_is_the_first_again(write, reader, now):
    first = write(reader, "twice", at=now)
    again = write(reader, "twice", at=now + timedelta(minutes=9))
    assert (again, Comment.objects.count()) == (first, 1)


def test_other_posts_are_posts_of_their_own(write, reader, supporter, now):
    first = write(reader, "twice", at=now)
    write(supporter, "twice", at=now)
    write(reader, "twice", parent=first, at=now + MINUTE)
    write(reader, "twice", at=now + timedelta(minutes=11))
    assert Comment.objects.count() == 4


def test_a_withdrawn_comment_may_be_written_again(write, reader, now):
    first = write(reader, "twice", at=now)
    actions.withdraw_comment(comment=first, author=reader, now=now)
    assert write(reader, "twice", at=now + MINUTE) != first


def test_too_fast_is_refused(write, reader, now):
    write(reader, "one", at=now)
    second = now + timedelta(seconds=5)
    assert refusal_of(lambda: write(reader, "two", at=second)) == Refusal.TOO_FAST


def test_a_flood_of_guests_from_one_network_is_refused_and_members_are_not(
    write, reader, thread, now
):
    for number in range(MOST_FROM_NETWORK):
        write(None, f"guest {number}", network=NETWORK, at=now)
    flood = lambda: write(None, "one more", network=NETWORK, at=now)  # noqa: E731
    assert refusal_of(flood) == Refusal.NETWORK_BUSY
    assert write(None, "elsewhere", network="198.51.100.0/24", at=now).pk
    assert write(reader, "a member", network=NETWORK, at=now).pk


def test_a_banned_word_is_named(write, reader, now):
    keep_word_list(name="banned", kind=WordList.Kind.BANNED, words="spamword", now=now)
    with pytest.raises(CommentRefused) as caught:
        write(reader, "buy SPAMWORD now")
    assert (caught.value.refusal, caught.value.detail) == (Refusal.BANNED_WORD, "spamword")


def test_editing_keeps_the_old_wording_and_counts_the_votes_before(
    write, reader, supporter, guest, vote, now
):
    comment = write(reader, "first", at=now)
    vote(comment, supporter)
    vote(comment, guest, -1)
    actions.edit_comment(comment=comment, editor=reader, text="second", now=now + MINUTE)
    comment = fresh(comment)
    assert [row.text for row in comment.revisions.order_by("number")] == ["first", "second"]
    assert (comment.current.text, comment.current.votes_before) == ("second", 2)
    assert comment.edited_at == now + MINUTE
    assert {cast.revision.text for cast in comment.votes.all()} == {"first"}


def test_editing_to_the_same_words_changes_nothing(write, reader, now):
    comment = write(reader, "same", at=now)
    actions.edit_comment(comment=comment, editor=reader, text="same", now=now + MINUTE)
    assert (CommentRevision.objects.count(), fresh(comment).edited_at) == (1, None)


def test_editing_ends_after_fifteen_minutes(write, reader, now):
    comment = write(reader, at=now)
    late = now + timedelta(minutes=15)
    edit = lambda at: actions.edit_comment(  # noqa: E731
        comment=comment, editor=reader, text=f"at {at}", now=at
    )
    assert edit(late - timedelta(seconds=1)).current.number == 2
    assert refusal_of(lambda: edit(late)) == Refusal.EDIT_OVER


def test_only_the_author_edits(write, reader, editor, now):
    comment = write(reader, at=now)
    edit = lambda: actions.edit_comment(comment=comment, editor=editor, text="x", now=now)  # noqa: E731
    assert refusal_of(edit) == Refusal.NOT_YOURS


def test_an_edit_is_judged_again_and_may_leave_the_page(write, reader, thread, now):
    keep_word_list(name="suspect", kind=WordList.Kind.SUSPECT, words="dubious", now=now)
    comment = write(reader, "fine", at=now)
    before = newest_key()
    edited = actions.edit_comment(comment=comment, editor=reader, text="dubious", now=now + MINUTE)
    assert edited.is_held
    assert fresh(thread).comment_count == 0
    # A hold of what stood is a measure, and the page of measures counts it.
    told = {f"thread:{thread.pk}", f"talk:{thread.page_id}", f"moderated:{thread.pk}"}
    assert keys_since(before) == told
    assert Screening.objects.filter(subject_id=comment.pk, outcome="hold").count() == 1


def test_an_edit_never_frees_a_held_comment(write, guest, now):
    comment = write(guest, at=now)
    edited = actions.edit_comment(comment=comment, editor=guest, text="nicer", now=now + MINUTE)
    assert edited.is_held


def test_withdrawing_takes_the_words_and_leaves_the_place(write, reader, supporter, thread, now):
    comment = write(reader, at=now)
    write(supporter, "answer", parent=comment)
    before = newest_key()
    actions.withdraw_comment(comment=comment, author=reader, now=now)
    comment = fresh(comment)
    assert comment.state == Comment.State.WITHDRAWN
    assert comment.published_at is not None
    assert fresh(thread).comment_count == 1
    assert f"talk:{thread.page_id}" in keys_since(before)


def test_withdrawing_is_for_the_author_once(write, reader, editor, now):
    comment = write(reader, at=now)
    withdraw = lambda who: actions.withdraw_comment(comment=comment, author=who, now=now)  # noqa: E731
    assert refusal_of(lambda: withdraw(editor)) == Refusal.NOT_YOURS
    withdraw(reader)
    assert refusal_of(lambda: withdraw(reader)) == Refusal.NOT_VISIBLE


def test_a_very_deep_conversation_is_stored_in_order(write, reader, supporter, thread, now):
    """Deeper than one branch, whose paths have a length."""
    parent = write(reader, "root")
    chain = [parent]
    for level in range(1, 67):
        author = reader if level % 2 == 0 else supporter
        at = now + timedelta(hours=level)
        new = NewComment(thread=thread, author=author, text=f"level {level}", parent=fresh(parent))
        parent = actions.post_comment(new=new, now=at)
        chain.append(parent)
    rows = [fresh(row) for row in chain]
    assert [row.depth for row in rows] == list(range(67))
    assert {row.root_id for row in rows[1:]} == {chain[0].pk}
    assert {row.branch_id for row in rows[1:]} == {chain[0].pk, chain[64].pk}
    assert max(len(row.path) for row in rows) <= 64 * 2


def test_one_answer_to_two_questions_is_two_comments(write, reader, article, now):
    thread = Thread.objects.get(page_id=article.pk)
    first = write(reader, "Yes.", thread=thread, question=UUID(QUESTION), at=now)
    write(reader, "Yes.", thread=thread, at=now + MINUTE)
    again = write(reader, "Yes.", thread=thread, question=UUID(QUESTION), at=now + 2 * MINUTE)
    assert (again, Comment.objects.count()) == (first, 2)
