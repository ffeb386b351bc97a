"""Notices of illegal content: taken with a receipt, limited, answered once, forgotten in time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from standfirst.moderation.actions import notices as notice_actions
from standfirst.moderation.actions.notices import (
    erase_notices,
    forget_notifiers,
    give_notice,
    lock_thing,
    settle_thing,
    write_answer,
)
from standfirst.moderation.models import (
    Notice,
    NoticeAnswer,
    NoticedThing,
    Screening,
    WordList,
)
from standfirst.moderation.notice_queries import notices_of, waiting_notices
from standfirst.moderation.notice_rules import (
    KEPT,
    MOST_A_DAY,
    MOST_FROM_NETWORK,
    MOST_UNFOUNDED,
    MOST_UNFOUNDED_FROM_NETWORK,
    NewNotice,
    NoticeRefusal,
    NoticeRefused,
    Place,
)
from standfirst.notify.models import Message
from standfirst.outbox.actions import claim_job, finish_job
from standfirst.people.owners import Owner

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"
LEFT = NoticedThing.Outcome.LEFT
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = NewNotice(
    category="hate",
    places=(Place("/comments/7/", "comment", 7, 1),),
    words="It calls for a beating.",
    name="Nora Notifier",
    address="nora@mail.test",
    network=NETWORK,
    language="en",
    is_in_good_faith=True,
)


def settle(notice, now, *, is_unfounded=False):
    for thing in notice.things.all():
        fresh = lock_thing(thing=thing, now=now)
        settle_thing(thing=fresh, outcome=LEFT, decision=None, is_unfounded=is_unfounded, now=now)
    notice.refresh_from_db()
    return notice


def work(now):
    """Do what the worker does with answers that are due; give how many it took."""
    taken = 0
    while (job := claim_job(NoticeAnswer, now=now, lease=timedelta(minutes=5))) is not None:
        write_answer(job, now=now)
        finish_job(job, now=now)
        taken += 1
    return taken


def mails():
    return list(Message.objects.order_by("pk").values_list("kind", "address"))


def refusal_of(new, now):
    with pytest.raises(NoticeRefused) as refused:
        give_notice(new=new, now=now)
    return refused.value.refusal


def test_a_notice_is_kept_whole_with_a_receipt(now):
    places = (*NEW.places, Place("https://elsewhere.test/"), Place("/comments/7/#x", "comment", 7))
    rule = replace(NEW, category="rule", rule=(2, 4), law="Sec. 130", places=places)
    notice = give_notice(new=rule, now=now)
    assert (notice.name, notice.address, notice.law) == (
        "Nora Notifier",
        "nora@mail.test",
        "Sec. 130",
    )
    assert (notice.rules_version, notice.rule_number, notice.language) == (2, 4, "en")
    things = list(notice.things.values_list("address", "subject_kind", "subject_id"))
    assert things == [("/comments/7/", "comment", 7), ("https://elsewhere.test/", "", None)]
    receipt = Message.objects.get()
    assert f"/report/{notice.secret}/" in receipt.text
    assert mail.outbox == [], "the worker sends it"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"category": "x"}, NoticeRefusal.CATEGORY_MISSING),
        ({"category": "rule"}, NoticeRefusal.RULE_MISSING),
        ({"places": ()}, NoticeRefusal.PLACE_MISSING),
        ({"places": tuple(Place(f"/{n}/") for n in range(21))}, NoticeRefusal.TOO_MANY_PLACES),
        ({"words": " \n\u200b"}, NoticeRefusal.EMPTY),
        ({"words": "x" * 4001}, NoticeRefusal.TOO_LONG),
        ({"law": "x" * 301}, NoticeRefusal.LAW_TOO_LONG),
        ({"words": "a\0b"}, NoticeRefusal.UNSHOWABLE),
        ({"name": ""}, NoticeRefusal.NAME_MISSING),
        ({"name": "a\nb"}, NoticeRefusal.NAME_WRONG),
        ({"address": ""}, NoticeRefusal.ADDRESS_WRONG),
        ({"address": "nora"}, NoticeRefusal.ADDRESS_WRONG),
        ({"is_in_good_faith": False}, NoticeRefusal.NOT_STATED),
    ],
)
def test_what_a_notice_must_have(now, change, refusal):
    assert refusal_of(replace(NEW, **change), now) is refusal
    assert not Notice.objects.exists()


def test_of_the_abuse_of_children_neither_name_nor_address_is_asked(now):
    notice = give_notice(new=replace(NEW, category="child", name="", address=""), now=now)
    assert notice.notifier is None
    assert mails() == []
    settle(notice, now + HOUR)
    assert work(now + HOUR) == 1
    assert mails() == [], "the page is the answer"


def test_quoting_a_banned_word_is_taken_and_shown_to_moderators(now):
    WordList.objects.create(name="w", kind=WordList.Kind.BANNED, words="vermin")
    notice = give_notice(new=replace(NEW, words="It calls us vermin."), now=now)
    found = Screening.objects.get(subject_kind="notice", subject_id=notice.pk)
    assert found.passage == "vermin"


def test_who_was_never_here_before_is_no_finding(now):
    give_notice(new=NEW, now=now)
    assert not Screening.objects.exclude(outcome="pass").exists()


class TestLimits:
    def test_who_sends_too_fast_is_told(self, now):
        give_notice(new=NEW, now=now)
        soon = now + timedelta(seconds=3)
        assert refusal_of(replace(NEW, words="Another."), soon) is NoticeRefusal.TOO_FAST
        give_notice(new=replace(NEW, words="Another."), now=now + timedelta(seconds=11))

    def test_so_many_a_day_from_one_address(self, now):
        for number in range(MOST_A_DAY):
            give_notice(new=replace(NEW, network=""), now=now + number * HOUR / 2)
        later = now + MOST_A_DAY * HOUR / 2
        assert refusal_of(replace(NEW, network=""), later) is NoticeRefusal.TOO_MANY
        give_notice(new=replace(NEW, network="", address="ole@mail.test"), now=later)
        give_notice(new=replace(NEW, network=""), now=now + DAY + timedelta(minutes=1))

    def test_so_many_an_hour_from_one_network_of_guests_but_not_of_members(self, now, reader):
        for number in range(MOST_FROM_NETWORK):
            new = replace(NEW, address=f"n{number}@mail.test")
            give_notice(new=new, now=now + timedelta(minutes=number))
        later = now + timedelta(minutes=MOST_FROM_NETWORK)
        fresh = replace(NEW, address="fresh@mail.test")
        assert refusal_of(fresh, later) is NoticeRefusal.NETWORK_BUSY
        give_notice(new=replace(fresh, network="198.51.100.0/24"), now=later)
        give_notice(new=replace(NEW, notifier=reader, address=reader.email), now=later)

    def test_who_often_gives_unfounded_ones_gives_none_for_a_while(self, now):
        for number in range(MOST_UNFOUNDED):
            notice = give_notice(new=replace(NEW, network=""), now=now + number * HOUR)
            settle(notice, now + number * HOUR, is_unfounded=True)
        later = now + DAY
        with pytest.raises(NoticeRefused) as refused:
            give_notice(new=replace(NEW, network=""), now=later)
        assert refused.value.refusal is NoticeRefusal.SUSPENDED
        until = now + (MOST_UNFOUNDED - 1) * HOUR + timedelta(days=30)
        assert refused.value.detail == until.isoformat()
        give_notice(new=replace(NEW, network="", category="child"), now=later)
        give_notice(new=replace(NEW, network=""), now=until + HOUR)

    def test_founded_ones_never_lead_there(self, now):
        for number in range(MOST_UNFOUNDED + 2):
            notice = give_notice(new=replace(NEW, network=""), now=now + number * HOUR)
            settle(notice, now + number * HOUR)
        give_notice(new=replace(NEW, network=""), now=now + DAY)

    def test_a_member_does_not_pay_for_what_others_gave_in_their_name(self, now, reader):
        for number in range(MOST_UNFOUNDED):
            forged = replace(NEW, network="", address=reader.email)
            settle(
                give_notice(new=forged, now=now + number * HOUR),
                now + number * HOUR,
                is_unfounded=True,
            )
        own = replace(NEW, notifier=reader, address=reader.email)
        give_notice(new=own, now=now + DAY)
        assert refusal_of(forged, now + DAY) is NoticeRefusal.SUSPENDED, "the control"

    def test_nobody_suspends_a_stranger_by_their_address(self, now):
        forged = replace(NEW, network="198.51.100.0/24")
        for number in range(MOST_UNFOUNDED):
            at = now + number * HOUR
            settle(give_notice(new=forged, now=at), at, is_unfounded=True)
        assert refusal_of(forged, now + DAY) is NoticeRefusal.SUSPENDED, "the control"
        give_notice(new=NEW, now=now + DAY)

    def test_nobody_uses_up_a_strangers_day_by_their_address(self, now):
        forged = replace(NEW, network="198.51.100.0/24")
        for number in range(MOST_A_DAY):
            give_notice(new=forged, now=now + number * HOUR / 2)
        later = now + MOST_A_DAY * HOUR / 2
        assert refusal_of(forged, later) is NoticeRefusal.TOO_MANY, "the control"
        give_notice(new=NEW, now=later)

    def test_a_network_is_limited_later(self, now):
        for number in range(MOST_UNFOUNDED_FROM_NETWORK):
            new = replace(NEW, address=f"n{number}@mail.test")
            at = now + number * HOUR
            give = give_notice(new=new, now=at)
            settle(give, at, is_unfounded=True)
        fresh = replace(NEW, address="fresh@mail.test")
        assert refusal_of(fresh, now + DAY) is NoticeRefusal.SUSPENDED
        give_notice(new=replace(fresh, network="198.51.100.0/24"), now=now + DAY)


class TestAnswers:
    def test_an_unproven_address_gets_one_mail_a_day(self, now):
        first = give_notice(new=NEW, now=now)
        second = give_notice(new=replace(NEW, address="NORA@mail.test"), now=now + HOUR)
        assert mails() == [("notice_receipt", "nora@mail.test")]
        settle(first, now + HOUR)
        settle(second, now + HOUR)
        work(now + HOUR)
        assert mails() == [("notice_receipt", "nora@mail.test")], "today it had one"
        work(now + DAY)
        assert [kind for kind, _ in mails()] == ["notice_receipt", "notice_answer"]
        answer = Message.objects.get(kind="notice_answer")
        assert first.secret in answer.text
        assert second.secret in answer.text
        work(now + 3 * DAY)
        assert len(mails()) == 2

    def test_a_receipt_of_the_next_day_does_not_swallow_the_answer(self, now):
        settle(give_notice(new=NEW, now=now), now + HOUR)
        work(now + HOUR)
        give_notice(new=NEW, now=now + DAY - 2 * HOUR + timedelta(hours=1))
        for days in (1, 2, 3):
            work(now + days * DAY)
        assert [kind for kind, _ in mails()].count("notice_answer") == 1

    def test_nobody_has_words_of_their_own_mailed_to_a_stranger(self, now):
        places = (Place("/comments/7/", "comment", 7, 1), Place("Buy at https://pills.test"))
        settle(give_notice(new=replace(NEW, places=places), now=now - DAY), now)
        work(now)
        text = Message.objects.get(kind="notice_answer").text
        assert "/comments/7/: left as it is" in text
        assert "Nothing that we know: left as it is" in text
        assert "pills" not in text

    def test_who_is_known_at_the_address_is_answered_at_once(self, now, reader):
        notice = give_notice(new=replace(NEW, notifier=reader, address=reader.email), now=now)
        settle(notice, now + HOUR, is_unfounded=True)
        work(now + HOUR)
        assert [kind for kind, _ in mails()] == ["notice_receipt", "notice_answer"]
        assert "manifestly unfounded" in Message.objects.get(kind="notice_answer").text

    def test_a_notice_is_answered_when_its_last_thing_is_decided(self, now):
        places = (Place("/comments/7/", "comment", 7), Place("/comments/8/", "comment", 8))
        notice = give_notice(new=replace(NEW, places=places), now=now)
        first, second = notice.things.order_by("pk")
        settle_thing(thing=first, outcome=LEFT, decision=None, is_unfounded=False, now=now)
        assert not NoticeAnswer.objects.exists()
        settle_thing(thing=second, outcome=LEFT, decision=None, is_unfounded=False, now=now)
        assert NoticeAnswer.objects.get().notice == notice

    @pytest.mark.parametrize("dies_after", ["queueing", "finishing"])
    @pytest.mark.parametrize("is_known", [True, False])
    def test_a_worker_that_dies_between_two_lines_answers_once(
        self, now, reader, monkeypatch, dies_after, is_known
    ):
        who = {"notifier": reader, "address": reader.email} if is_known else {}
        settle(give_notice(new=replace(NEW, **who), now=now), now)
        queue, finish = notice_actions.queue_message, notice_actions.finish_job

        def queue_and_die(**values):
            queue(**values)
            raise KeyboardInterrupt

        def finish_and_die(*values, **more):
            finish(*values, **more)
            raise KeyboardInterrupt

        if dies_after == "queueing":
            monkeypatch.setattr(notice_actions, "queue_message", queue_and_die)
        else:
            monkeypatch.setattr(notice_actions, "finish_job", finish_and_die)
        with pytest.raises(KeyboardInterrupt):
            work(now + DAY)
        monkeypatch.undo()
        work(now + DAY + timedelta(minutes=6))
        work(now + 3 * DAY)
        assert [kind for kind, _ in mails()].count("notice_answer") == 1


def test_the_gravest_and_oldest_come_first(now):
    for number, category in enumerate(("rights", "child", "hate", "child")):
        new = replace(NEW, category=category, address=f"n{number}@mail.test", network="")
        give_notice(new=new, now=now - number * HOUR)
    listed = [(notice.category, notice.given_at) for notice in waiting_notices()]
    assert listed == [
        ("child", now - 3 * HOUR),
        ("child", now - HOUR),
        ("hate", now - 2 * HOUR),
        ("rights", now),
    ]


class TestForgetting:
    def test_names_addresses_and_words_go_half_a_year_after_the_decision(self, now):
        notice = settle(give_notice(new=NEW, now=now), now + DAY)
        forget_notifiers(now=now + DAY + KEPT - HOUR)
        notice.refresh_from_db()
        assert (notice.name, notice.network) == ("Nora Notifier", "")
        assert forget_notifiers(now=now + DAY + KEPT) == 1
        notice.refresh_from_db()
        assert (notice.name, notice.address, notice.words, notice.law) == ("", "", "", "")
        assert notice.things.get().address == ""
        assert forget_notifiers(now=now + DAY + KEPT) == 0

    def test_what_waits_is_not_forgotten(self, now):
        notice = give_notice(new=NEW, now=now)
        forget_notifiers(now=now + 2 * KEPT)
        notice.refresh_from_db()
        assert notice.address == "nora@mail.test"

    def test_erasing_forgets_who_gave_it_and_keeps_what_it_is_about(self, now, reader):
        notice = give_notice(new=replace(NEW, notifier=reader, address=reader.email), now=now)
        other = give_notice(new=NEW, now=now + HOUR)
        owner = Owner(reader, (reader.pk,), frozenset({reader.email}))
        assert notices_of(owner)["notices of illegal content"][0]["words"] == NEW.words
        erase_notices(owner=owner, now=now)
        notice.refresh_from_db()
        assert (notice.name, notice.address, notice.words) == ("", "", "")
        assert notice.things.get().subject_id == 7
        other.refresh_from_db()
        assert other.name == "Nora Notifier"
