"""What is new since somebody was at a thread last; written once in a visit, and never by reading."""

from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.models import Visit
from standfirst.discussion.queries import new_comments
from standfirst.discussion.rules import VISIT_LASTS
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person
from tests.discussion.http import follow, text_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def new_to(thread):
    def ask(person, at):
        return [each.pk for each in new_comments(thread, person, at)]

    return ask


def test_what_others_wrote_since_the_last_visit_is_new(
    new_to, thread, write, proven, reader, supporter, now
):
    before = write(proven(), "Before.", at=now - HOUR)
    assert new_to(reader, now) == []
    actions.note_visit(thread=thread, person=reader, now=now)
    later = write(proven(), "Later.", at=now + HOUR)
    write(reader, "One's own.", at=now + HOUR)
    reply = write(supporter, "Below.", parent=before, at=now + 2 * HOUR)
    assert new_to(reader, now + 3 * HOUR) == [later.pk, reply.pk]
    assert new_to(supporter, now + 3 * HOUR) == []
    assert new_to(None, now + 3 * HOUR) == []


def test_it_stays_new_as_long_as_the_visit_goes_on_and_not_after(
    new_to, thread, write, proven, reader, now
):
    actions.note_visit(thread=thread, person=reader, now=now)
    later = write(proven(), "Later.", at=now + HOUR)
    second = now + 2 * HOUR
    for minutes in (0, 5, 29):
        at = second + timedelta(minutes=minutes)
        actions.note_visit(thread=thread, person=reader, now=at)
        assert new_to(reader, at) == [later.pk]
    assert Visit.objects.get().visited_at == second
    assert new_to(reader, second + VISIT_LASTS) == []


def test_what_is_held_is_new_when_it_appears(new_to, thread, write, guest, reader, judge, now):
    held = write(guest, "Held.", at=now - HOUR)
    actions.note_visit(thread=thread, person=reader, now=now)
    assert new_to(reader, now + HOUR) == []
    actions.approve_comment(judgement=judge(held), now=now + HOUR)
    assert new_to(reader, now + 2 * HOUR) == [held.pk]
    actions.remove_comment(judgement=judge(held, facts="Rude."), now=now + 2 * HOUR)
    assert new_to(reader, now + 3 * HOUR) == []


def test_whoever_turns_out_to_be_one_person_has_one_visit(
    thread, other_thread, proven, reader, now
):
    guest = proven()
    actions.note_visit(thread=thread, person=reader, now=now)
    for each in (thread, other_thread):
        actions.note_visit(thread=each, person=guest, now=now + HOUR)
    actions.move_rows(person=guest, into=reader, now=now)
    found = dict(Visit.objects.filter(person=reader).values_list("thread", "visited_at"))
    assert found == {thread.pk: now, other_thread.pk: now + HOUR}
    assert not Visit.objects.filter(person=guest).exists()


def test_the_story_without_a_script(client_of, reader, thread, write, proven):
    """Somebody comes back, finds what is new listed, and says that it is read."""
    client, own = client_of(reader), f"{thread.comments_path}?mine"
    actions.note_visit(thread=thread, person=reader, now=clock() - 3 * HOUR)
    later = write(proven("Ann"), "Later.", at=clock() - HOUR)
    page = client.get(own)
    assert "1 comment is new since your last visit" in text_of(page)
    assert f'<a href="/comments/{later.pk}/"><bdi>Ann</bdi>' in text_of(page)
    # Reading has written nothing: it is as new as before.
    assert "1 comment is new" in text_of(client.get(f"{own}&fragment=1"))
    page = follow(client, client.post(f"{thread.comments_path}visit/", {"act": "read"}))
    assert "since your last visit" not in text_of(page)


def test_a_script_notes_the_visit_and_nobody_becomes_a_guest_by_it(
    client_of, stranger, reader, thread, visible
):
    path = f"{thread.comments_path}visit/"
    people = Person.objects.count()
    for form in ({}, {"act": "read"}):
        answer = stranger.post(path, form)
        assert answer.status_code in {204, 303}
        assert not answer.cookies
    assert (Person.objects.count(), Visit.objects.count()) == (people, 0)
    assert client_of(reader).post(path).status_code == 204
    assert Visit.objects.get().person == reader
    assert stranger.get(path).status_code == 405


def test_finished_pages_know_of_no_visit(stranger, thread, visible, reader):
    actions.note_visit(thread=thread, person=reader, now=clock() - 3 * HOUR)
    page = text_of(stranger.get(thread.comments_path))
    assert '<div id="news"></div>' in page
    assert "data-new=" not in page
