"""Discussions of pages that are not ours: begun by a first comment, found by the page's address."""

from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.test import Client

from standfirst.discussion import actions
from standfirst.discussion.actions import PageElsewhere
from standfirst.discussion.models import Comment, Subscription, Thread
from standfirst.discussion.queries import newest_threads
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.models import WordList
from standfirst.notify.models import Message
from tests.discussion.conftest import fresh
from tests.discussion.elsewhere import BLOG, POST, TITLE, begun

FROM_BLOG = {"origin": BLOG, "sec-fetch-site": "cross-site"}
CANARY = "Zirkonvogel"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed(settings):
    settings.STANDFIRST_EMBED_SITES = [BLOG, "http://shop.example:8080"]
    caches["memory"].clear()


@pytest.fixture
def first(reader, now):
    """Give the first comment on a page of a blog."""
    return begun(reader, now=now)


class TestBeginning:
    def test_the_first_comment_makes_the_discussion(self, reader, now):
        thread = actions.thread_for(page=PageElsewhere(POST, TITLE), now=now)
        assert thread.pk is None
        assert not Thread.objects.exists(), "looking makes nothing"
        comment = begun(reader, now=now)
        made = Thread.objects.get()
        assert comment.thread_id == made.pk
        assert (made.title, made.address, made.page_id) == (TITLE, POST, None)
        assert (made.place, made.site) == ("blog.example/2026/the-gate", "blog.example")
        assert made.comments_path == f"/embed/{made.pk}/comments/"
        assert fresh(made).comment_count == 1

    @pytest.mark.parametrize(
        "address",
        [
            *(f"{BLOG}/2026/the-gate", "http://blog.example/2026/the-gate/"),
            *(
                f"{POST}?utm_source=mail&fbclid=x#comments",
                "https://BLOG.example:443/2026/the-gate",
            ),
        ],
    )
    def test_whatever_address_of_the_page_the_next_one_has_it_is_the_same(
        self, first, supporter, address, now
    ):
        second = begun(supporter, "Theirs.", address=address, title="Otherwise", now=now)
        assert second.thread_id == first.thread_id
        assert fresh(first.thread).title == TITLE, "who comes later names nothing"

    @pytest.mark.parametrize(
        "address",
        [
            *("https://evil.test/x", "https://blog.example.evil.test/", "https://a.blog.example/"),
            *("https://blog.example:8443/", "https://shop.example/", "javascript:alert(1)", ""),
            *("https://blog.example@evil.test/", f"{BLOG}/" + "a" * 500),
        ],
    )
    def test_only_on_a_listed_site(self, address, now):
        with pytest.raises(CommentRefused) as refused:
            actions.thread_for(page=PageElsewhere(address, TITLE), now=now)
        assert refused.value.refusal is Refusal.OFF

    def test_what_is_refused_makes_nothing(self, reader, now):
        with pytest.raises(CommentRefused):
            begun(reader, " ", now=now)
        assert not Thread.objects.exists()

    def test_the_same_words_sent_again_are_the_first_comment(self, first, reader, now):
        assert begun(reader, now=now) == first
        assert Comment.objects.count() == 1

    def test_a_page_of_ours_is_no_page_elsewhere(self, page, now):
        with pytest.raises(IntegrityError), transaction.atomic():
            Thread.objects.filter(page_id=page.pk).update(place="blog.example/x")


class TestTitles:
    """What a stranger's browser says that a page is called is judged before it stands anywhere."""

    @pytest.mark.parametrize(
        ("said", "stands"),
        [
            ("  The\n gate ", "The gate"),
            ("<b>Gate</b> & co", "<b>Gate</b> & co"),
            ("abc\u202egpj.exe", "abcgpj.exe"),
            ("w" * 300, "w" * 199 + "\u2026"),
            ("", "blog.example/2026/the-gate"),
            ("\x07bell", "blog.example/2026/the-gate"),
            ("\u200b\u2066", "blog.example/2026/the-gate"),
            (f"All about {CANARY}", "blog.example/2026/the-gate"),
        ],
    )
    def test_one_that_cannot_stand_gives_way_to_the_address(self, reader, said, stands, now):
        WordList.objects.create(name="Not here", kind="banned", words=CANARY)
        comment = begun(reader, title=said, now=now)
        assert comment.is_visible, "whoever comments did not write the title"
        assert fresh(comment.thread).title == stands

    def test_it_is_shown_as_text(self, reader, stranger, now):
        comment = begun(reader, title="<script>alert(1)</script>", now=now)
        body = stranger.get(comment.thread.comments_path).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body

    def test_no_mail_repeats_it(self, first, supporter, now):
        Thread.objects.update(title=CANARY)
        wish = actions.Wish(fresh(first.thread), None, Subscription.Kind.ALL, "jo@mail.test")
        actions.subscribe(wish=wish, now=now)
        (mail,) = Message.objects.all()
        assert "blog.example" in mail.text
        assert CANARY not in mail.text + mail.subject + mail.html


