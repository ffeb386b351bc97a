from datetime import timedelta

import pytest
from django.conf import settings

from standfirst.newsroom import actions
from standfirst.newsroom.actions import NewArticle
from standfirst.newsroom.models import ArticlePage
from tests.newsroom.conftest import words


@pytest.fixture
def everything(home, river, town, flood, ada, publish, lead):
    """Give an address of every kind of public page."""
    publish("Older", lead=lead(), topics=[flood], bylines=[(ada, "words")])
    page = publish(
        lead=lead(),
        topics=[flood],
        bylines=[(ada, "words")],
        story=[words("One."), {"type": "question", "value": {"question": "Why?"}}],
    )
    return [
        *("/", "/river/", page.get_url(), "/topics/", "/topics/flood/", "/authors/"),
        *("/authors/ada-winter/", "/about/", "/rules/", "/feeds/", "/feeds/paper.xml"),
        *("/feeds/sections/river.xml", "/feeds/topics/flood.xml", "/feeds/authors/ada-winter.xml"),
        *("/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/search/?q=gate"),
    ]


def test_a_public_page_is_the_same_bytes_for_everyone(everything, client_of, guest, reader, editor):
    for path in everything:
        answers = [client_of(person).get(path) for person in (None, guest, reader, editor)]
        assert {answer.status_code for answer in answers} == {200}, path
        assert len({answer.content for answer in answers}) == 1, path


def test_an_editor_is_someone_else_where_pages_are_not_public(
    editor, home, client_of, make_private, river
):
    make_private(river)
    assert client_of(editor).get("/admin/").status_code == 200
    assert client_of(None).get("/admin/").status_code == 302


def test_no_public_page_sets_a_cookie_or_carries_a_token(everything, nobody):
    for path in everything:
        answer = nobody.get(path)
        assert not answer.cookies, path
        assert "Set-Cookie" not in answer, path
        assert b"csrf" not in answer.content.lower(), path


def test_what_a_visitor_sends_along_changes_nothing(everything, nobody):
    headers = {
        "x-forwarded-host": "evil.test",
        "x-requested-with": "XMLHttpRequest",
        "hx-request": "true",
        "accept-language": "ar",
        "user-agent": "<script>",
    }
    for path in everything:
        plain, dressed = nobody.get(path), nobody.get(path, headers=headers)
        assert plain.content == dressed.content, path
        tracked = nobody.get(path + ("&" if "?" in path else "?") + "utm_source=x&fbclid=y")
        assert tracked.content == plain.content, path


def test_public_pages_are_asked_for_again_each_time_by_their_tag(publish, nobody):
    path = publish().get_url()
    answer = nobody.get(path)
    assert answer["Cache-Control"] == "no-cache"
    assert nobody.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert nobody.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_pages_are_read_and_not_written(publish, nobody):
    path = publish().get_url()
    assert nobody.head(path).status_code == 200
    for method in (nobody.post, nobody.put, nobody.delete):
        assert method(path).status_code in (403, 405)


def test_a_draft_an_expired_page_and_no_page_answer_the_same(publish, river, nobody, now):
    actions.draft_article(section=river, article=NewArticle(headline="Draft"), now=now)
    expired = publish("Expired")
    ArticlePage.objects.filter(pk=expired.pk).update(expire_at=now - timedelta(days=30))
    answers = [nobody.get(path) for path in ("/river/draft/", expired.get_url(), "/river/nothing/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_page_with_a_password_asks_for_it_and_is_kept_by_nobody(
    publish, nobody, make_private, river
):
    page = publish("Behind the door")
    restriction = make_private(river)
    answer = nobody.get(page.get_url())
    assert answer["Cache-Control"] == "private, no-store" or "no-store" in answer["Cache-Control"]
    assert "Behind the door" not in answer.content.decode()
    assert 'name="password"' in answer.content.decode()
    door = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    wrong = nobody.post(door, {"password": "duckpond", "return_url": page.get_url()})
    assert "Behind the door" not in wrong.content.decode()
    right = nobody.post(door, {"password": "millpond", "return_url": page.get_url()})
    assert right.status_code == 302
    inside = nobody.get(page.get_url())
    assert "Behind the door" in inside.content.decode()
    assert "no-store" in inside["Cache-Control"]
    assert "ETag" not in inside


def test_a_missing_page_is_in_the_papers_dress(home, nobody):
    answer = nobody.get("/nothing/here/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "The Weir Courier" in html
    assert 'role="search"' in html
    assert 'id="main"' in html


def test_a_missing_page_does_not_repeat_what_was_asked(home, nobody):
    assert "canary" not in nobody.get("/canary-x/").content.decode()


def test_the_page_for_a_failure_asks_the_database_nothing(django_assert_num_queries, rf, db):
    from standfirst.config.views import server_error  # noqa: PLC0415

    with django_assert_num_queries(0):
        html = server_error(rf.get("/")).content.decode()
    assert "Something has failed here" in html


def test_every_page_says_its_language_its_name_and_its_landmarks(everything, nobody):
    for path in everything:
        answer = nobody.get(path)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        assert f'<html lang="{settings.LANGUAGE_CODE}" dir="ltr"' in html, path
        assert html.count("<h1") == 1, path
        assert '<main id="main"' in html, path
        assert '<a class="skip" href="#main">' in html, path
        assert '<p class="status" id="status" role="status"' in html, path
        title = html.partition("<title>")[2].partition("</title>")[0]
        assert title.endswith("The Weir Courier"), path
        assert len(title) > len("The Weir Courier"), path
