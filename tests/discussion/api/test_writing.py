"""Writing by program: who acts, what they may, and why not; with the rules, limits and screens of forms."""

from datetime import timedelta

import pytest
from django.test import Client

from standfirst.discussion import actions
from standfirst.discussion.models import (
    Comment,
    CommentRevision,
    Report,
    Subscription,
    Thread,
    Vote,
)
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import WordList
from standfirst.people.actions import end_token
from standfirst.people.cookies import PERSON_COOKIE
from standfirst.people.models import AccessToken, Person, Scope
from tests.discussion.api.conftest import Program, reason_of


@pytest.fixture
def comments(thread):
    return f"/threads/{thread.pk}/comments"


@pytest.fixture
def comment(write, proven):
    return write(proven("Ann"), "The miller told me.", at=clock())


class TestWhoActs:
    def test_a_member_by_token(self, members_program, reader, comments):
        said = members_program.post(comments, {"text": "By program."})
        assert said.status_code == 201
        assert Comment.objects.get(pk=said.json()["comment"]["id"]).author == reader
        assert said.json()["comment"]["author"]["name"] == "Rita Reader"
        assert PERSON_COOKIE not in said.cookies

    def test_a_member_by_session_on_our_own_page(self, browsers_program, reader, comments):
        said = browsers_program(reader).post(comments, {"text": "By script."})
        assert Comment.objects.get(pk=said.json()["comment"]["id"]).author == reader

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site", "origin": "https://evil.test"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "", "origin": "https://evil.test"},
        ],
    )
    def test_not_by_another_sites_script(self, browsers_program, reader, comments, headers):
        said = browsers_program(reader).post(comments, {"text": "By a stranger."}, **headers)
        assert (said.status_code, reason_of(said)) == (403, "cross_site")
        assert not Comment.objects.exists()

    def test_a_guest_is_made_and_remembered(self, program, comments):
        said = program.post(comments, {"text": "Good day.", "name": "Gil"})
        assert said.status_code == 201
        assert PERSON_COOKIE in said.cookies
        pk = said.json()["comment"]["id"]
        changed = program.patch(
            f"/comments/{pk}", {"text": "Good morning."}, **{"sec-fetch-site": "same-origin"}
        )
        assert changed.status_code == 200
        assert "morning" in changed.json()["html"]
        assert Person.objects.count() == 1

    def test_what_is_ones_own_needs_somebody(self, program, comment):
        for said in (
            program.patch(f"/comments/{comment.pk}", {"text": "Other."}),
            program.delete(f"/comments/{comment.pk}"),
            program.delete(f"/comments/{comment.pk}/vote"),
            program.get("/subscriptions"),
            program.delete("/subscriptions/1"),
        ):
            assert (said.status_code, reason_of(said)) == (401, "who")
            assert said.headers["WWW-Authenticate"].startswith("Bearer")


class TestTokens:
    def test_without_the_scope_it_is_good_for_nothing(self, reader, token_of, comment, comments):
        votes = Program(Client(), token_of(reader, Scope.VOTES))
        assert votes.put(f"/comments/{comment.pk}/vote", {"value": "up"}).status_code == 200
        for said in (
            votes.post(comments, {"text": "No."}),
            votes.patch(f"/comments/{comment.pk}", {"text": "No."}),
            votes.delete(f"/comments/{comment.pk}"),
            votes.post(f"/comments/{comment.pk}/reports", {"reason": "spam"}),
            votes.get("/subscriptions"),
        ):
            assert (said.status_code, reason_of(said)) == (403, "scope_missing")
        assert Comment.objects.count() == 1

    @pytest.mark.parametrize("shown", ["", "sfp_wrong", "\u00e9", "sfp_" + "x" * 5000])
    def test_a_wrong_one_is_refused_even_beside_a_session(
        self, browsers_program, reader, comments, shown
    ):
        program = browsers_program(reader)
        said = program.post(comments, {"text": "No."}, authorization=f"Bearer {shown}")
        assert (said.status_code, reason_of(said)) == (401, "token_wrong")
        assert not Comment.objects.exists()

    def test_one_that_ended_is_wrong(self, members_program, reader, comments, now):
        (token,) = AccessToken.objects.all()
        assert end_token(user=reader.user, number=token.pk, now=now)
        assert reason_of(members_program.post(comments, {"text": "No."})) == "token_wrong"

    def test_whoever_may_not_sign_in_has_none_that_works(self, members_program, reader, comments):
        reader.user.is_active = False
        reader.user.save()
        assert reason_of(members_program.post(comments, {"text": "No."})) == "token_wrong"

    def test_it_acts_for_its_account_whatever_the_cookies_say(
        self, browsers_program, editor, reader, token_of, comments
    ):
        program = browsers_program(editor)
        program.token = token_of(reader)
        said = program.post(comments, {"text": "Who am I?"})
        assert said.json()["comment"]["author"] == {"name": "Rita Reader", "badge": ""}


