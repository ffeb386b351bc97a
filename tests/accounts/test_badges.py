"""A supporter's badge is there by own choice; nothing else tells who gives money."""

import re
from datetime import timedelta

import pytest
from wagtail.models import Page, Site

from standfirst.accounts.actions import SupportUnknown, hide_support, show_support
from standfirst.discussion.actions import NewComment, post_comment, set_thread_mode
from standfirst.discussion.models import Thread
from standfirst.lib.clock import now as clock
from standfirst.people.models import Badge, Person, Standing
from standfirst.people.rules import is_supporter

pytestmark = pytest.mark.django_db
BADGE = "/account/badge/"
BADGE_WORD = 'class="badge'


@pytest.fixture
def make_thread(db, now):
    """Open discussions that are alike but for their numbers."""

    def make(number=1):
        root = Site.objects.get().root_page
        page = root.add_child(instance=Page(title="River", slug=f"river-{number}"))
        return set_thread_mode(page=page, mode=Thread.Mode.OPEN, closes_at=None, now=now)

    return make


@pytest.fixture
def thread(make_thread):
    return make_thread()


@pytest.fixture
def quiet(supporter):
    """Give a supporter who shows it nowhere."""
    Badge.objects.all().delete()
    Standing.objects.update(until=clock() + timedelta(days=30))
    return supporter


def write(thread, person, now):
    return post_comment(new=NewComment(thread=thread, author=person, text="Mine."), now=now)


def words_at(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_it_is_shown_and_taken_off_by_a_button(quiet, thread, client_of, now):
    write(thread, quiet, now)
    client, anybody = client_of(quiet), client_of(None)
    for path in (thread.comments_path, f"/people/{quiet.pk}/"):
        assert BADGE_WORD not in words_at(anybody, path)
    assert client.post(BADGE, {"verb": "show"}).status_code == 302
    assert "Take the badge off" in words_at(client, "/account/")
    for path in (thread.comments_path, f"/people/{quiet.pk}/"):
        assert BADGE_WORD in words_at(anybody, path)
    assert client.post(BADGE, {"verb": "hide"}).status_code == 302
    for path in (thread.comments_path, f"/people/{quiet.pk}/"):
        assert BADGE_WORD not in words_at(anybody, path)


def test_who_does_not_support_cannot_show_it(reader, client_of):
    answer = client_of(reader).post(BADGE, {"verb": "show"})
    assert answer.status_code == 422
    assert "We know of no gift by this account" in answer.content.decode()
    assert not Badge.objects.exists()


def test_nobody_does_it_for_another(quiet, client_of):
    assert client_of(None).post(BADGE, {"verb": "show"}).status_code == 302
    assert client_of(quiet).get(BADGE).status_code == 405
    assert not Badge.objects.exists()


def test_shown_twice_it_is_one(quiet, now):
    show_support(person=quiet, now=now)
    show_support(person=quiet, now=now)
    assert Badge.objects.count() == 1
    hide_support(person=quiet, now=now)
    hide_support(person=quiet, now=now)
    assert not Badge.objects.exists()


def test_the_end_of_a_gift_tells_nothing(supporter, thread, client_of, now):
    """A badge that went by itself would say when somebody stopped giving."""
    write(thread, supporter, now)
    before = words_at(client_of(None), thread.comments_path)
    Standing.objects.update(until=now)
    assert not is_supporter(Person.objects.get(pk=supporter.pk), now)
    assert words_at(client_of(None), thread.comments_path) == before
    hide_support(person=supporter, now=now)
    with pytest.raises(SupportUnknown):
        show_support(person=Person.objects.get(pk=supporter.pk), now=now)


PLACES = (
    *("/account/", "/people/{pk}/", "/people/{pk}/feed.xml", "{thread}", "{thread}?mine"),
    *("{thread}?mine&fragment=1", "{thread}feed.xml", "{thread}people.json"),
    *("/api/v1/threads/{thread_pk}/comments", "/account/own-data/", "/account/here/"),
)


def seen_by(client, person, thread):
    """Read all places where a member is shown, to anybody and to themselves, without who it is."""
    found = {}
    for place in PLACES:
        path = place.format(pk=person.pk, thread=thread.comments_path, thread_pk=thread.pk)
        words = words_at(client, path)
        found[place] = re.sub(
            r"(?i)[a-z]+[ .-]support(er)?\b|\d+|[0-9a-f]{16,}|shade-\d", "", words
        )
    return found


def test_standing_is_read_from_nothing_else(quiet, enrol, make_thread, client_of, now):
    """A member who supports and one who does not look alike, but for the badge that they chose."""
    other = enrol("Sim Supporter")
    pages = []
    for number, person in enumerate((quiet, other)):
        thread = make_thread(number)
        write(thread, person, now)
        pages.append(seen_by(client_of(person), person, thread))
    for place in PLACES:
        assert pages[0][place] == pages[1][place], place


def test_the_control_finds_what_tells_them_apart(supporter, enrol, make_thread, client_of, now):
    other = enrol("Sim Supporter")
    pages = []
    for number, person in enumerate((supporter, other)):
        thread = make_thread(number)
        write(thread, person, now)
        pages.append(seen_by(client_of(person), person, thread))
    assert pages[0]["/account/"] != pages[1]["/account/"]
    assert pages[0]["/people/{pk}/"] != pages[1]["/people/{pk}/"]
