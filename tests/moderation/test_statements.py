"""Whoever is restricted is told why: once, at once, by mail where an address is proven, and on a page."""

import ast
from datetime import timedelta

import pytest
from django.utils.translation import override

from standfirst.discussion import actions
from standfirst.discussion.models import FateNotice, Subscription
from standfirst.discussion.queries import judged_wording
from standfirst.moderation import rules
from standfirst.moderation.actions import Matter, Ruling, Subject, record_decision
from standfirst.moderation.models import (
    Automation,
    Decision,
    Ground,
    Measure,
    Source,
    Statement,
)
from standfirst.moderation.wording import TITLES, parts_of
from standfirst.notify.models import Message
from standfirst.people.actions import make_guest, prove_address
from standfirst.siteconfig.actions import Paragraph, publish_rules
from standfirst.siteconfig.models import HouseRule
from tests.house.source import Source as File
from tests.house.source import python

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(now):
    paragraphs = [Paragraph("Stay with the matter", "No insults."), Paragraph("No adverts", "")]
    publish_rules(introduction="", paragraphs=paragraphs, now=now)
    return HouseRule.objects.get(number=1)


@pytest.fixture
def known(now):
    return prove_address(person=make_guest(now=now), address="rita@mail.test", now=now)


def decide(now, about, measure=Measure.REMOVED, **values):
    subject = Subject("comment", 7, 3)
    if measure == Measure.BANNED:
        values |= {"decided_by": make_guest(now=now), "proposed_by": make_guest(now=now)}
    return record_decision(ruling=Ruling(subject, measure, about=about, **values), now=now)


