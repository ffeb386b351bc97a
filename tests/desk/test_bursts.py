"""Moderators see bursts of votes and decide on them; nobody else does."""

from datetime import timedelta

import pytest

from standfirst.discussion.actions import Ballot, NewComment, cast_vote, post_comment
from standfirst.discussion.models import Comment, VoteBurst
from standfirst.discussion.rules import BURST_ON_COMMENT
from standfirst.moderation.models import Decision
from standfirst.people.actions import make_guest, prove_address
from standfirst.people.models import User
from tests.cast import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, moderator):
    let_in(client, moderator)
    return client


@pytest.fixture
def flooded(thread, now):
    """Make a comment that newcomers rush at; gives a function for more of them."""
    numbers = iter(range(200))

    def make():
        number = next(numbers)
        at = now + number * timedelta(hours=1)
        author = prove_address(person=make_guest(now=now), address=f"a{number}@mail.test", now=now)
        new = NewComment(thread=thread, author=author, text=f"Word {number} by a reader")
        comment = post_comment(new=new, now=at)
        for each in range(BURST_ON_COMMENT):
            ballot = Ballot(comment, None, 1, network=f"10.{number}.{each}.0/24")
            cast_vote(ballot=ballot, now=at)
        return comment

    return make


def decide(desk, burst, act):
    return desk.post(
        f"/admin/desk/votes/{burst.pk}/", {"act": act}, headers={"origin": "http://testserver"}
    )


def score(comment):
    return Comment.objects.get(pk=comment.pk).score


def test_an_empty_list_has_words(desk, thread):
    assert b"No votes wait." in desk.get("/admin/desk/votes/").content


def test_a_moderator_sees_how_many_and_how_fast_and_nobody_of_them(desk, flooded):
    flooded()
    page = desk.get("/admin/desk/votes/").content.decode()
    assert "20 up, 0 down" in page
    assert "from 20 networks" in page
    assert "Word 0 by a reader" in page
    assert "10.0." not in page
    tab = 'Votes (<span data-length="votes">1</span>)'
    assert tab in desk.get("/admin/desk/held/").content.decode()


def test_counting_dropping_and_undoing(desk, flooded):
    comment = flooded()
    burst = VoteBurst.objects.get()
    assert score(comment) == 0
    assert decide(desk, burst, "count").status_code == 302
    assert score(comment) == BURST_ON_COMMENT
    page = desk.get("/admin/desk/votes/").content.decode()
    assert "Decided lately" in page
    assert "No votes wait." in page
    decide(desk, burst, "reopen")
    decide(desk, burst, "drop")
    assert score(comment) == 0
    assert Decision.objects.count() == 3


def test_who_comes_second_is_told(desk, flooded):
    flooded()
    burst = VoteBurst.objects.get()
    decide(desk, burst, "count")
    decide(desk, burst, "drop")
    assert "Somebody else has decided" in desk.get("/admin/desk/votes/").content.decode()
    assert VoteBurst.objects.get().outcome == "counted"


@pytest.mark.parametrize("act", ["", "delete"])
def test_no_other_acts(desk, flooded, act):
    flooded()
    assert decide(desk, VoteBurst.objects.get(), act).status_code == 404
    assert VoteBurst.objects.get().outcome == ""


def test_the_number_of_queries_does_not_grow(desk, flooded, django_assert_max_num_queries):
    flooded()
    desk.get("/admin/desk/votes/")
    with django_assert_max_num_queries(40) as one:
        desk.get("/admin/desk/votes/")
    flooded()
    flooded()
    assert VoteBurst.objects.count() == 3
    with django_assert_max_num_queries(len(one)):
        desk.get("/admin/desk/votes/")


def test_nobody_else_sees_it(client, flooded):
    flooded()
    client.force_login(User.objects.create_user("ada@example.test"))
    assert client.get("/admin/desk/votes/").status_code in (302, 403)
    assert decide(client, VoteBurst.objects.get(), "count").status_code in (302, 403)
    assert VoteBurst.objects.get().outcome == ""
