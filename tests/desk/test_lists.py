"""The lists of the desk: each comment once, in order, found again, in as many queries for many as for few."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.desk.lists import LISTS, tabs_for
from standfirst.desk.queries import Queue, Wanted, comments_in, list_page
from standfirst.discussion.models import Comment, Report
from standfirst.people.models import Person
from tests.cast import let_in
from tests.desk.making import fill

pytestmark = pytest.mark.django_db

EVERYTHING = Wanted()


@pytest.fixture
def desk(client, moderator):
    let_in(client, moderator)
    return client


def report(comments, now):
    """Report them: some twice, and some at the same moment."""
    people = [Person.objects.create(created_at=now) for _ in range(2)]
    Report.objects.bulk_create(
        Report(
            comment=comment,
            reporter=people[which],
            reason="spam" if which else "insult",
            reported_at=now + timedelta(seconds=number // 4),
        )
        for number, comment in enumerate(comments)
        for which in range(1 + number % 2)
    )


def walked(queue, wanted=EVERYTHING):
    """Go through all pages of a list; give the comments in their order."""
    found, after = [], ""
    while True:
        page = list_page(queue, wanted, after)
        found += [comment.pk for comment in page.comments]
        if not page.next:
            return found
        after = page.next


@pytest.mark.parametrize(("queue", "state"), [("held", "held"), ("removed", "removed")])
def test_going_through_the_pages_gives_every_comment_once_and_in_order(thread, now, queue, state):
    fill(thread, now, number=130, state=state)
    expected = [comment.pk for comment in comments_in(Queue(queue))]
    assert len(expected) == 130
    assert walked(Queue(queue)) == expected


def test_reported_ones_too(thread, now):
    report(fill(thread, now, number=70, state="visible"), now)
    expected = [comment.pk for comment in comments_in(Queue.REPORTED)]
    assert len(expected) == 70
    assert walked(Queue.REPORTED) == expected


def test_a_decision_between_two_pages_shifts_nothing(thread, now):
    fill(thread, now, number=60)
    everything = walked(Queue.HELD)
    first = list_page(Queue.HELD, Wanted(), "")
    Comment.objects.filter(pk__in=everything[:10]).update(state="removed")
    second = list_page(Queue.HELD, Wanted(), first.next)
    assert [comment.pk for comment in second.comments] == everything[25:50]


@pytest.mark.parametrize("after", ["x", "W10", "WzEsMl0", "9" * 500, "WyJ4IiwxXQ"])
def test_what_is_no_place_in_a_list_is_its_beginning(thread, now, after):
    fill(thread, now, number=3)
    assert len(list_page(Queue.HELD, Wanted(), after).comments) == 3


class TestOnlySome:
    def test_by_person_page_reason_and_words(self, thread, now):
        comments = fill(thread, now, number=20, words="The gate is number {} here")
        by_one = [one.pk for one in comments if one.author_id == comments[0].author_id]
        assert walked(Queue.HELD, Wanted(person=comments[0].author_id)) == by_one
        assert walked(Queue.HELD, Wanted(thread=thread.pk)) == [one.pk for one in comments]
        assert walked(Queue.HELD, Wanted(thread=thread.pk + 1)) == []
        assert walked(Queue.HELD, Wanted(reason="first_comment")) == [
            one.pk for one in comments[1::2]
        ]
        assert walked(Queue.HELD, Wanted(words="GATE 17")) == [comments[17].pk]
        assert walked(Queue.HELD, Wanted(words="bridge")) == []
        assert walked(Queue.HELD, Wanted(words="%")) == []

    def test_reported_ones_by_what_readers_say(self, thread, now):
        comments = fill(thread, now, number=10, state="visible")
        report(comments, now)
        assert sorted(walked(Queue.REPORTED, Wanted(reason="spam"))) == [
            one.pk for one in comments[1::2]
        ]

    def test_the_page_says_how_many_and_keeps_it_on_the_next(self, desk, thread, now):
        comments = fill(thread, now, number=60)
        person = comments[0].author_id
        page = desk.get(f"/admin/desk/held/?person={person}&reason=first_comment").content.decode()
        assert "6 comments fit." in page
        page = desk.get("/admin/desk/held/?words=word").content.decode()
        (address,) = re.findall(r'href="([^"]*)" rel="next"', page)
        assert address.startswith("?words=word&amp;after=")

    @pytest.mark.parametrize("asked", ["person=x", "thread=99999999999999999999", "person=-1"])
    def test_what_is_no_number_leaves_nothing_out(self, desk, thread, now, asked):
        fill(thread, now, number=2)
        assert desk.get(f"/admin/desk/held/?{asked}").content.count(b'class="desk-item"') == 2


def queries_of(desk, address):
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address).status_code == 200
    return len(asked)


@pytest.mark.slow
def test_ten_thousand_take_the_queries_of_a_hundred(desk, thread, now):
    fill(thread, now, number=100)
    report(fill(thread, now, number=100, state="visible"), now)
    addresses = [
        *(f"/admin/desk/{queue}/" for queue in ("held", "reported", "removed")),
        "/admin/desk/held/?words=word&reason=first_comment",
        "/admin/desk/reported/?reason=spam",
    ]
    after = list_page(Queue.HELD, Wanted(), "").next
    addresses.append(f"/admin/desk/held/?after={after}")
    desk.get(addresses[0])
    few = [queries_of(desk, address) for address in addresses]
    report(fill(thread, now, number=10_000, state="visible"), now)
    fill(thread, now, number=10_000)
    fill(thread, now, number=10_000, state="removed")
    with connection.cursor() as cursor:
        # As the server does by itself, once what was put in is committed: a plan made for a hundred takes
        # minutes with thirty thousand, and holds up whatever else goes on there.
        cursor.execute("ANALYZE")
    many = [queries_of(desk, address) for address in addresses]
    # Where nothing was removed yet, nothing is asked about what is not there.
    assert many[:2] + many[3:] == few[:2] + few[3:]
    assert max(many) <= 40


def test_the_tabs_say_how_much_waits(desk, thread, now):
    fill(thread, now, number=3)
    report(fill(thread, now, number=4, state="visible"), now)
    page = desk.get("/admin/desk/removed/").content.decode()
    lengths = dict(re.findall(r'data-length="(\w+)">(\d+)<', page))
    waiting = {each.name for each in LISTS if each.length is not None}
    assert set(lengths) == waiting
    assert (lengths["held"], lengths["reported"]) == ("3", "4")


def test_every_list_opens_and_is_the_chosen_tab(desk, thread):
    tabs = tabs_for("")
    assert [tab.name for tab in tabs] == [each.name for each in LISTS]
    for tab in tabs:
        page = desk.get(tab.address)
        assert page.status_code == 200
        chosen = re.findall(r'href="([^"]*)" aria-current="page"', page.content.decode())
        assert chosen == [tab.address]