def makers(source):
    """Give the places that make a decision by themselves, without its statement."""
    return [
        source.at(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Decision", *CREATING}
    ]


CREATING = {f"Decision.objects.{verb}" for verb in ("create", "get_or_create", "bulk_create")}
THE_ONE = "standfirst/moderation/actions/decisions.py"


class TestEveryMeasure:
    def test_is_explained_or_says_why_not(self):
        assert set(Measure) == rules.STATED | set(rules.UNSTATED)
        assert not rules.STATED & set(rules.UNSTATED)
        assert all(reason.strip() for reason in rules.UNSTATED.values())
        assert set(TITLES) == rules.STATED

    @pytest.mark.parametrize("measure", list(Measure))
    def test_makes_one_statement_or_none(self, measure, known, now):
        decide(now, known, measure)
        assert Statement.objects.count() == (measure in rules.STATED)
        assert Message.objects.count() == (measure in rules.STATED)

    def test_is_recorded_by_the_one_action_that_states_reasons(self):
        found = [
            place
            for source in python("standfirst/")
            if not source.is_migration and source.place != THE_ONE
            for place in makers(source)
        ]
        assert found == []

    def test_the_one_action_is_found_by_that_rule_and_a_planted_other_too(self):
        assert [source for source in python(THE_ONE) if makers(source)]
        assert makers(File("standfirst/desk/actions.py", "Decision.objects.create(measure='x')"))

    def test_that_is_in_neither_list_is_refused(self, known, now, monkeypatch):
        monkeypatch.setattr(rules, "UNSTATED", {})
        with pytest.raises(KeyError):
            decide(now, known, Measure.PINNED)

    def test_on_nobody_in_particular_is_stated_to_nobody(self, now):
        decide(now, None)
        assert not Statement.objects.exists()

    def test_on_commercial_spam_in_bulk_is_not_stated(self, known, now):
        decide(now, known, is_bulk_spam=True)
        assert not Statement.objects.exists()
        decide(now, known, Measure.WARNED, is_bulk_spam=True)
        assert Statement.objects.count() == 1


class TestMail:
    def test_goes_to_a_proven_address_once_whatever_its_reader_wished(self, known, now):
        decision = decide(now, known, facts="Named a minor.")
        message = Message.objects.get()
        statement = decision.statement
        assert (message.address, message.kind) == ("rita@mail.test", "moderation.statement")
        assert not message.is_notice, "its reader must not be able to end it"
        assert statement.mailed_at == now
        assert f"/statement/{statement.secret}/" in message.text
        assert "Named a minor." not in message.text, "no words of people in mails"
        assert "wrote to you stands on the page" in message.text

    def test_goes_to_no_address_that_is_only_claimed(self, guest, now):
        guest.email = "anybody@mail.test"
        guest.save()
        decision = decide(now, guest)
        assert not Message.objects.exists()
        assert decision.statement.mailed_at is None

    def test_reaches_whoever_a_guest_has_become(self, known, guest, now):
        guest.merged_into = known
        guest.save()
        decide(now, guest)
        assert Message.objects.get().address == "rita@mail.test"

    def test_goes_to_a_banned_member(self, suspended_reader, now):
        prove_address(person=suspended_reader, address="stan@mail.test", now=now)
        suspended_reader.refresh_from_db()
        decide(now, suspended_reader, Measure.BANNED)
        assert Message.objects.get().address == suspended_reader.email

    def test_is_in_the_language_that_was_written_in(self, known, now, settings):
        settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
        decision = decide(now, known, matter=Matter(language="de"))
        assert decision.statement.language == "de"
        with override("de"):
            assert Message.objects.get().subject == str(TITLES[Measure.REMOVED])
        assert Message.objects.get().subject != TITLES[Measure.REMOVED]

    def test_is_in_the_papers_language_where_it_does_not_speak_the_other(self, known, now):
        assert decide(now, known, matter=Matter(language="tlh")).statement.language == "en"

    def test_takes_the_place_of_the_notice_that_was_asked_for(self, write, judge, reader, now):
        comment = write(reader)
        Subscription.objects.create(
            kind=Subscription.Kind.FATE,
            person=reader,
            address=reader.user.email,
            asked_at=now,
            confirmed_at=now,
        )
        actions.remove_comment(judgement=judge(comment, facts="rude"), now=now)
        assert not FateNotice.objects.exists()
        actions.restore_comment(judgement=judge(comment), now=now)
        assert FateNotice.objects.count() == 1


class TestPage:
    def test_says_all_that_the_law_asks_for(self, known, rule, client_of, now):
        decision = decide(
            now,
            known,
            Measure.SUSPENDED,
            ends_at=now + timedelta(days=7),
            ground=Ground.RULE,
            rules_version=1,
            rule_number=1,
            is_also_illegal=True,
            facts="Three insults.",
            source=Source.REPORT,
            detection=Automation.PARTLY,
        )
        page = client_of(None).get(f"/statement/{decision.statement.secret}/")
        text = page.content.decode()
        for part in parts_of(decision, rule):
            assert all(words in text.replace("&#x27;", "'") for words in part.paragraphs), part
        for words in (
            "You cannot write here for some time.",
            "It holds everywhere.",
            "until 21 March 2026",
            "Readers reported it to us.",
            "Three insults.",
            "Automatic means helped to find it.",
            "A person decided.",
            "house rule 1, Stay with the matter (version 1)",
            "No insults.",
            'href="/rules/1/#rule-1"',
            "We hold it to be illegal besides.",
            "free of charge",
            "go to a court",
        ):
            assert words in text, words

    def test_is_for_whoever_has_the_link_and_kept_by_nobody(self, known, client_of, now):
        secret = decide(now, known).statement.secret
        page = client_of(None).get(f"/statement/{secret}/")
        assert page["Cache-Control"] == "private, no-store"
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
        assert client_of(None).get(f"/statement/{secret[:-1]}/").status_code == 404

    def test_shows_the_words_that_were_judged_and_not_later_ones(
        self, write, judge, reader, client_of, now
    ):
        comment = write(reader, "What an idiot.")
        actions.remove_comment(judgement=judge(comment, facts="rude"), now=now)
        page = client_of(None).get(f"/statement/{Statement.objects.get().secret}/")
        assert "What an idiot." in page.content.decode()

    def test_of_another_kind_of_thing_shows_no_comment_of_that_number(self, write, reader, now):
        comment = write(reader, "What an idiot.")
        subject = Subject("avatar", comment.pk, comment.current_id)
        ruling = Ruling(subject, Measure.REMOVED, about=reader)
        assert judged_wording(record_decision(ruling=ruling, now=now)) == ""

    def test_is_in_the_language_of_the_statement(self, known, client_of, now, settings):
        settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
        decision = decide(now, known, matter=Matter(language="de"))
        page = client_of(None).get(f"/statement/{decision.statement.secret}/")
        assert 'lang="de"' in page.content.decode()

    def test_is_found_without_an_address_by_whoever_wrote(
        self, write, judge, guest, thread, client_of, now
    ):
        comment = write(guest)
        actions.remove_comment(judgement=judge(comment, facts="rude"), now=now)
        place = f"/statement/{Statement.objects.get().secret}/"
        for address in ("/statement/", f"{thread.comments_path}?mine"):
            assert place in client_of(guest).get(address).content.decode()
            assert place not in client_of(make_guest(now=now)).get(address).content.decode()
        assert place not in client_of(None).get("/statement/").content.decode()


def test_a_statement_follows_whoever_wrote_it_to_their_new_row(
    write, judge, guest, known, thread, client_of, now
):
    comment = write(guest)
    actions.remove_comment(judgement=judge(comment, facts="rude"), now=now)
    guest.merged_into = known
    guest.save()
    actions.adopt_merged(now=now)
    assert Decision.objects.get().about == guest
    page = client_of(known).get("/statement/").content.decode()
    assert Statement.objects.get().secret in page
