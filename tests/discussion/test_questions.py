"""The editors' question in a story: open, closed, answered; and its author is told of answers."""

import pytest
from django.core.exceptions import ValidationError

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.newsroom.blocks.neighbours import QuestionBlock
from standfirst.newsroom.models import ArticlePage
from tests.discussion.conftest import QUESTION
from tests.discussion.http import form_in, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(article):
    return Thread.objects.get(page_id=article.pk)


@pytest.fixture
def settle(article):
    """Publish the question in another state, as an editor does."""

    def publish(state, summary=""):
        page = ArticlePage.objects.get(pk=article.pk)
        page.story = [
            {"type": "paragraph", "value": "<p>Nobody knows.</p>"},
            {
                "type": "question",
                "id": QUESTION,
                "value": {"question": "Who told you?", "state": state, "summary": summary},
            },
        ]
        page.save_revision().publish()

    return publish


@pytest.fixture
def answer(thread, now):
    def make(author, text="The miller."):
        fresh = Thread.objects.get(pk=thread.pk)
        new = NewComment(thread=fresh, author=author, text=text, question=QUESTION)
        return post_comment(new=new, now=now)

    return make


def test_a_question_of_before_there_were_states_is_open(article, stranger):
    page = text_of(stranger.get(article.url))
    assert "A question to readers<" in page
    assert f'id="answer-{QUESTION}"' in page


@pytest.mark.parametrize(
    ("state", "words"),
    [("closed", "A question to readers, closed"), ("answered", "A question to readers, answered")],
)
def test_a_question_that_is_over_says_so_and_keeps_its_answers(
    article, settle, answer, reader, supporter, stranger, state, words
):
    answer(reader)
    settle(state, "It was the miller.\n\nThank you all.")
    page = text_of(stranger.get(article.url))
    assert words in page
    assert "<p>It was the miller.</p>" in page
    assert "The miller." in page
    assert f'id="answer-{QUESTION}"' not in page
    with pytest.raises(CommentRefused) as caught:
        answer(supporter, "Too late.")
    assert caught.value.refusal == Refusal.QUESTION_CLOSED


def test_who_answers_what_was_closed_meanwhile_gets_the_words_back(article, settle, stranger):
    page = stranger.get(article.url)
    settle("closed")
    late = send(stranger, page, f"answer-{QUESTION}", text="Too late.")
    assert late.status_code == 403
    assert "This question takes no more answers." in text_of(late)
    assert form_in(late, f"answer-{QUESTION}")["data"]["text"].strip() == "Too late."
    assert not Comment.objects.exists()


def test_a_closed_question_that_nobody_answered_opens_nothing(article, settle, stranger):
    settle("closed")
    page = text_of(stranger.get(article.url))
    assert "Who told you?" in page
    assert f'id="question-{QUESTION}-answers"' not in page


def test_it_can_be_opened_again(settle, answer, reader):
    settle("answered")
    settle("")
    assert answer(reader).pk


def test_what_came_out_is_text_and_no_html(article, settle, stranger):
    settle("answered", "<script>alert(1)</script>")
    page = text_of(stranger.get(article.url))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("state", "is_open"), [(None, True), ("", True), ("closed", False), ("answered", False)]
)
def test_an_editor_says_nothing_of_an_open_question(state, is_open):
    sent = {"question": "Who told you?", "summary": ""} | ({"state": state} if state else {})
    block = QuestionBlock()
    assert block.clean(block.to_python(sent)).is_open is is_open
    with pytest.raises(ValidationError):
        block.clean(block.to_python(sent | {"state": "forgotten"}))
