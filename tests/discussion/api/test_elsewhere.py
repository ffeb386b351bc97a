"""Pages of other sites: those that the operator lists may read and write, for guests, without cookies."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from standfirst.discussion.models import Comment, PageAlias, Vote
from standfirst.discussion.queries.aliases import path_of
from standfirst.people.cookies import PERSON_COOKIE
from standfirst.people.models import Person
from tests.discussion.api.conftest import AT, Program, reason_of

BLOG = "https://blog.example"
FROM_BLOG = {"origin": BLOG, "sec-fetch-site": "cross-site"}


@pytest.fixture(autouse=True)
def listed(settings):
    settings.STANDFIRST_EMBED_SITES = [BLOG, "https://shop.example"]


@pytest.fixture
def comments(thread):
    return f"/threads/{thread.pk}/comments"


def preflight(origin):
    return Client().options(
        f"{AT}/threads/1/comments",
        headers={"origin": origin, "access-control-request-method": "POST"},
    )


class TestWhoMayRead:
    def test_a_listed_site(self, program, thread):
        said = program.get(f"/threads/{thread.pk}", **FROM_BLOG)
        assert said.headers["Access-Control-Allow-Origin"] == BLOG
        assert "Standfirst-Guest" in said.headers["Access-Control-Expose-Headers"]
        assert "Origin" in said.headers["Vary"]

    @pytest.mark.parametrize(
        "origin",
        [
            *("https://evil.test", "http://blog.example", "https://blog.example:8443", "null", ""),
            *("https://blog.example.evil.test", "https://a.blog.example", "https://blog.example."),
        ],
    )
    def test_no_other(self, program, thread, origin):
        said = program.get(f"/threads/{thread.pk}", origin=origin)
        assert "Access-Control-Allow-Origin" not in said.headers
        assert "Access-Control-Allow-Origin" not in preflight(origin).headers

    def test_what_a_script_may_send_is_said_beforehand(self):
        said = preflight(BLOG)
        assert said.status_code == 204
        assert "POST" in said.headers["Access-Control-Allow-Methods"]
        assert "Authorization" in said.headers["Access-Control-Allow-Headers"]

    def test_never_with_cookies_and_nothing_but_the_api(self, program, thread):
        for said in (program.get(f"/threads/{thread.pk}", **FROM_BLOG), preflight(BLOG)):
            assert "Access-Control-Allow-Credentials" not in said.headers
        for path in ("/", thread.comments_path, "/account/"):
            said = program.client.get(path, headers=FROM_BLOG)
            assert "Access-Control-Allow-Origin" not in said.headers

    def test_where_none_is_listed_nothing_is_said_of_it(self, program, thread, settings):
        settings.STANDFIRST_EMBED_SITES = []
        said = program.get(f"/threads/{thread.pk}", **FROM_BLOG)
        assert "Access-Control-Allow-Origin" not in said.headers


class TestGuests:
    def post(self, comments, text, **headers):
        return Program(Client()).post(comments, {"text": text}, **{**FROM_BLOG, **headers})

    def test_a_guest_gets_a_key_and_no_cookie(self, comments):
        said = self.post(comments, "From the blog.")
        assert said.status_code == 201
        assert said.headers["Standfirst-Guest"]
        assert PERSON_COOKIE not in said.cookies

    def test_the_key_is_the_same_guest_from_then_on(self, comments):
        first = self.post(comments, "From the blog.")
        shown = {"authorization": f"Guest {first.headers['Standfirst-Guest']}"}
        pk = first.json()["comment"]["id"]
        changed = Program(Client()).patch(
            f"/comments/{pk}", {"text": "Better words."}, **FROM_BLOG, **shown
        )
        assert changed.status_code == 200
        assert Person.objects.count() == 1

    def test_a_key_is_good_on_its_own_site_alone(self, comments):
        key = self.post(comments, "From the blog.").headers["Standfirst-Guest"]
        shown = {"authorization": f"Guest {key}"}
        for headers in (
            {"origin": "https://shop.example", "sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-origin", "origin": ""},
        ):
            said = self.post(comments, "Elsewhere.", **{**shown, **headers})
            assert (said.status_code, reason_of(said)) == (401, "token_wrong")

    @pytest.mark.parametrize("key", ["", "x", "x:y:z", "\u00e9", "W10:1:1"])
    def test_a_wrong_key_is_refused(self, comments, key):
        said = self.post(comments, "No.", authorization=f"Guest {key}")
        assert reason_of(said) == "token_wrong"
        assert not Comment.objects.exists()

    def test_a_key_never_acts_for_an_account(self, comments, reader):
        first = self.post(comments, "From the blog.")
        Person.objects.filter(user=None).update(merged_into=reader)
        shown = {"authorization": f"Guest {first.headers['Standfirst-Guest']}"}
        assert reason_of(self.post(comments, "As Rita?", **shown)) == "token_wrong"

    def test_a_cookie_from_there_is_refused(self, browsers_program, reader, comments):
        """A listed site cannot have a member's browser write in the member's name."""
        said = browsers_program(reader).post(comments, {"text": "In her name."}, **FROM_BLOG)
        assert (said.status_code, reason_of(said)) == (403, "cross_site")

    def test_an_unlisted_site_writes_nothing(self, comments):
        said = self.post(comments, "No.", origin="https://evil.test")
        assert (said.status_code, reason_of(said)) == (403, "cross_site")

    def test_forms_of_our_own_are_not_opened_to_it(self, thread):
        said = Client().post(thread.comments_path, {"text": "No."}, headers=FROM_BLOG)
        assert said.status_code == 403
        assert not Comment.objects.exists()

    def test_a_vote(self, comments, write, proven):
        comment = write(proven())
        said = Program(Client()).put(f"/comments/{comment.pk}/vote", {"value": "up"}, **FROM_BLOG)
        assert said.json()["score"] == 1
        assert Vote.objects.get().voter.user_id is None


class TestOtherAddresses:
    @pytest.fixture(autouse=True)
    def aliases(self, db):
        for address, path in (
            ("https://old.example/*", "/*"),
            ("https://old.example/news/*", "/river/*"),
            ("http://old.example/news/flood", "/town/flood/"),
            ("https://blog.example/about-the-gate", "/river/gate/"),
            ("https://blog.example/all/*", "/river/"),
        ):
            alias = PageAlias(address=address, path=path)
            alias.full_clean()
            alias.save()

    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("/river/gate/", "/river/gate/"),
            ("http://127.0.0.1:8000/river/gate/?utm=1#x", "/river/gate/"),
            ("https://127.0.0.1:8000", "/"),
            ("https://old.example/sports/x/", "/sports/x/"),
            ("https://old.example/news/gate/", "/river/gate/"),
            ("https://OLD.example/news/flood/?page=2", "/town/flood/"),
            ("http://blog.example/about-the-gate/", "/river/gate/"),
            ("https://blog.example/all/of/it", "/river/"),
            ("https://blog.example/", ""),
            ("https://evil.test/river/gate/", ""),
            ("https://old.example.evil.test/x", ""),
            ("//127.0.0.1:8000/x", ""),
            ("https://[::1", ""),
            ("javascript:x", "javascript:x"),
        ],
    )
    def test_an_address_leads_to_one_path(self, address, path):
        assert path_of(address) == path

    def test_it_is_one_query_however_long_the_address(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            path_of("https://old.example/" + "a/" * 200)

    def test_a_discussion_is_found_by_it(self, program, thread):
        PageAlias.objects.create(address="https://moved.example/*", path="/river/*")
        slug = thread.address.strip("/").rsplit("/", 1)[-1]
        asked = f"/threads?page=https%3A%2F%2Fmoved.example%2F{slug}"
        (found,) = program.get(asked).json()["threads"]
        assert found["id"] == thread.pk
        assert program.get("/threads?page=https%3A%2F%2Fevil.test%2F").json()["threads"] == []

    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("old.example/*", "/*"),
            ("https://old.example/*/x", "/x/"),
            ("https://old.example/x", "/*"),
            ("https://old.example/*", "river/*"),
            ("https://old.example/**", "/"),
        ],
    )
    def test_what_leads_nowhere_is_refused(self, address, path):
        with pytest.raises(ValidationError):
            PageAlias(address=address, path=path).full_clean()