class TestReading:
    def test_its_own_page_is_everybodys(self, first, stranger):
        page = stranger.get(first.thread.comments_path)
        assert page.status_code == 200
        assert "Mine." in page.content.decode()
        assert f'href="{POST}" rel="nofollow noopener"' in page.content.decode()
        assert "noindex" not in page.content.decode()

    def test_a_comments_address_leads_there(self, first, stranger):
        response = stranger.get(f"/comments/{first.pk}/")
        assert response.headers["Location"].startswith(first.thread.comments_path)

    @pytest.mark.parametrize(
        "rest", ["feed.xml", "feed.json", "people.json", "?mine", "?order=best"]
    )
    def test_what_belongs_to_a_discussion_is_there(self, first, stranger, rest):
        assert stranger.get(f"{first.thread.comments_path}{rest}").status_code == 200

    @pytest.mark.parametrize("path", ["/embed/0/comments/", "/embed/x/comments/"])
    def test_what_is_none_is_not_there(self, first, stranger, path):
        assert stranger.get(path).status_code == 404
        assert stranger.get(f"/embed/0{first.thread_id}/comments/").status_code == 404
        assert stranger.get(f"{first.thread.comments_path}passages/").status_code == 404

    def test_a_page_of_ours_is_not_at_such_an_address(self, thread, stranger):
        assert stranger.get(f"/embed/{thread.pk}/comments/").status_code == 404

    def test_a_page_that_is_gone_is_none_elsewhere(self, thread, page, write, reader, stranger):
        comment = write(reader)
        page.delete()
        gone = fresh(thread)
        assert (gone.page_id, gone.is_elsewhere) == (None, False)
        for path in (f"/comments/{comment.pk}/", f"/embed/{thread.pk}/comments/"):
            assert stranger.get(path).status_code == 404
        assert newest_threads(after=None, now=comment.created_at)[0] == []

    def test_one_writes_votes_and_is_told_there(self, first, supporter, client_of, stranger):
        client = client_of(supporter)
        assert client.post(first.thread.comments_path, {"text": "Plainly."}).status_code == 303
        assert client.post(f"/comments/{first.pk}/vote/", {"vote": "up"}).status_code == 303
        assert fresh(first).score == 1
        wish = {"thread": first.thread_id, "what": "thread", "email": "jo@mail.test"}
        assert stranger.post("/subscriptions/", wish).status_code == 200
        assert Subscription.objects.count() == 1

    def test_it_is_in_the_papers_feed_and_on_the_members_page(self, first, reader, stranger):
        for path in ("/feeds/comments.xml", f"/people/{reader.pk}/"):
            body = stranger.get(path).content.decode()
            assert "Mine." in body
            assert TITLE in body

    def test_no_question_to_an_author_is_offered(self, first, stranger):
        assert 'name="asks"' not in stranger.get(first.thread.comments_path).content.decode()