class TestComments:
    def test_a_reply_and_its_wording(self, members_program, comments, comment):
        sent = {"text": "Which one?", "parent": comment.pk, "seen": comment.current_id}
        said = members_program.post(comments, sent)
        reply = Comment.objects.get(pk=said.json()["comment"]["id"])
        assert (reply.parent, reply.parent_revision) == (comment, comment.current)

    def test_the_same_twice_is_once(self, members_program, comments):
        first = members_program.post(comments, {"text": "Once."}).json()
        assert members_program.post(comments, {"text": "Once."}).json() == first
        assert Comment.objects.count() == 1

    def test_notices_of_replies_are_asked_for_along_with_it(
        self, members_program, reader, comments
    ):
        said = members_program.post(comments, {"text": "Tell me.", "notify": True})
        assert said.json()["not_notified"] is None
        assert Subscription.objects.get().person == reader

    @pytest.mark.parametrize(
        ("sent", "reason", "status"),
        [
            ({"text": " \n"}, "empty", 422),
            ({"text": "a\0b"}, "unshowable", 422),
            ({"text": "Fine.", "name": "Rita Reader"}, "name_taken", 422),
            ({"text": "Fine.", "parent": 99999}, "not_found", 404),
            ({}, "invalid", 422),
            ({"text": 1}, "invalid", 422),
            ({"text": "Fine.", "state": "visible"}, "invalid", 422),
            ({"text": "Fine.", "author": 1}, "invalid", 422),
            ({"text": "\ud800"}, "invalid", 422),
            ({"text": "x" * 4001}, "invalid", 422),
            ([], "invalid", 422),
        ],
    )
    def test_what_cannot_be_taken_says_why(self, program, reader, comments, sent, reason, status):
        said = program.post(comments, sent)
        assert (said.status_code, reason_of(said)) == (status, reason)
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"text": NaN}'])
    def test_what_is_no_json_is_refused(self, program, comments, body):
        said = program.client.post(f"/api/v1{comments}", data=body, content_type="application/json")
        assert said.status_code in (400, 422)
        reason_of(said)

    def test_a_parent_of_another_discussion_is_none(self, members_program, comment, other_thread):
        said = members_program.post(
            f"/threads/{other_thread.pk}/comments", {"text": "Here?", "parent": comment.pk}
        )
        assert (said.status_code, reason_of(said)) == (410, "parent_gone")

    def test_a_closed_discussion_takes_none(self, members_program, thread, comments):
        Thread.objects.filter(pk=thread.pk).update(mode="closed")
        said = members_program.post(comments, {"text": "Late."})
        assert (said.status_code, reason_of(said)) == (403, "closed")

    def test_members_alone_where_the_paper_says_so(
        self, program, members_program, thread, comments
    ):
        Thread.objects.filter(pk=thread.pk).update(writers="member")
        assert reason_of(program.post(comments, {"text": "Me."})) == "members_only"
        assert members_program.post(comments, {"text": "Me."}).status_code == 201

    def test_the_same_limits_as_a_form(self, members_program, comments):
        assert members_program.post(comments, {"text": "First words."}).status_code == 201
        said = members_program.post(comments, {"text": "Second words."})
        assert (said.status_code, reason_of(said)) == (429, "too_fast")
        assert said.headers["Retry-After"] == "10"

    def test_the_same_screens_as_a_form(self, members_program, program, comments):
        WordList.objects.create(kind="banned", name="no", words="weir")
        WordList.objects.create(kind="suspect", name="hm", words="mill")
        assert reason_of(members_program.post(comments, {"text": "The weir."})) == "banned_word"
        said = members_program.post(comments, {"text": "The mill."}).json()
        assert said["comment"]["state"] == "held"
        assert said["comment"]["html"], "its author reads it"
        assert program.get(comments).json()["comments"] == []

    def test_edited_and_withdrawn_by_its_author_alone(
        self, members_program, comments, comment, browsers_program, guest
    ):
        said = members_program.patch(f"/comments/{comment.pk}", {"text": "Mine now."})
        assert (said.status_code, reason_of(said)) == (403, "not_yours")
        assert reason_of(members_program.delete(f"/comments/{comment.pk}")) == "not_yours"
        own = members_program.post(comments, {"text": "Mine."}).json()["comment"]["id"]
        assert (
            "Better"
            in members_program.patch(f"/comments/{own}", {"text": "Better."}).json()["html"]
        )
        assert CommentRevision.objects.filter(comment=own).count() == 2
        assert members_program.delete(f"/comments/{own}").status_code == 204
        assert Comment.objects.get(pk=own).state == "withdrawn"
        assert (
            reason_of(members_program.patch(f"/comments/{own}", {"text": "No."})) == "not_visible"
        )


