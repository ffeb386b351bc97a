"""Limits from the desk: asked for, looked at, set once, told, shown, ended; a ban takes two people."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from standfirst.desk.limit_actions import Limit, Wish, limit_person
from standfirst.desk.limit_forms import LimitForm
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import (
    Penalty,
    SanctionRefused,
    propose_ban,
)
from standfirst.moderation.models import BanProposal, CannedReason, Decision, Sanction, Statement
from standfirst.people.actions import person_of_user
from standfirst.people.models import Person, User
from standfirst.siteconfig.actions import Paragraph, publish_rules
from tests.cast import give_factor, let_in
from tests.desk.making import OWN, fill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NETWORK = "192.0.2.0/24"


@pytest.fixture
def desk(moderator):
    browser = Client(headers=OWN)
    let_in(browser, moderator)
    return browser


@pytest.fixture
def other(moderator, now):
    user = User.objects.create_user("ann@example.test", name="Ann", is_staff=True)
    user.groups.add(Group.objects.get(name="desk"))
    give_factor(user)
    return user


@pytest.fixture
def other_desk(other):
    browser = Client(headers=OWN)
    let_in(browser, other)
    return browser


@pytest.fixture
def comment(thread):
    (made,) = fill(thread, clock(), number=1)
    return Comment.objects.get(pk=made.pk)


@pytest.fixture
def judge(moderator):
    return person_of_user(user=moderator, now=clock())


def page_of(comment):
    return f"/admin/desk/held/{comment.pk}/"


def ask(desk, comment, step="sure", **values):
    form = {"verb": "suspend", "span": "7", "facts": "Three insults.", "seen": "0", **values}
    return desk.post(f"{page_of(comment)}limit/", {**form, "step": step})


def said(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


class TestLimiting:
    def test_nothing_happens_before_it_is_said_what_will(self, desk, comment):
        assert desk.get(f"{page_of(comment)}limit/").status_code == 200
        answer = said(ask(desk, comment, step=""))
        assert "Writer 0 can write nothing until" in answer
        assert "A statement with these reasons goes to them" in answer
        assert "Three insults." in answer
        assert not Decision.objects.exists()
        back = said(ask(desk, comment, step="again"))
        assert "Three insults.</textarea>" in back
        assert 'value="suspend" required checked' in back

    @pytest.mark.parametrize("days", [1, 7, 30])
    def test_a_suspension_of_some_days_is_set_and_stated(self, desk, comment, judge, days):
        before = clock()
        assert ask(desk, comment, span=str(days)).status_code == 302
        limit = Sanction.objects.get()
        assert (limit.kind, limit.person, limit.decision.decided_by) == (
            "suspension",
            comment.author,
            judge,
        )
        assert before <= limit.ends_at - days * DAY <= clock()
        assert Statement.objects.get().decision == limit.decision

    def test_what_the_confirmation_sends_is_what_was_chosen(self, desk, comment):
        answer = said(ask(desk, comment, step="", span="date", until="2030-05-17"))
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer))
        del sent["csrfmiddlewaretoken"]
        assert desk.post(f"{page_of(comment)}limit/", {**sent, "step": "sure"}).status_code == 302
        assert Sanction.objects.get().ends_at == datetime(2030, 5, 18, tzinfo=UTC)

    def test_a_warning_and_a_look_first_without_an_end(self, desk, comment):
        ask(desk, comment, verb="warn", span="")
        assert Decision.objects.get().measure == "warned"
        ask(desk, comment, verb="hold_first", span="open", seen=str(Decision.objects.get().pk))
        assert Sanction.objects.get().ends_at is None
        assert Statement.objects.count() == 2

    def test_a_house_rule_a_law_and_a_ready_reason(self, desk, comment, judge):
        publish_rules(paragraphs=[Paragraph("Be kind", "Always.")], introduction="", now=clock())
        ask(desk, comment, rule="1", facts="")
        first = Decision.objects.latest("pk")
        assert (first.ground, first.rules_version, first.rule_number) == ("rule", 1, 1)
        law = {"law": "Sec. 185", "category": "VIOLENCE", "facts": ""}
        ask(desk, comment, seen=str(first.pk), **law)
        second = Decision.objects.latest("pk")
        assert (second.ground, second.legal_ground) == ("law", "Sec. 185")
        ready = CannedReason.objects.create(title="Insult", words="That insults.")
        ask(desk, comment, facts="", canned=str(ready.pk), seen=str(second.pk))
        assert Decision.objects.latest("pk").facts.text == "That insults."

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"span": ""}, "Please say until when."),
            ({"span": "open"}, "Please say until when."),
            ({"span": "date", "until": "2001-01-01"}, "Please choose a day to come"),
            ({"span": "date", "until": "9999-12-31"}, "Please choose a day to come"),
            ({"verb": ""}, "Please choose what is to be done."),
            ({"law": "Sec. 185"}, "Please say what the law is about."),
            ({"facts": "a\0b"}, "Null characters are not allowed"),
        ],
    )
    def test_what_is_not_complete_is_handed_back(self, desk, comment, values, words):
        answer = ask(desk, comment, **{"facts": "Three insults.", **values})
        assert answer.status_code == 422
        assert words in said(answer)
        if "\0" not in values.get("facts", ""):
            assert "Three insults.</textarea>" in said(answer)
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("step", ["", "sure"])
    def test_staff_whoever_is_erased_and_no_reason_are_refused(
        self, desk, comment, judge, other, step
    ):
        def refused(words, **values):
            answer = ask(desk, comment, step=step, law="", span="30", **values)
            assert answer.status_code == 409
            assert words in said(answer)
            assert 'value="30" checked' in said(answer)

        refused("Please name a house rule or a law", facts="")
        Comment.objects.update(author=person_of_user(user=other, now=clock()))
        refused("This person works here")
        gone = Person.objects.create(name="Gone", created_at=clock(), erased_at=clock())
        Comment.objects.update(author=gone)
        refused("This person has erased their data")
        assert not Decision.objects.exists()

    def test_pressed_twice_it_is_done_once(self, desk, other_desk, comment):
        assert ask(desk, comment).status_code == 302
        for browser in (desk, other_desk):
            answer = ask(browser, comment, facts="Typed in vain?")
            assert answer.status_code == 409
            assert "Somebody else has decided this in the meantime." in said(answer)
            assert "Typed in vain?</textarea>" in said(answer)
        assert Sanction.objects.count() == Statement.objects.count() == 1
        seen = re.search(r'name="seen" value="(\d+)"', said(answer))[1]
        assert ask(desk, comment, seen=seen).status_code == 302, "knowing of the first, one may"

    def test_the_limit_is_on_whoever_they_were_merged_into(self, desk, comment):
        keeper = Person.objects.create(name="Keeper", created_at=clock())
        Person.objects.filter(pk=comment.author_id).update(merged_into=keeper)
        ask(desk, comment)
        assert Sanction.objects.get().person == keeper
        assert "Three insults." in said(desk.get(page_of(comment)))

    def test_a_report_is_named_as_the_source(self, desk, comment):
        form = {"verb": "warn", "facts": "Hm.", "seen": "0", "step": "sure"}
        desk.post(f"/admin/desk/reported/{comment.pk}/limit/", form)
        assert Decision.objects.get().source == "report"

    def test_an_end_is_the_end_of_that_day_on_the_papers_clock(self, settings, db):
        settings.TIME_ZONE = "Europe/Berlin"
        now = datetime(2026, 3, 27, 12, tzinfo=UTC)
        typed = {"verb": "suspend", "span": "date", "until": "2026-03-29", "seen": "0"}
        form = LimitForm(typed, rules=None, now=now)
        assert form.is_valid()
        end = form.cleaned_data["ends_at"]
        assert (end - now) == timedelta(days=2, hours=10), "22:00 UTC, clocks went forward"
        assert timezone.localtime(end).time() == time(0)


class TestInForce:
    def test_it_is_shown_and_ended_with_a_reason(self, desk, comment):
        ask(desk, comment)
        limit = Sanction.objects.get()
        place = f"{page_of(comment)}limits/{limit.pk}/"
        assert place in said(desk.get(page_of(comment)))
        assert desk.get(place).status_code == 200
        assert desk.post(place, {"facts": " "}).status_code == 422
        assert Sanction.objects.in_force(clock()).exists()
        assert desk.post(place, {"facts": "They said sorry."}).status_code == 302
        assert not Sanction.objects.in_force(clock()).exists()
        assert Decision.objects.latest("pk").facts.text == "They said sorry."
        page = said(desk.get(page_of(comment)))
        assert place not in page
        assert "They said sorry." in page

    def test_the_second_is_told_that_it_ended(self, desk, other_desk, comment):
        ask(desk, comment)
        place = f"{page_of(comment)}limits/{Sanction.objects.get().pk}/"
        desk.post(place, {"facts": "Sorry."})
        answer = other_desk.post(place, {"facts": "Sorry, too."}, follow=True)
        assert "This limit has ended already." in said(answer)
        assert Decision.objects.filter(measure="freed").count() == 1

    def test_one_on_somebody_else_cannot_be_ended_from_here(self, desk, comment, thread):
        ask(desk, comment)
        (elsewhere,) = fill(thread, clock(), number=1)
        place = f"{page_of(elsewhere)}limits/{Sanction.objects.get().pk}/"
        desk.post(place, {"facts": "Hm."})
        assert Sanction.objects.in_force(clock()).exists()


class TestBans:
    @pytest.fixture
    def proposal(self, desk, comment):
        assert ask(desk, comment, verb="ban", span="").status_code == 302
        return BanProposal.objects.get()

    def test_it_waits_in_a_list_with_its_number_and_nothing_changes(
        self, desk, comment, proposal, judge
    ):
        assert not Sanction.objects.exists()
        assert not Statement.objects.exists()
        assert 'data-length="bans">1<' in said(desk.get("/admin/desk/held/"))
        page = said(desk.get("/admin/desk/bans/"))
        assert f"Proposed by {judge.shown_name}" in page
        assert "Three insults." in page
        assert (
            "/admin/desk/bans/" in said(desk.get(page_of(comment))).split('class="desk-person"')[1]
        )

    def test_another_confirms_it(self, other_desk, proposal, comment):
        place = f"/admin/desk/bans/{proposal.pk}/"
        assert "Confirm the ban" in said(other_desk.get("/admin/desk/bans/"))
        assert other_desk.post(place, {"act": "confirm"}).status_code == 302
        assert Sanction.objects.get().kind == "ban"
        assert Statement.objects.get().decision.measure == "banned"
        assert "No ban waits" in said(other_desk.get("/admin/desk/bans/"))

    def test_who_proposed_it_is_told_and_can_only_take_it_back(self, desk, proposal):
        page = said(desk.get("/admin/desk/bans/"))
        assert "You can only take it back." in page
        assert 'value="confirm"' not in page
        place = f"/admin/desk/bans/{proposal.pk}/"
        answer = desk.post(place, {"act": "confirm"})
        assert answer.status_code == 409
        assert not Sanction.objects.exists()
        assert desk.post(place, {"act": "decline"}).status_code == 302
        assert "taken back" in said(desk.get("/admin/desk/bans/"))

    def test_of_two_at_once_one_wins_and_the_other_is_told(
        self, desk, other_desk, proposal, comment
    ):
        place = f"/admin/desk/bans/{proposal.pk}/"
        desk.post(place, {"act": "decline"})
        answer = other_desk.post(place, {"act": "confirm"})
        assert answer.status_code == 409
        assert "Somebody else has decided this in the meantime." in said(answer)
        assert not Sanction.objects.exists()

    def test_it_is_proposed_once(self, other_desk, proposal, comment):
        answer = ask(other_desk, comment, verb="ban", span="", facts="So do I.")
        assert answer.status_code == 409
        assert "A ban of this person is proposed already." in said(answer)
        assert "So do I.</textarea>" in said(answer)

    def test_somebody_who_works_here_by_now_is_not_banned(self, other_desk, proposal, other):
        user = User.objects.create_user("new@example.test", name="New", is_staff=True)
        Person.objects.filter(pk=proposal.person_id).update(user=user)
        answer = other_desk.post(f"/admin/desk/bans/{proposal.pk}/", {"act": "confirm"})
        assert answer.status_code == 409
        proposal.refresh_from_db()
        assert proposal.settled_at is None

    def test_the_list_takes_as_many_queries_for_ten_as_for_one(self, desk, thread, judge):
        comments = fill(thread, clock(), number=8, authors=8)
        penalties = [Penalty(each.author, judge, facts="Hm.") for each in comments]
        counts = []
        for penalty in penalties:
            propose_ban(penalty=penalty, now=clock())
            with CaptureQueriesContext(connection) as asked:
                desk.get("/admin/desk/bans/")
            counts.append(len(asked))
        assert counts[1] == counts[-1]


class TestANetwork:
    @pytest.fixture(autouse=True)
    def from_a_network(self, comment):
        Comment.objects.filter(pk=comment.pk).update(network=NETWORK)

    def test_it_is_held_for_some_days_and_never_shown(self, desk, comment):
        place = f"{page_of(comment)}network/"
        pages = [desk.get(place), desk.post(place, {"days": "3", "facts": "A flood."})]
        limit = Sanction.objects.get()
        assert limit.person is None
        assert timedelta(days=3) - timedelta(minutes=1) < limit.ends_at - clock() <= 3 * DAY
        pages += [desk.get(page_of(comment)), desk.get(f"{page_of(comment)}limits/{limit.pk}/")]
        assert "network is held first" in said(pages[-1])
        assert not [page for page in pages if "192.0.2" in said(page)]
        again = desk.post(place, {"days": "3", "facts": "A flood."}, follow=True)
        assert "is held already" in said(again)
        assert Sanction.objects.count() == 1
        desk.post(f"{page_of(comment)}limits/{limit.pk}/", {"facts": "It is over."})
        assert not Sanction.objects.in_force(clock()).exists()

    @pytest.mark.parametrize("days", ["0", "15", "", "9" * 50])
    def test_not_for_longer_than_fourteen_days(self, desk, comment, days):
        answer = desk.post(f"{page_of(comment)}network/", {"days": days, "facts": "A flood."})
        assert answer.status_code == 422
        assert "A flood.</textarea>" in said(answer)
        assert not Sanction.objects.exists()

    def test_only_while_it_is_known(self, desk, comment):
        assert f"{page_of(comment)}network/" in said(desk.get(page_of(comment))), "the control"
        Comment.objects.filter(pk=comment.pk).update(network="")
        assert f"{page_of(comment)}network/" not in said(desk.get(page_of(comment)))
        desk.post(f"{page_of(comment)}network/", {"days": "3", "facts": "A flood."})
        assert not Sanction.objects.exists()


def test_what_was_decided_meanwhile_stops_the_action_itself(comment, judge):
    penalty = Penalty(comment.author, judge, facts="Rude.")
    limit_person(wish=Wish(Limit.WARN, penalty, None, seen=0), now=clock())
    with pytest.raises(SanctionRefused):
        limit_person(wish=Wish(Limit.WARN, penalty, None, seen=0), now=clock())
    assert Decision.objects.count() == 1
