"""Limits bind the person, are told, end by themselves; one on a network only holds, and is forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from standfirst.accounts.erasing import erase_person
from standfirst.discussion import actions as discussion
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused
from standfirst.discussion.rules import Refusal as CommentRefusal
from standfirst.lib.clock import now as clock
from standfirst.moderation import actions
from standfirst.moderation.actions import Penalty, Ruling, SanctionRefused, Subject
from standfirst.moderation.actions.sanctions import LONGEST_ON_NETWORK, Refusal
from standfirst.moderation.models import (
    BanProposal,
    Decision,
    Ground,
    Measure,
    Sanction,
    Statement,
)
from standfirst.moderation.queries import limits_on, sanctions_of, waiting_bans
from standfirst.notify.models import Message
from standfirst.people.actions import make_guest, prove_address
from standfirst.people.models import Person, Texts

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"
DAY = timedelta(days=1)


@pytest.fixture
def other_moderator(enrol, groups):
    return enrol("Mia Moderator", groups=["moderator"], is_staff=True)


@pytest.fixture
def penalty(moderator):
    def make(person, **values):
        return Penalty(person, moderator, **{"facts": "Three insults.", **values})

    return make


@pytest.fixture
def ban(penalty, other_moderator, now):
    def make(person):
        proposal = actions.propose_ban(penalty=penalty(person), now=now)
        return actions.confirm_ban(proposal=proposal, by=other_moderator, now=now)

    return make


def refusal_of(act, error=SanctionRefused):
    with pytest.raises(error) as caught:
        act()
    return caught.value.refusal


def refused(write, author, at, **values):
    return refusal_of(lambda: write(author, at=at, **values), CommentRefused)


def measures():
    return list(Decision.objects.order_by("pk").values_list("measure", flat=True))


class TestSuspension:
    def test_is_told_and_binds_until_its_end_and_no_longer(self, write, reader, penalty, now):
        write(reader, at=now)
        actions.suspend_person(penalty=penalty(reader), until=now + 7 * DAY, now=now)
        statement = Statement.objects.get()
        assert (statement.decision.measure, statement.mailed_at) == (Measure.SUSPENDED, now)
        assert refused(write, reader, now + 6 * DAY) == CommentRefusal.SUSPENDED
        assert write(reader, at=now + 7 * DAY, text="Back again.").is_visible

    def test_is_said_when_writing_with_its_end(self, write, reader, penalty, now):
        actions.suspend_person(penalty=penalty(reader), until=now + 7 * DAY, now=now)
        with pytest.raises(CommentRefused) as caught:
            write(reader, at=now + DAY)
        assert "21 March 2026" in caught.value.detail

    def test_binds_who_edits_and_not_who_withdraws(self, write, reader, penalty, now):
        comment = write(reader, at=now)
        actions.suspend_person(penalty=penalty(reader), until=now + DAY, now=now)
        soon = now + timedelta(minutes=5)

        def edit():
            discussion.edit_comment(comment=comment, editor=reader, text="Other.", now=soon)

        assert refusal_of(edit, CommentRefused) == CommentRefusal.SUSPENDED
        discussion.withdraw_comment(comment=comment, author=reader, now=soon)

    def test_ends_when_it_is_lifted(self, write, reader, penalty, moderator, now):
        limit = actions.suspend_person(penalty=penalty(reader), until=now + 7 * DAY, now=now)
        actions.lift_sanction(sanction=limit, by=moderator, now=now + DAY)
        assert write(reader, at=now + DAY).is_visible
        assert measures() == [Measure.SUSPENDED, Measure.FREED]

        def again():
            actions.lift_sanction(sanction=limit, by=moderator, now=now + DAY)

        assert refusal_of(again) == Refusal.DECIDED_ALREADY

    def test_needs_an_end_to_come_a_reason_and_somebody_who_is_no_staff(
        self, reader, editor, penalty, now
    ):
        def suspend(until=now + DAY, person=reader, **values):
            return lambda: actions.suspend_person(
                penalty=penalty(person, **values), until=until, now=now
            )

        assert refusal_of(suspend(until=now)) == Refusal.TIME_WRONG
        assert refusal_of(suspend(facts=" ")) == Refusal.REASON_MISSING
        assert refusal_of(suspend(ground=Ground.LAW)) == Refusal.REASON_MISSING
        assert refusal_of(suspend(person=editor)) == Refusal.IS_STAFF
        assert not Decision.objects.exists()
        suspend(facts="", ground=Ground.RULE, rules_version=1, rule_number=1)()
        suspend(facts="", ground=Ground.LAW, legal_ground="§ 130 StGB", category="VIOLENCE")()


class TestWarning:
    def test_is_told_and_limits_nothing(self, write, reader, penalty, now):
        actions.warn_person(penalty=penalty(reader), now=now)
        assert Message.objects.get().address == reader.user.email
        assert not Sanction.objects.exists()
        assert write(reader, at=now).is_visible


class TestHoldingFirst:
    def test_holds_what_would_be_visible(self, write, reader, penalty, now):
        assert write(reader, at=now).is_visible
        actions.hold_first(penalty=penalty(reader), until=None, now=now)
        assert write(reader, "Another.", at=now + DAY).is_held
        assert Statement.objects.get().decision.measure == Measure.HELD_FIRST


class TestBan:
    def test_takes_two(self, write, reader, penalty, moderator, other_moderator, now):
        proposal = actions.propose_ban(penalty=penalty(reader), now=now)
        assert list(waiting_bans()) == [proposal]
        assert write(reader, at=now).is_visible, "nothing changes until then"
        assert not Decision.objects.exists()

        def confirm(by):
            return lambda: actions.confirm_ban(proposal=proposal, by=by, now=now + DAY)

        assert refusal_of(confirm(moderator)) == Refusal.SAME_PERSON
        confirm(other_moderator)()
        assert refusal_of(confirm(other_moderator)) == Refusal.DECIDED_ALREADY
        assert not waiting_bans()
        decision = Decision.objects.get()
        assert (decision.proposed_by, decision.decided_by) == (moderator, other_moderator)
        assert decision.facts.text == "Three insults."
        assert refused(write, reader, now + 400 * DAY) == CommentRefusal.BANNED

    def test_by_one_is_refused_by_the_database(self, reader, moderator, now):
        for proposed_by in (None, moderator):
            ruling = Ruling(
                Subject("person", reader.pk),
                Measure.BANNED,
                about=reader,
                decided_by=moderator,
                proposed_by=proposed_by,
            )
            with pytest.raises(IntegrityError), transaction.atomic():
                actions.record_decision(ruling=ruling, now=now)

    def test_may_be_declined_and_proposed_anew(self, write, reader, penalty, moderator, now):
        proposal = actions.propose_ban(penalty=penalty(reader), now=now)

        def propose():
            return actions.propose_ban(penalty=penalty(reader), now=now)

        assert refusal_of(propose) == Refusal.PROPOSED_ALREADY
        actions.decline_ban(proposal=proposal, by=moderator, now=now)
        assert propose() != proposal
        assert write(reader, at=now).is_visible


class TestWhoIsBound:
    def test_whoever_takes_another_name(self, write, guest, ban, now):
        write(guest, name="Fritz", at=now)
        ban(guest)
        assert refused(write, guest, now + DAY, name="Franz") == CommentRefusal.BANNED

    def test_whom_a_guest_became_before_and_after_the_sweep(self, write, guest, reader, ban, now):
        ban(guest)
        Person.objects.filter(pk=guest.pk).update(merged_into=reader)
        assert refused(write, reader, now + DAY) == CommentRefusal.BANNED
        assert len(sanctions_of(reader, now)) == 1
        assert actions.adopt_sanctions(now=now) == 2, "the limit and the proposal"
        assert actions.adopt_sanctions(now=now) == 0
        assert Sanction.objects.get().person == reader
        assert refused(write, reader, now + DAY) == CommentRefusal.BANNED

    def test_a_new_guest_who_types_the_address_that_was_proven_is_held(self, write, ban, now):
        """Not refused: whoever types a stranger's address must not be told of the stranger's ban."""
        known = prove_address(person=make_guest(now=now), address="Fritz@mail.test", now=now)
        ban(known)
        stranger = make_guest(now=now)
        again = {"address": "fritz@MAIL.test"}
        assert not write(stranger, at=now + DAY, **again).is_visible
        assert not write(None, at=now + DAY, **again).is_visible
        write(stranger, at=now + 2 * DAY, address="other@mail.test")

    def test_a_new_guest_who_proves_that_address_is_refused(self, write, ban, now):
        known = prove_address(person=make_guest(now=now), address="Fritz@mail.test", now=now)
        ban(known)
        again = prove_address(person=make_guest(now=now), address="fritz@mail.test", now=now)
        assert refused(write, again, now + DAY) == CommentRefusal.BANNED

    def test_nobody_else(self, write, reader, supporter, ban, now):
        ban(reader)
        assert write(supporter, at=now).is_visible


class TestNetwork:
    @pytest.fixture
    def limit(self, moderator, now):
        return actions.hold_network(
            network=NETWORK,
            by=moderator,
            until=now + LONGEST_ON_NETWORK,
            facts="A flood.",
            now=now,
        )

    @pytest.fixture
    def trusted(self, proven):
        return proven()

    def test_holds_guests_there_and_refuses_nobody(self, write, trusted, reader, limit, now):
        assert write(trusted, at=now, network=NETWORK).is_held
        assert write(trusted, "Else.", at=now + DAY, network="198.51.100.0/24").is_visible
        assert write(reader, at=now, network=NETWORK).is_visible

    def test_ends_by_itself_and_is_forgotten(self, write, trusted, limit, now):
        end = now + LONGEST_ON_NETWORK
        assert actions.forget_ended_sanctions(now=end - timedelta(seconds=1)) == 0
        assert write(trusted, at=end, network=NETWORK).is_visible
        assert actions.forget_ended_sanctions(now=end) == 1
        assert actions.forget_ended_sanctions(now=end) == 0
        row = Sanction.objects.get()
        assert (row.salt, row.network_digest) == ("", "")

    def test_is_named_nowhere(self, limit):
        row, decision = Sanction.objects.get(), Decision.objects.get()
        kept = [str(value) for each in (row, decision) for value in vars(each).values()]
        assert not [value for value in kept if "192.0.2" in value]
        assert not Statement.objects.exists()

    def test_is_held_14_days_at_most_and_never_more_than_held(self, moderator, limit, now):
        def hold(until):
            return lambda: actions.hold_network(
                network=NETWORK, by=moderator, until=until, facts="A flood.", now=now
            )

        longer = now + LONGEST_ON_NETWORK + timedelta(seconds=1)
        assert refusal_of(hold(longer)) == Refusal.TIME_WRONG
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.update(kind=Sanction.Kind.BAN)


def test_erasing_leaves_the_decision_and_nobody_in_it(reader, penalty, ban, now):
    actions.suspend_person(penalty=penalty(reader), until=now + DAY, now=now)
    ban(reader)
    erase_person(person=reader, texts=Texts.DELETED, now=now)
    assert not Sanction.objects.exists()
    assert not BanProposal.objects.exists()
    assert measures() == [Measure.SUSPENDED, Measure.BANNED]
    for decision in Decision.objects.all():
        assert decision.facts.text == ""
        assert (decision.about.name, decision.about.email) == ("", "")


def test_a_limit_costs_one_question_however_many_there_are(
    write, proven, penalty, moderator, now, django_assert_num_queries
):
    people = [proven() for _each in range(5)]
    for person in people:
        actions.hold_first(penalty=penalty(person), until=None, now=now)
    with django_assert_num_queries(1):
        assert len(limits_on(person=people[0], network=NETWORK, now=now)) == 1


def test_everything_goes_through_the_form(client_of, reader, thread, penalty, now):
    actions.suspend_person(penalty=penalty(reader), until=clock() + DAY, now=clock())
    answer = client_of(reader).post(thread.comments_path, {"text": "Hello."})
    assert answer.status_code == 403
    assert "You cannot write here until" in answer.content.decode()
    assert "/statement/" in answer.content.decode()
    assert not Comment.objects.exists()
