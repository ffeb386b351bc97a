"""Names and texts of people that a screen holds: they wait, what stood before stands, a moderator decides."""

import pytest

from standfirst.accounts.actions import AboutRefused, NameRefused, change_name, change_page
from standfirst.desk.text_actions import Grounds, refuse_text, show_text
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import Decision, HeldText, Screening, WordList
from standfirst.moderation.screen_queries import held_by_screens, waiting_texts
from standfirst.people.actions import person_of_user
from standfirst.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists(db, now):
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
    keep_word_list(name="b", kind=WordList.Kind.BANNED, words="swindler", now=now)


@pytest.fixture
def decider(moderator, now):
    return person_of_user(user=moderator, now=now)


def fresh(person):
    return Person.objects.select_related("user").get(pk=person.pk)


def test_a_suspect_name_waits_and_the_old_one_stands(reader, decider, now):
    before = reader.name
    change_name(person=reader, name="Miracle Max", now=now)
    (held,) = waiting_texts()
    assert (held.kind, held.text, held.person) == ("name", "Miracle Max", reader)
    assert fresh(reader).name == before
    assert [row.subject_id for row in held_by_screens("name")] == [reader.pk]
    show_text(held=held, by=decider, now=now)
    assert fresh(reader).name == fresh(reader).user.name == "Miracle Max"
    assert not waiting_texts().exists()
    decision = Decision.objects.get()
    assert (decision.measure, decision.about, decision.subject_kind) == ("approved", reader, "name")


def test_a_banned_name_is_refused_and_waits_nowhere(reader, now):
    with pytest.raises(NameRefused):
        change_name(person=reader, name="Swindler", now=now)
    with pytest.raises(AboutRefused):
        change_page(person=reader, about="A swindler", has_page=True, now=now)
    assert not HeldText.objects.exists()


def test_suspect_words_about_oneself_wait(reader, decider, now):
    change_page(person=reader, about="I fish.", has_page=True, now=now)
    change_page(person=reader, about="Miracle cures!", has_page=False, now=now)
    assert (fresh(reader).about, fresh(reader).page_closed_at) == ("I fish.", now)
    change_page(person=reader, about="I fish.", has_page=True, now=now)
    # What waits waits on while somebody only opens their page again.
    (held,) = waiting_texts()
    show_text(held=held, by=decider, now=now)
    assert fresh(reader).about == "Miracle cures!"


def test_a_newer_text_takes_the_place_of_one_that_waits(reader, now):
    change_name(person=reader, name="Miracle One", now=now)
    change_name(person=reader, name="Miracle Two", now=now)
    assert [row.text for row in waiting_texts()] == ["Miracle Two"]
    change_name(person=reader, name="Plain", now=now)
    assert not waiting_texts().exists()
    assert fresh(reader).name == "Plain"


def test_refusing_needs_a_reason_and_leaves_what_stood(reader, decider, now):
    before = reader.name
    change_name(person=reader, name="Miracle Max", now=now)
    held = HeldText.objects.get()
    with pytest.raises(CommentRefused) as refused:
        refuse_text(held=held, by=decider, grounds=Grounds(facts="  "), now=now)
    assert refused.value.refusal is Refusal.REASON_MISSING
    refuse_text(held=held, by=decider, grounds=Grounds(facts="Advertising."), now=now)
    assert fresh(reader).name == before
    assert Decision.objects.get().facts.text == "Advertising."


def test_of_two_moderators_one_decides(reader, decider, now):
    change_name(person=reader, name="Miracle Max", now=now)
    held = HeldText.objects.get()
    show_text(held=held, by=decider, now=now)
    with pytest.raises(CommentRefused) as refused:
        refuse_text(held=held, by=decider, grounds=Grounds(facts="No."), now=now)
    assert refused.value.refusal is Refusal.DECIDED_ALREADY
    assert Decision.objects.count() == 1


def test_the_page_says_that_a_name_waits(client_of, reader):
    client = client_of(reader)
    answer = client.post("/account/", {"name": "Miracle Max"}, follow=True)
    assert "A moderator looks at this name first." in answer.content.decode()
    answer = client.post("/account/", {"name": "Max"}, follow=True)
    assert "Your name is changed." in answer.content.decode()


def test_a_passing_name_leaves_its_verdict(reader, now):
    change_name(person=reader, name="Plain", now=now)
    row = Screening.objects.get(subject_kind="name")
    assert (row.subject_id, row.outcome) == (reader.pk, "pass")
