"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from standfirst.discussion.models import Comment, Thread, Vote
from tests.discussion.conftest import fresh

pytestmark = pytest.mark.django_db


def refused(change):
    """Say whether the database refuses; SQLite says so by IntegrityError, PostgreSQL by others too."""
    try:
        with transaction.atomic():
            change()
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (IntegrityError, DatabaseError):
        return True
    return False


@pytest.fixture
def root(write, reader):
    return write(reader, "root")


@pytest.fixture
def answer(write, supporter, root):
    return write(supporter, "answer", parent=root)


def changing(comment, **values):
    return lambda: Comment.objects.filter(pk=comment.pk).update(**values)


def test_what_the_actions_write_is_allowed(root, answer):
    assert not refused(changing(root, up=2, score=2))
    assert not refused(changing(answer, state="held"))


def test_a_reply_is_of_its_parents_thread(answer, other_thread):
    assert refused(changing(answer, thread=other_thread))


def test_a_reply_has_the_root_and_depth_of_its_place(root, answer, write, reader):
    stranger = write(reader, "another root")
    assert refused(changing(answer, root=stranger))
    assert refused(changing(answer, depth=5))
    assert refused(changing(root, parent=stranger))


def test_no_comment_answers_itself_or_a_later_one(answer, write, reader):
    later = write(reader, "later")
    assert refused(changing(answer, parent=answer))
    assert refused(changing(answer, parent=later, root=later))


def test_a_root_stands_nowhere_below(root):
    assert refused(changing(root, depth=1))
    assert refused(changing(root, path="11"))


def test_two_replies_never_share_a_place(root, answer, write, guest, proven):
    second = write(proven(), "second", parent=root)
    assert refused(changing(second, path=answer.path))


def test_a_comment_shows_its_own_wording(root, answer):
    assert refused(changing(root, current=fresh(answer).current_id))


def test_a_score_is_ups_less_downs(root):
    assert refused(changing(root, up=1))
    assert refused(changing(root, score=1))


def test_a_visible_comment_was_published(root):
    assert refused(changing(root, published_at=None))


def test_there_are_four_states(root):
    assert refused(changing(root, state="hidden"))


def test_a_vote_is_one_row_per_person_and_comment(root, supporter, vote, now):
    cast = vote(root, supporter)
    values = {"comment": root, "voter": supporter, "cast_at": now, "revision": cast.revision}
    assert refused(lambda: Vote.objects.create(value=-1, **values))


@pytest.mark.parametrize("value", [0, 2, -2])
def test_a_vote_is_up_or_down(root, supporter, vote, value):
    cast = vote(root, supporter)
    assert refused(lambda: Vote.objects.filter(pk=cast.pk).update(value=value))


def test_a_page_has_one_thread(thread, now):
    again = {"page_id": thread.page_id, "title": "x", "address": "/x/", "created_at": now}
    assert refused(lambda: Thread.objects.create(**again))


def test_a_thread_outlives_its_page(page, thread, root):
    page.delete()
    thread.refresh_from_db()
    assert thread.page_id is None
    assert (thread.title, thread.address) == ("Who owns the gate?", "/river/who-owns-the-gate/")
    assert fresh(root).thread_id == thread.pk


def test_the_triggers_are_there():
    """A migration that rebuilds the table on SQLite would lose them without a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {row[0] for row in cursor.fetchall()}
    wanted = {"a_reply_is_of_its_parents_thread", "a_comments_wording_is_its_own"}
    assert wanted <= {name.removesuffix("_insert").removesuffix("_update") for name in names}
