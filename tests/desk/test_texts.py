"""The desk's list of names and texts of people: what a moderator sees there, and what comes of a decision."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.accounts.actions import change_name, change_page
from standfirst.desk.queries import text_page
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import CannedReason, Decision, HeldText, WordList
from standfirst.moderation.screen_queries import waiting_texts
from standfirst.people.models import Person
from standfirst.siteconfig.actions import Paragraph, publish_rules
from tests.desk.making import fill, let_texts_wait

pytestmark = pytest.mark.django_db
LIST = "/admin/desk/texts/"


@pytest.fixture(autouse=True)
def lists(db, now):
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle\ncure", now=now)


@pytest.fixture
def desk(client_of, moderator_person):
    return client_of(moderator_person)


@pytest.fixture
def name(reader, now):
    change_name(person=reader, name="M1racle <b>Max", now=now)
    return HeldText.objects.get()


def shown(desk, query=""):
    answer = desk.get(LIST + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def press(desk, held, verb, **form):
    return desk.post(f"{LIST}{held.pk}/", {"verb": verb, "facts": "", "rule": "", **form})


def name_of(person):
    return Person.objects.get(pk=person.pk).name


def many(now, number):
    let_texts_wait([f"Miracle {each}" for each in range(number)], now)


class TestWhatIsSeen:
    def test_a_name_beside_the_one_that_is_shown_with_what_was_found(self, desk, name, reader):
        page = shown(desk)
        assert f'<span dir="auto">{reader.name}</span>' in page
        assert "<mark>M1racle</mark> &lt;b&gt;Max" in page
        assert "Has a word from a list of suspect words: <mark>miracle</mark>" in page
        assert "wants another name" in page
        assert f'<a href="/people/{reader.pk}/"><bdi>{reader.name}</bdi></a>' in page

    def test_words_about_oneself_with_the_passage_marked(self, desk, reader, now):
        change_page(person=reader, about="I fish.", has_page=True, now=now)
        change_page(person=reader, about="I sell\na Cure!", has_page=False, now=now)
        page = shown(desk)
        assert "I fish." in page
        assert "a <mark>Cure</mark>!" in page
        assert "wants to say something else of themselves" in page
        assert f'href="/people/{reader.pk}/"' not in page, "who shows no page has no link to it"

    def test_what_screens_found_in_an_earlier_wording_is_not_said_of_this_one(
        self, desk, reader, now
    ):
        change_name(person=reader, name="Miracle Max", now=now)
        change_name(person=reader, name="The Cure", now=now)
        page = shown(desk)
        assert "<mark>cure</mark>" in page
        assert "miracle" not in page.lower().partition("desk-item")[2]

    def test_how_long_it_waits(self, desk, name):
        HeldText.objects.update(held_at=clock() - timedelta(hours=50, minutes=3))
        assert "waits for 2 days, 2 hours" in shown(desk)

    def test_their_comments_on_the_desk_and_how_many_were_removed(
        self, desk, name, reader, thread, now
    ):
        assert "Comments by this person" not in shown(desk)
        comments = fill(thread, now, number=2, state="removed")
        type(comments[0]).objects.update(author=reader)
        page = shown(desk)
        assert "2 comments so far, 2 removed" in page
        for queue in ("held", "reported", "removed"):
            assert f"/admin/desk/{queue}/?person={reader.pk}" in page

    def test_nothing_waits(self, desk, db):
        assert "Nothing waits here." in shown(desk)


class TestDeciding:
    def test_approving_shows_it_and_comes_back(self, desk, name, reader):
        answer = press(desk, name, "approve")
        assert (answer.status_code, answer["Location"]) == (302, LIST)
        assert name_of(reader) == name.text
        assert "Approved: it is shown from now on." in shown(desk)
        decision = Decision.objects.get()
        assert (decision.measure, decision.source) == ("approved", "screen")
        assert decision.noticed_at == name.held_at
        assert not hasattr(decision, "statement")

    def test_refusing_states_the_reason_to_its_author(
        self, desk, name, reader, client_of, moderator_person
    ):
        before = reader.name
        assert press(desk, name, "refuse", facts="Advertising.").status_code == 302
        assert name_of(reader) == before
        decision = Decision.objects.get()
        assert (decision.measure, decision.decided_by) == ("removed", moderator_person)
        page = client_of(reader).get(f"/statement/{decision.statement.secret}/").content.decode()
        for words in (
            "What you wanted to show of yourself is not shown",
            "What stood there before stays.",
            "Advertising.",
            "Our automatic checks drew our attention to it.",
        ):
            assert words in page
        assert "taken off the page" not in page

    def test_a_ready_reason_is_enough(self, desk, name, owner, client_of):
        ready = CannedReason.objects.create(title="Ads", words="This is advertising.")
        assert press(desk, name, "refuse", canned=str(ready.pk)).status_code == 302
        assert Decision.objects.get().facts.text == "This is advertising."

    def test_so_is_a_house_rule(self, desk, name, now):
        publish_rules(introduction="", paragraphs=[Paragraph("Be kind", "…")], now=now)
        assert "Be kind" in shown(desk)
        assert press(desk, name, "refuse", rule="1").status_code == 302
        decision = Decision.objects.get()
        assert (decision.ground, decision.rule_number) == ("rule", 1)

    def test_without_a_reason_nothing_is_changed_and_it_is_asked_for(self, desk, name):
        answer = press(desk, name, "refuse")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Please choose a house rule or write a reason" in page
        assert "<details open>" in page
        assert waiting_texts().exists()

    def test_what_was_typed_is_handed_back(self, desk, name):
        answer = press(desk, name, "banish", facts="\nAdvertising <for> it.")
        assert answer.status_code == 422
        assert "\nAdvertising &lt;for&gt; it.</textarea>" in answer.content.decode()

    def test_who_comes_second_is_told(self, desk, name, reader):
        press(desk, name, "refuse", facts="No.")
        answer = press(desk, name, "approve")
        assert answer.status_code == 409
        assert "Somebody else has decided this in the meantime." in answer.content.decode()
        assert name_of(reader) != name.text
        assert Decision.objects.count() == 1

    def test_what_its_author_replaced_is_not_shown(self, desk, name, reader, now):
        change_name(person=reader, name="Plain", now=now)
        answer = press(desk, name, "approve")
        assert answer.status_code == 409
        assert "Its author took it back or wrote another one." in answer.content.decode()
        assert name_of(reader) == "Plain"

    def test_it_comes_back_to_the_page_of_the_list_that_it_stood_on(self, desk, name):
        now = name.held_at
        many(now, 30)
        after = text_page("").next
        answer = press(desk, name, "approve", after=after)
        assert answer["Location"] == f"{LIST}?after={after}"
        (other,) = waiting_texts()[:1]
        assert press(desk, other, "approve", after="//evil.test")["Location"] == LIST


class TestManyOfThem:
    def test_going_through_the_pages_gives_every_text_once_and_in_order(self, now, db):
        many(now, 130)
        found, after = [], ""
        while True:
            page = text_page(after)
            found += [item.held.pk for item in page.items]
            if not page.next:
                break
            after = page.next
        assert found == [held.pk for held in waiting_texts()]
        assert len(found) == 130

    def test_a_decision_shifts_nothing_on_the_next_page(self, desk, now):
        many(now, 40)
        page = text_page("")
        behind = [item.held.pk for item in text_page(page.next).items]
        press(desk, page.items[-1].held, "approve")
        press(desk, page.items[0].held, "approve")
        assert [item.held.pk for item in text_page(page.next).items] == behind

    @pytest.mark.parametrize("after", ["x", "WzFd", "W10", "é", "WyIyMDI2LTAxLTAxIiwxXQ"])
    def test_what_is_no_cursor_leads_to_the_beginning(self, desk, name, after):
        assert "wants another name" in shown(desk, f"?after={after}")

    def test_50_cost_as_many_queries_as_5(self, desk, now):
        counts = []
        for number in (5, 45):
            many(now, number)
            shown(desk)
            with CaptureQueriesContext(connection) as asked:
                shown(desk)
            counts.append(len(asked))
        assert waiting_texts().count() == 50
        assert counts[1] == counts[0]
