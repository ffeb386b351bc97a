"""Reading a discussion over HTTP: the same for everybody, and what is held at no exit."""

import re

import pytest

from standfirst.discussion.models import (
    Thread,
)
from standfirst.lib.clock import now as clock
from tests.discussion.conftest import QUESTION
from tests.discussion.http import HTMX, text_of

pytestmark = pytest.mark.django_db


def test_reading_sets_no_cookie_and_is_the_same_for_everybody(
    client_of, thread, visible, guest, moderator, stranger
):
    pages = [thread.comments_path, f"{thread.comments_path}?order=voted"]
    pages.append(f"{thread.comments_path}?at={visible.pk}")
    for path in pages:
        answers = [client.get(path) for client in map(client_of, (None, guest, moderator))]
        assert {one.status_code for one in answers} == {200}
        assert len({one.content for one in answers}) == 1
        assert all(not one.cookies for one in answers)
        assert "csrf" not in text_of(answers[0])


@pytest.mark.parametrize(
    "query",
    [
        "order=hottest",
        "only=jokes",
        "after=nonsense%00",
        "at=1x",
        "at=999999",
        "at=",
        "at=9999999999999999999",
    ],
)
def test_addresses_that_no_page_links_are_not_found(query, stranger, thread):
    assert stranger.get(f"{thread.comments_path}?{query}").status_code == 404


def test_a_page_without_a_discussion_has_no_thread_page(stranger, thread):
    assert stranger.get("/river/comments/").status_code == 404
    assert stranger.get("/nowhere/comments/").status_code == 404
    Thread.objects.update(mode="off")
    assert stranger.get(thread.comments_path).status_code == 404


def test_a_permalink_leads_to_the_comment_in_its_conversation(stranger, write, visible, supporter):
    answer = write(supporter, "An answer.", parent=visible)
    response = stranger.get(f"/comments/{answer.pk}/")
    assert response.status_code == 302
    page = stranger.get(response["Location"].partition("#")[0])
    assert "What I know." in text_of(page)
    assert re.search(rf'comment-marked" id="comment-{answer.pk}"', text_of(page))


def test_the_article_shows_the_first_screen_and_the_question_its_answers(
    client_of, article, write, reader, supporter
):
    thread = Thread.objects.get(page_id=article.pk)
    write(reader, "Under the article.", thread=thread)
    write(supporter, "At the question.", thread=thread, question=QUESTION)
    page = text_of(client_of(None).get(thread.address))
    assert page.count("At the question.") == page.count("Under the article.") == 1
    assert "1 answer<" in page
    assert "View all 2 comments" in page
    assert page.index("At the question.") < page.index('id="comments"')
    assert "Would love your thoughts, please comment." in page


def test_more_replies_come_as_a_fragment_or_as_a_page(stranger, write, visible, proven):
    for number in range(12):
        write(proven(), f"Reply {number}.", parent=visible)
    page = text_of(stranger.get(visible.thread.comments_path))
    plain, fetched = re.search(
        r'class="comments-more" href="([^"]+)" hx-get="([^"]+)"', page.replace("&amp;", "&")
    ).groups()
    assert "Reply 10." in text_of(stranger.get(plain))
    fragment = stranger.get(fetched, headers=HTMX)
    assert "Reply 11." in text_of(fragment)
    assert "<html" not in text_of(fragment)
    assert stranger.get(fetched)["Location"] == plain


def test_pages_take_as_many_queries_for_many_comments_as_for_few(
    client_of, thread, write, proven, django_assert_max_num_queries
):
    stranger = client_of(None)
    for size in (1, 3, 9):
        for number in range(size):
            root = write(proven(), f"{size}.{number}")
            write(proven(), f"{size}.{number} answer", parent=root)
        with django_assert_max_num_queries(15):
            assert stranger.get(thread.comments_path).status_code == 200


@pytest.mark.parametrize("verb", ["reply", "edit", "withdraw", "report"])
def test_forms_pages_are_private(verb, client_of, write, reader, supporter):
    comment = write(reader, at=clock())
    author = reader if verb in {"edit", "withdraw"} else supporter
    response = client_of(author).get(f"/comments/{comment.pk}/{verb}/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert 'content="noindex"' in text_of(response)


def test_on_the_threads_page_an_answer_leads_to_its_question(client_of, article, write, reader):
    thread = Thread.objects.get(page_id=article.pk)
    write(reader, "The baker did.", thread=thread, question=QUESTION)
    leads = f'href="{thread.address}#question-{QUESTION}"'
    stranger = client_of(None)
    assert leads in text_of(stranger.get(thread.comments_path))
    assert leads not in text_of(stranger.get(thread.address))