class TestVotesAndReports:
    def test_one_vote_however_often(self, members_program, reader, comment):
        address = f"/comments/{comment.pk}/vote"
        for value, score in (("up", 1), ("up", 1), ("down", -1)):
            said = members_program.put(address, {"value": value})
            assert said.json() == {"value": value, "is_counted": True, "score": score}
        assert Vote.objects.get().voter == reader
        assert members_program.delete(address).status_code == 204
        assert members_program.delete(address).status_code == 204
        assert not Vote.objects.exists()

    def test_nobody_votes_on_their_own(self, members_program, comments):
        own = members_program.post(comments, {"text": "Mine."}).json()["comment"]["id"]
        said = members_program.put(f"/comments/{own}/vote", {"value": "up"})
        assert (said.status_code, reason_of(said)) == (403, "own")

    def test_a_report_is_kept_once(self, members_program, comment, reader):
        for _ in range(2):
            said = members_program.post(
                f"/comments/{comment.pk}/reports", {"reason": "spam", "words": "Buy!"}
            )
            assert said.status_code == 201
        report = Report.objects.get()
        assert (report.reporter, report.reason, report.words) == (reader, "spam", "Buy!")

    def test_what_nobody_reads_is_not_voted_on_or_reported(self, members_program, comment):
        Comment.objects.filter(pk=comment.pk).update(state="held", published_at=None)
        assert reason_of(members_program.put(f"/comments/{comment.pk}/vote", {"value": "up"})) == (
            "not_found"
        )
        said = members_program.post(f"/comments/{comment.pk}/reports", {"reason": "spam"})
        assert reason_of(said) == "not_found"


class TestSubscriptions:
    def test_a_member_is_told_from_now_on_until_they_end_it(self, members_program, reader, thread):
        said = members_program.post("/subscriptions", {"thread": thread.pk, "kind": "all"})
        assert said.status_code == 201
        wish = said.json()
        assert wish["is_told"] is True
        assert members_program.get("/subscriptions").json() == {"subscriptions": [wish]}
        assert members_program.delete(f"/subscriptions/{wish['id']}").status_code == 204
        assert members_program.get("/subscriptions").json() == {"subscriptions": []}
        assert reason_of(members_program.delete(f"/subscriptions/{wish['id']}")) == "not_found"

    def test_anothers_is_nobodys(self, members_program, thread, proven, now):
        wish = actions.Wish(thread, proven(), Subscription.Kind.ALL, "guest0@mail.test")
        other = actions.subscribe(wish=wish, now=now)
        assert reason_of(members_program.delete(f"/subscriptions/{other.pk}")) == "not_found"
        other.refresh_from_db()
        assert other.ended_at is None
        assert members_program.get("/subscriptions").json() == {"subscriptions": []}

    def test_whether_an_address_is_known_is_not_told(self, thread, reader):
        said = [
            Program(Client()).post(
                "/subscriptions", {"thread": thread.pk, "kind": "all", "email": address}
            )
            for address in (reader.user.email, "nobody@mail.test")
        ]
        known, unknown = ({**answer.json(), "id": 0} for answer in said)
        assert known == unknown
        assert known["is_told"] is False

    def test_only_for_an_address(self, program, thread):
        said = program.post("/subscriptions", {"thread": thread.pk, "kind": "all", "email": "x"})
        assert (said.status_code, reason_of(said)) == (422, "address_wrong")

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(
        self, members_program, reader, make_page, number, now, django_assert_num_queries
    ):
        for count in range(number):
            thread = Thread.objects.get(page=make_page(f"Story {count}"))
            wish = actions.Wish(thread, reader, Subscription.Kind.ALL, "")
            actions.subscribe(wish=wish, now=now + timedelta(minutes=count))
        with django_assert_num_queries(4):
            assert len(members_program.get("/subscriptions").json()["subscriptions"]) == number
