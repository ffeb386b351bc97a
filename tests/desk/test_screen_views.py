"""Screens and lists on trial: what they would have hit, held against what people decided, and switching them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.desk.screen_words import SCREEN_WORDS
from standfirst.discussion import actions
from standfirst.discussion.actions import Judgement, NewComment
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import (
    keep_word_list,
    note_screens,
    set_list_state,
    set_screen_state,
)
from standfirst.moderation.drafts import State
from standfirst.moderation.models import Decision, Measure, ModerationSettings, WordList
from standfirst.moderation.screens import SCREENS
from standfirst.moderation.trials import trials
from standfirst.people.actions import person_of_user
from tests.cast import OWN_FORMS, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def decider(moderator):
    return person_of_user(user=moderator, now=clock())


@pytest.fixture
def suspect(db, now):
    """A list on trial."""
    row = keep_word_list(name="Cures", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
    row.is_shadow = True
    row.save()
    return row


@pytest.fixture
def post(thread, reader):
    """Let a member write, each time a while after the last."""
    minutes = iter(range(10_000))

    def make(text):
        at = clock() - timedelta(days=1) + timedelta(minutes=next(minutes))
        return actions.post_comment(new=NewComment(thread=thread, author=reader, text=text), now=at)

    return make


def trial_of(name):
    (found,) = [each for each in trials(clock()) if each.name == name]
    return found


def decide(act, comment, decider):
    judgement = Judgement(comment=comment, decided_by=decider, facts="Advertising.")
    act(judgement=judgement, now=clock())


@pytest.mark.parametrize("name", ["thread_state", "sanctions"])
def test_what_is_no_matter_of_a_trial_stays_on(client, moderator, decider, name):
    moderator.user_permissions.add(Permission.objects.get(codename="change_moderationsettings"))
    let_in(client, moderator)
    assert client.post(f"/admin/screens/{name}/", {"state": "off"}).status_code in (302, 403)
    # Not even by the action.
    set_screen_state(name=name, state=State.OFF, by=decider, now=clock())
    assert trial_of(name).state is State.ON
    assert next(each for each in SCREENS if each.name == name).state_by({name: "off"}) is State.ON


def test_every_screen_has_its_words():
    assert {screen.name for screen in SCREENS} <= set(SCREEN_WORDS)


def test_a_list_on_trial_is_held_against_what_people_decided(suspect, post, decider):
    right, wrong, open_one = post("A miracle one"), post("A miracle two"), post("A miracle three")
    missed, fine = post("Buy this"), post("What I know")
    assert {each.state for each in Comment.objects.all()} == {"visible"}
    for comment in (right, missed):
        decide(actions.remove_comment, comment, decider)
    decide(actions.hold_comment, wrong, decider)
    decide(actions.approve_comment, Comment.objects.get(pk=wrong.pk), decider)
    found = trial_of("Cures")
    assert (found.state, found.hits, found.right, found.wrong, found.missed) == (
        State.SHADOW, 3, 1, 1, 1,
    )  # fmt: skip
    assert (found.precision, found.recall, found.hits_a_day) == (50, 50, 0.1)
    assert {open_one.pk, fine.pk} <= set(Comment.objects.values_list("pk", flat=True))


def test_what_it_was_not_asked_about_it_did_not_miss(post, decider, now):
    note_screens(now=now)
    before = post("Buy this")
    row = keep_word_list(name="Cures", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
    WordList.objects.update(is_shadow=True)
    set_list_state(word_list=row, state=State.SHADOW, by=decider, now=now)
    decide(actions.remove_comment, before, decider)
    # The screen of suspect words was asked then, this list was not.
    assert trial_of("suspect_words").missed == 1
    assert trial_of("Cures").recall is None


def test_a_screen_on_trial_holds_nothing_and_counts(post, decider, now, thread):
    set_screen_state(name="repeats", state=State.SHADOW, by=decider, now=now)
    post("The same")
    again = post("The  same")
    assert again.is_visible
    assert trial_of("repeats").hits == 1
    set_screen_state(name="repeats", state=State.ON, by=decider, now=now)
    assert post("The same ").is_held


def test_switching_is_in_the_log_once(decider, suspect, now):
    for _ in range(2):
        set_screen_state(name="links", state=State.OFF, by=decider, now=now)
        set_list_state(word_list=suspect, state=State.ON, by=decider, now=now)
    rows = Decision.objects.order_by("pk").values_list("subject_kind", "measure", "scope")
    assert list(rows) == [
        ("screen", Measure.SWITCHED_OFF, "links"),
        ("word_list", Measure.SWITCHED_ON, "Cures"),
    ]
    assert Decision.objects.first().decided_at == now
    assert ModerationSettings.objects.get().screen_states == {"links": "off"}


def test_the_page_shows_it_and_its_buttons_switch(client, moderator, suspect, post):
    let_in(client, moderator)
    post("A miracle")
    text = client.get("/admin/screens/").content.decode()
    assert "Cures" in text
    assert "Suspect words" in text
    hits = client.get(f"/admin/screens/list/{suspect.pk}/").content.decode()
    assert "A miracle" in hits
    assert "on trial" in hits
    # Whoever may only decide on comments sees it and switches nothing.
    assert 'name="state"' not in text
    assert client.post(
        "/admin/screens/links/", {"state": "off"}, headers=OWN_FORMS
    ).status_code in (302, 403)
    assert not Decision.objects.exists()
    moderator.user_permissions.add(Permission.objects.get(codename="change_moderationsettings"))
    assert 'name="state"' in client.get("/admin/screens/").content.decode()
    assert (
        client.post("/admin/screens/links/", {"state": "shadow"}, headers=OWN_FORMS).status_code
        == 302
    )
    assert (
        client.post(
            f"/admin/screens/list/{suspect.pk}/", {"state": "on"}, headers=OWN_FORMS
        ).status_code
        == 302
    )
    assert (
        client.post("/admin/screens/links/", {"state": "loud"}, headers=OWN_FORMS).status_code
        == 404
    )
    assert client.get("/admin/screens/nothing/").status_code == 404
    text = client.get("/admin/screens/").content.decode()
    assert "screen put on trial" in text
    assert "screen switched on" in text


def test_the_page_costs_the_same_however_much_was_hit(client, moderator, suspect, post):
    let_in(client, moderator)
    client.get("/admin/screens/")

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/screens/")
        return len(asked)

    post("A miracle one")
    one = cost()
    for number in range(3):
        post(f"A miracle {number}")
        keep_word_list(name=f"List {number}", kind=WordList.Kind.SUSPECT, words="more", now=clock())
    assert cost() == one
