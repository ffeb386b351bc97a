"""What pages and story blocks ask of a discussion."""

import pytest
from django.template import Context, Template
from wagtail.models import Page

from standfirst.discussion.models import Thread
from standfirst.discussion.templatetags.discussion_tags import question_of, thread_of
from tests.discussion.conftest import QUESTION

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_saved_or_has_no_thread_shows_nothing(section):
    for page in (Page(title="A preview", slug="preview"), section):
        discussion = thread_of(page)
        assert (discussion.is_shown, discussion.count, discussion.answers) == (False, 0, {})
        assert not question_of(discussion, QUESTION)["is_shown"]


def test_a_thread_that_is_off_shows_nothing(page, thread):
    Thread.objects.update(mode="off")
    assert not thread_of(page).is_shown


def test_an_empty_thread_invites(page, thread):
    discussion = thread_of(page)
    assert (discussion.is_shown, discussion.count_words) == (True, "No comments yet")
    assert discussion.form.sheet.action == thread.comments_path


def test_a_question_is_looked_up_without_a_query(article, write, reader, django_assert_num_queries):
    thread = Thread.objects.get(page_id=article.pk)
    write(reader, "The baker did.", thread=thread, question=QUESTION)
    discussion = thread_of(article)
    with django_assert_num_queries(0):
        question = question_of(discussion, QUESTION)
        other = question_of(discussion, QUESTION.replace("0", "1"))
    assert (question["count"], len(question["answers"]), other["count"]) == (1, 1, 0)
    assert question["form"].sheet.hidden == {"question": QUESTION}


@pytest.mark.parametrize("block_id", ["", None, "not-a-uuid"])
def test_a_block_without_an_id_shows_its_words_alone(block_id, page, thread):
    assert not question_of(thread_of(page), block_id)["is_shown"]


def test_a_page_template_that_forgot_to_ask_shows_the_words_alone(db):
    block = Template("{% include 'blocks/question.html' %}")
    html = block.render(Context({"block_id": QUESTION, "value": {"question": "Who told you?"}}))
    assert "Who told you?" in html
    assert "<form" not in html