class TestHeld:
    """Words that wait for a moderator are at no exit, wherever their page is."""

    @pytest.fixture
    def held(self, now):
        comment = begun(None, f"I heard a {CANARY}.", now=now)
        assert comment.is_held
        return comment

    def test_they_are_nowhere(self, held, stranger):
        exits = [
            *(held.thread.comments_path, f"{held.thread.comments_path}feed.xml"),
            *("/feeds/comments.xml", "/api/v1/threads", f"/api/v1/threads?page={quote(POST)}"),
            f"/api/v1/threads/{held.thread_id}/comments",
            f"/api/v1/counts?page={quote(POST)}",
        ]
        for path in exits:
            response = stranger.get(path)
            assert response.status_code == 200, path
            assert CANARY not in response.content.decode(), path
        for path in (f"/comments/{held.pk}/", f"/api/v1/comments/{held.pk}"):
            assert stranger.get(path).status_code == 404

    def test_the_control_finds_what_is_shown(self, held, judge, stranger, now):
        actions.approve_comment(judgement=judge(held), now=now)
        assert CANARY in stranger.get(held.thread.comments_path).content.decode()

    def test_what_nobody_reads_is_told_to_no_search_engine_and_no_list(self, held, stranger, now):
        assert "noindex" in stranger.get(held.thread.comments_path).content.decode()
        assert newest_threads(after=None, now=now)[0] == []


class TestSitesThatLeave:
    @pytest.fixture
    def unlisted(self, first, settings):
        settings.STANDFIRST_EMBED_SITES = []
        return first

    def test_it_is_still_read_here(self, unlisted, stranger):
        body = stranger.get(unlisted.thread.comments_path).content.decode()
        assert "Mine." in body
        assert "The discussion is closed." in body
        assert 'name="text"' not in body

    def test_and_takes_no_words_and_votes(self, unlisted, supporter, client_of, now):
        client = client_of(supporter)
        sent = client.post(unlisted.thread.comments_path, {"text": "More."})
        assert sent.status_code == 403
        assert client.post(f"/comments/{unlisted.pk}/vote/", {"vote": "up"}).status_code == 403
        with pytest.raises(CommentRefused) as refused:
            begun(supporter, "More.", now=now)
        assert refused.value.refusal is Refusal.CLOSED
        assert Comment.objects.count() == 1

    def test_once_it_is_back_it_takes_them_again(self, unlisted, supporter, settings, now):
        settings.STANDFIRST_EMBED_SITES = ["http://blog.example"]
        assert begun(supporter, "More.", now=now).thread_id == unlisted.thread_id


class TestApi:
    def ask(self, page):
        return (
            Client().get(f"/api/v1/threads?page={quote(page, safe='')}", headers=FROM_BLOG).json()
        )

    def begin(self, **sent):
        said = {"page": POST, "title": TITLE, "text": "From the blog.", **sent}
        return Client().post("/api/v1/threads", said, "application/json", headers=FROM_BLOG)

    def test_a_page_without_one_says_that_it_can_be_begun_and_reading_writes_nothing(self):
        assert self.ask(f"{POST}?utm_source=x") == {"threads": [], "next": None, "begins": POST}
        assert not Thread.objects.exists()

    @pytest.mark.parametrize(
        "page", ["https://evil.test/x", "/nothing/", "x", "http://shop.example/"]
    )
    def test_any_other_does_not(self, page):
        assert self.ask(page) == {"threads": [], "next": None, "begins": None}

    def test_a_first_comment_begins_it(self, proven):
        said = self.begin()
        assert said.status_code == 201
        assert said.headers["Standfirst-Guest"]
        (thread,) = self.ask("http://blog.example/2026/the-gate")["threads"]
        assert said.json()["thread"] == thread["id"]
        assert (thread["title"], thread["page"], thread["is_open"]) == (TITLE, POST, True)
        assert self.ask(POST)["begins"] is None

    @pytest.mark.parametrize("page", ["https://evil.test/x", "/nothing/", "https://shop.example/"])
    def test_no_other_page_is_begun(self, page):
        assert self.begin(page=page).status_code in (403, 404)
        assert not Thread.objects.exists()

    def test_that_of_a_page_of_ours_is_written_to(self, thread):
        assert self.begin(page=thread.address).json()["thread"] == thread.pk

    def test_one_that_is_off_takes_nothing(self, first):
        Thread.objects.update(mode=Thread.Mode.OFF)
        assert self.begin().status_code == 403
        assert self.ask(POST) == {"threads": [], "next": None, "begins": None}

    def test_the_count_is_had_by_the_address(self, first):
        asked = f"/api/v1/counts?page={quote(POST + '?utm_source=x')}&page={quote(BLOG)}"
        said = {each["page"]: each for each in Client().get(asked).json()["counts"]}
        assert said[POST]["comment_count"] == 1
        assert said[f"{BLOG}/"] == {"page": f"{BLOG}/", "thread": None, "comment_count": 0}
