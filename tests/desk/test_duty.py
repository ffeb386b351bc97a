"""The duty board: what readers asked, whom they mentioned, and how soon each desk answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from standfirst.desk.queries import DeskRecord, desk_records
from standfirst.discussion.actions import (
    Judgement,
    NewComment,
    mark_answered,
    post_comment,
    remove_comment,
)
from standfirst.discussion.models import Thread
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.people.actions import make_guest, person_of_user, prove_address
from standfirst.people.models import PageRole, User
from tests.cast import give_factor, let_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def staff(db):
    """Give an editor who may do everything, and is called Edda Editor."""
    user = User.objects.create_superuser("edda@example.test", name="Edda Editor")
    give_factor(user)
    return person_of_user(user=user, now=timezone.now() - timedelta(days=400))


@pytest.fixture
def board(client, staff):
    let_in(client, staff.user)

    def read():
        return client.get("/admin/duty/").content.decode()

    return read


@pytest.fixture
def say(thread):
    """Write something, by a reader unless somebody is named, so many hours ago."""
    numbers = iter(range(1000))

    def make(text, *, author=None, ago=HOUR, **values):
        number, at = next(numbers), timezone.now() - ago
        if author is None:
            guest = make_guest(now=at)
            author = prove_address(person=guest, address=f"d{number}@mail.test", now=at)
        new = NewComment(thread=values.pop("thread", thread), author=author, text=text, **values)
        return post_comment(new=new, now=at)

    return make


def test_an_empty_board_has_words(board, thread):
    page = board()
    assert "Every question to the authors is answered." in page
    assert "Nobody was mentioned in the last two weeks without a reply." in page
    assert "Nobody asked anything in the last 90 days." in page


def test_a_question_stands_there_until_it_is_answered(board, say, staff):
    question = say("How <b>high</b> was it?", asks=True)
    page = board()
    assert "1 question waits for an answer" in page
    assert "How &lt;b&gt;high&lt;/b&gt; was it?" in page
    say("By two metres.", author=staff, parent=question)
    assert "How &lt;b&gt;" not in board()


def test_a_question_that_was_marked_as_answered_does_not_wait(board, say, staff):
    question = say("How high was it?", asks=True)
    mark_answered(comment=question, by=staff, now=timezone.now())
    assert "How high was it?" not in board()


def test_a_removed_question_and_an_ordinary_comment_are_none(board, say, staff):
    say("I saw it too.")
    gone = say("How high was it?", asks=True)
    judgement = Judgement(comment=gone, decided_by=staff, facts="rude")
    remove_comment(judgement=judgement, now=timezone.now())
    page = board()
    assert "I saw it too." not in page
    assert "How high was it?" not in page


def test_a_mention_of_staff_or_the_author_stands_there_until_they_reply(board, say, staff, thread):
    author = prove_address(
        person=make_guest(now=timezone.now()), address="olga@mail.test", now=timezone.now()
    )
    author.name = "Olga Author"
    author.save()
    PageRole.objects.create(person=author, page=thread.page, role=PageRole.Role.AUTHOR)
    first = say("Ask @Edda Editor about it.")
    say("Does @Olga Author know?")
    say("No, @Somebody Else does.")
    say("Nobody@Edda Editor is named.")
    page = board()
    assert "to Edda Editor" in page
    assert "to Olga Author" in page
    assert "Somebody Else" not in page
    assert "Nobody@" not in page
    say("I asked.", author=staff, parent=first)
    page = board()
    assert "to Edda Editor" not in page
    assert "to Olga Author" in page


def test_an_author_is_mentioned_under_their_own_reports_alone(board, say, article, thread):
    now = timezone.now()
    other = newsroom.publish_article(
        section=article.get_parent().specific,
        article=NewArticle(headline="Another story", first_published_at=now),
        now=now,
    )
    author = prove_address(person=make_guest(now=now), address="olga@mail.test", now=now)
    author.name = "Olga Author"
    author.save()
    PageRole.objects.create(person=author, page=other, role=PageRole.Role.AUTHOR)
    say("Does @Olga Author know?")
    assert "to Olga Author" not in board()
    say("And here, @Olga Author?", thread=Thread.objects.get(page=other))
    assert "to Olga Author" in board()


def test_an_old_mention_is_no_duty_any_more(board, say, staff):
    say("Ask @Edda Editor about it.", ago=timedelta(days=15))
    assert "to Edda Editor" not in board()


def test_each_desk_is_measured_by_what_it_was_asked(say, staff, article, thread):
    now = timezone.now()
    waits = (1, 2, 30)
    for hours in waits:
        question = say(f"Question {hours}?", asks=True, ago=40 * HOUR)
        say("Yes.", author=staff, parent=question, ago=(40 - hours) * HOUR)
    say("Question 4?", asks=True, ago=40 * HOUR)
    say("Question 5?", asks=True, ago=timedelta(days=91))
    [record] = desk_records(now)
    assert (record.title, record.asked, record.answered, record.percent) == ("River", 4, 3, 75)
    assert record.median_words == "2 hours"
    assert abs(record.median_time - 2 * HOUR) < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, ""),
        (timedelta(seconds=3), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_time_is_told_in_words(time, words):
    assert DeskRecord("River", 1, 1, time).median_words == words


def test_the_number_of_queries_does_not_grow(board, say, staff, django_assert_max_num_queries):
    say("How high, @Edda Editor?", asks=True)
    board()
    with django_assert_max_num_queries(60) as one:
        board()
    for number in range(8):
        say(f"How high {number}, @Edda Editor?", asks=True)
    with django_assert_max_num_queries(len(one)):
        assert "9 questions wait" in board()


def test_who_may_edit_nothing_sees_no_words(client, say, moderator):
    held = say("How high was it, @Mo?", asks=True)
    assert held.is_visible
    let_in(client, moderator)
    page = client.get("/admin/duty/").content.decode()
    assert "Duty board" in page
    assert "How high was it" not in page


def test_nobody_else_sees_it(client, say):
    say("How high was it?", asks=True)
    client.force_login(User.objects.create_user("ada@example.test"))
    assert client.get("/admin/duty/").status_code in (302, 403)
