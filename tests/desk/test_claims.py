"""Who looks at what: shown to the others, one at a time, and over after minutes."""

from datetime import timedelta

import pytest

from standfirst.desk.actions import Verb
from standfirst.desk.actions import decide as decide_on
from standfirst.discussion.actions import Judgement
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.claims import (
    CLAIM_LASTS,
    claim_subject,
    forget_claims,
    release_subject,
)
from standfirst.moderation.desk_queries import claims_on
from standfirst.moderation.models import Claim
from tests.desk.making import OWN, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(enrol, groups):
    return enrol("Anna Allen", groups=["moderator"], is_staff=True)


@pytest.fixture
def ben(enrol, groups):
    return enrol("Ben Boyd", groups=["moderator"], is_staff=True)


@pytest.fixture
def comment(thread, now):
    return fill(thread, now, number=1)[0]


def claim(by, now, subject=1):
    return claim_subject(kind="comment", subject=subject, by=by, now=now)


def test_one_at_a_time_and_again_by_the_same(anna, ben, now):
    assert claim(anna, now)
    assert not claim(ben, now)
    assert claim(anna, now + timedelta(minutes=3))
    assert not claim(ben, now + CLAIM_LASTS)
    assert claim(ben, now, subject=2)


def test_it_is_over_after_minutes(anna, ben, now):
    claim(anna, now)
    assert list(claims_on("comment", [1], now)) == [1]
    assert claims_on("comment", [1], now + CLAIM_LASTS) == {}
    assert claim(ben, now + CLAIM_LASTS)
    assert claims_on("comment", [1], now + CLAIM_LASTS)[1].claimed_by == ben


def test_releasing_ends_ones_own_and_no_others(anna, ben, now):
    claim(anna, now)
    release_subject(kind="comment", subject=1, by=ben, now=now)
    assert Claim.objects.exists()
    release_subject(kind="comment", subject=1, by=anna, now=now)
    assert claim(ben, now)


def test_what_ran_out_is_deleted(anna, now):
    claim(anna, now)
    assert forget_claims(now=now) == 0
    assert forget_claims(now=now + CLAIM_LASTS) == 1


def test_deciding_ends_it_whoever_decides(anna, ben, comment, now):
    claim(anna, now, subject=comment.pk)
    judgement = Judgement(comment, ben, seen_state=comment.state)
    decide_on(verb=Verb.APPROVE, judgement=judgement, now=now)
    assert not Claim.objects.exists()


class TestAtTheDesk:
    def test_the_others_see_it_and_oneself_does_not(self, client_of, anna, ben, comment):
        mine, others = client_of(anna), client_of(ben)
        address = f"/admin/desk/held/{comment.pk}/claim/"
        assert mine.post(address).status_code == 302
        said = "Anna Allen is looking at it."
        assert said in others.get("/admin/desk/held/").content.decode()
        assert said not in mine.get("/admin/desk/held/").content.decode()
        told = others.get(f"/admin/desk/held/news/?ids={comment.pk}").json()
        assert told["claims"] == {str(comment.pk): said}
        assert mine.get(f"/admin/desk/held/news/?ids={comment.pk}").json()["claims"] == {}

    def test_who_comes_second_is_told_and_may_decide_all_the_same(
        self, client_of, anna, ben, comment
    ):
        claim(anna, clock(), subject=comment.pk)
        other = client_of(ben)
        address = f"/admin/desk/held/{comment.pk}/claim/"
        answer = other.post(address, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["words"]) == (
            409,
            "Somebody else looks at it already.",
        )
        form = {"verb": "approve", "seen_state": "held", "seen_revision": comment.current_id}
        assert other.post(f"/admin/desk/held/{comment.pk}/", form).status_code == 302

    def test_releasing_by_its_button(self, client_of, anna, comment):
        mine = client_of(anna)
        address = f"/admin/desk/held/{comment.pk}/claim/"
        mine.post(address)
        mine.post(address, {"release": "1"})
        assert not Claim.objects.exists()


class TestNews:
    def test_what_left_the_list_is_said(self, client_of, anna, thread, now):
        first, second, third = fill(thread, now, number=3)
        type(second).objects.filter(pk=second.pk).update(state="removed")
        ids = f"{first.pk},{second.pk},{third.pk},999999,x,"
        told = client_of(anna).get(f"/admin/desk/held/news/?ids={ids}", headers=OWN).json()
        assert told["gone"] == [second.pk, 999999]
        assert told["lengths"]["held"] == 2

    def test_nothing_of_it_is_kept_by_anybody(self, client_of, anna):
        answer = client_of(anna).get("/admin/desk/held/news/?ids=1")
        assert "no-store" in answer["Cache-Control"]
        assert client_of(None).get("/admin/desk/held/news/?ids=1").status_code == 302
