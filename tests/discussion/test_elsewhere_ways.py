"""Discussions of pages that are not ours: sites that move, ways without JavaScript, and the staff's."""

from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError

from standfirst.discussion.models import Comment, PageAlias, Thread
from standfirst.discussion.rules import CommentRefused
from tests.discussion.conftest import fresh
from tests.discussion.elsewhere import BLOG, POST, TITLE, begun, later

pytestmark = pytest.mark.django_db
COUNTED = 11


@pytest.fixture(autouse=True)
def listed(settings):
    settings.STANDFIRST_EMBED_SITES = [BLOG, "http://shop.example:8080"]
    caches["memory"].clear()


@pytest.fixture
def first(reader, now):
    """Give the first comment on a page of a blog."""
    return begun(reader, now=now)


class TestSitesThatMove:
    OLD = "https://old.example"

    @pytest.fixture
    def old(self, settings, reader, now):
        settings.STANDFIRST_EMBED_SITES = [self.OLD]
        comment = begun(reader, address=f"{self.OLD}/blog/gate?p=7", now=now)
        settings.STANDFIRST_EMBED_SITES = [BLOG]
        return comment.thread

    def alias(self, address, path):
        row = PageAlias(address=address, path=path)
        row.full_clean()
        row.save()

    @pytest.mark.parametrize(
        ("address", "path", "found"),
        [
            (f"{OLD}/*", f"{BLOG}/*", f"{BLOG}/blog/gate?p=7"),
            (f"{OLD}/blog/*", f"{BLOG}/2026/*", f"{BLOG}/2026/gate?p=7"),
            ("http://old.example/blog/gate", POST, f"{POST}?p=7"),
        ],
    )
    def test_a_discussion_moves_with_its_page(self, old, address, path, found, supporter, now):
        assert not fresh(old).is_open(now)
        self.alias(address, path)
        assert fresh(old).is_open(now)
        assert begun(supporter, "Here.", address=found, now=now).thread_id == old.pk

    def test_where_one_is_already_both_stay(self, old, reader, stranger, now):
        new = begun(reader, "New.", address=f"{BLOG}/blog/gate?p=7", now=later(now))
        self.alias(f"{self.OLD}/*", f"{BLOG}/*")
        assert fresh(old).site == "old.example"
        for thread in (old, new.thread):
            assert stranger.get(thread.comments_path).status_code == 200

    def test_others_stay_where_they_are(self, old, supporter, now):
        other = begun(supporter, now=now).thread
        self.alias(f"{self.OLD}/blog/*", f"{BLOG}/*")
        assert fresh(other).address == POST

    @pytest.mark.parametrize("path", ["blog.example/x", "//blog.example/", f"{BLOG}/*"])
    def test_what_leads_nowhere_is_refused(self, path):
        with pytest.raises(ValidationError):
            self.alias(f"{self.OLD}/x", path)


class TestWithoutJavaScript:
    def at(self, page):
        return f"/embed/?page={quote(page, safe='')}"

    def test_it_leads_to_the_discussion(self, first, stranger):
        response = stranger.get(self.at(f"{POST}?utm_source=x"))
        assert (response.status_code, response.headers["Location"]) == (
            302,
            first.thread.comments_path,
        )

    def test_of_a_page_of_ours_too(self, thread, stranger):
        assert stranger.get(self.at(thread.address)).headers["Location"] == thread.comments_path

    def test_where_there_is_none_a_form_begins_it(self, stranger):
        page = stranger.get(self.at(POST))
        assert page.status_code == 200
        assert "Nobody has written about this page yet." in page.content.decode()
        assert not Thread.objects.exists()
        sent = stranger.post(self.at(POST), {"text": "Plainly begun.", "name": "Jo"})
        assert sent.status_code == 303
        made = Thread.objects.get()
        assert sent.headers["Location"].startswith(f"{made.comments_path}?mine")
        assert made.title == "blog.example/2026/the-gate"

    def test_what_is_refused_is_handed_back(self, stranger):
        sent = stranger.post(self.at(POST), {"text": " ", "name": "Jo"})
        assert sent.status_code == 422
        assert 'value="Jo"' in sent.content.decode()
        assert not Thread.objects.exists()

    @pytest.mark.parametrize(
        "page", ["", "https://evil.test/", "/nothing/", "javascript:x", "\x00"]
    )
    def test_what_leads_nowhere_is_not_there(self, stranger, page):
        assert stranger.get(self.at(page)).status_code == 404
        assert stranger.post(self.at(page), {"text": "No."}).status_code == 404


class TestStaff:
    def test_moderators_find_name_and_open_it(self, first, moderator, client_of):
        client = client_of(moderator)
        for asked in ("/admin/elsewhere/", "/admin/elsewhere/?q=gate"):
            body = client.get(asked).content.decode()
            assert TITLE in body
            assert f"{first.thread.comments_path}?mine" in body
            assert f'href="{POST}"' in body
        assert TITLE not in client.get("/admin/elsewhere/?q=Weir").content.decode()
        client.post("/admin/elsewhere/", {"thread": first.thread_id, "title": "A better one"})
        assert fresh(first.thread).title == "A better one"
        client.post("/admin/elsewhere/", {"thread": first.thread_id, "title": " "})
        assert fresh(first.thread).title == "blog.example/2026/the-gate"

    def test_nobody_else_does(self, first, editor, reader, client_of):
        for person in (editor, reader, None):
            client = client_of(person)
            assert client.get("/admin/elsewhere/").status_code == 302
            client.post("/admin/elsewhere/", {"thread": first.thread_id, "title": "Mine"})
        assert fresh(first.thread).title == TITLE

    def test_a_page_of_ours_is_not_named_there(self, thread, moderator, client_of):
        sent = {"thread": thread.pk, "title": "Mine"}
        assert client_of(moderator).post("/admin/elsewhere/", sent).status_code == 404

    def test_they_close_it_and_the_desk_shows_it(self, first, moderator, client_of, supporter, now):
        client = client_of(moderator)
        client.post(f"{first.thread.comments_path}staff/", {"act": "close"})
        with pytest.raises(CommentRefused):
            begun(supporter, "More.", now=now)
        held = Comment.objects.filter(pk=first.pk)
        held.update(state=Comment.State.HELD)
        body = client.get("/admin/desk/held/").content.decode()
        assert TITLE in body
        assert POST in body

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_discussions(
        self, moderator, reader, client_of, number, now, django_assert_num_queries
    ):
        for count in range(number):
            begun(reader, f"{count}", address=f"{BLOG}/{count}", now=later(now, count))
        client = client_of(moderator)
        client.get("/admin/elsewhere/")
        with django_assert_num_queries(COUNTED):
            client.get("/admin/elsewhere/")
