"""What is read without a key is what a public page shows, and nothing else."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.queries import counted
from standfirst.lib.clock import now as clock
from tests.discussion.api.conftest import reason_of

CANARY = "canary words that nobody may read"


def ids(response):
    return [comment["id"] for comment in response.json()["comments"]]


def test_a_discussion_is_found_by_its_page_and_by_its_key(program, thread, page):
    (found,) = program.get(f"/threads?page={thread.address}").json()["threads"]
    assert found["id"] == thread.pk
    assert found["page"] == thread.address
    assert found["address"] == f"http://127.0.0.1:8000{thread.comments_path}"
    assert (found["is_open"], found["writers"]) == (True, "anyone")
    assert program.get(f"/threads/{thread.pk}").json() == found
    assert program.get("/threads?page=/nowhere/").json()["threads"] == []


@pytest.mark.parametrize("asked", ["/threads?page=/a%00b/", "/counts?page=/&page=/a%00b/"])
def test_an_address_that_no_database_can_hold_is_refused(program, asked):
    answer = program.get(asked)
    assert (answer.status_code, reason_of(answer)) == (422, "invalid")


def test_discussions_come_newest_first_and_each_once(program, make_page, monkeypatch):
    monkeypatch.setattr("standfirst.discussion.queries.listed.THREADS_PER_PAGE", 2)
    for number in range(5):
        make_page(f"Story {number}")
    seen, address = [], "/threads"
    while address:
        said = program.get(address).json()
        seen += [thread["title"] for thread in said["threads"]]
        address = (said["next"] or "").removeprefix("http://127.0.0.1:8000/api/v1")
    assert seen == [f"Story {number}" for number in (4, 3, 2, 1, 0)]


def test_comments_come_in_reading_order(program, thread, write, proven):
    first = write(proven("Ann"), "The miller told me.")
    second = write(proven("Ben"), "Nobody told me.")
    reply = write(proven("Cat"), "Which miller?", parent=first)
    said = program.get(f"/threads/{thread.pk}/comments?order=oldest")
    assert ids(said) == [first.pk, reply.pk, second.pk]
    shown = said.json()["comments"][1]
    assert shown["author"] == {"name": "Cat", "badge": ""}
    assert (shown["parent"], shown["root"], shown["level"]) == (first.pk, first.pk, 2)
    assert shown["html"] == "<p>Which miller?</p>\n"
    assert program.get(f"/comments/{reply.pk}").json() == shown
    assert ids(program.get(f"/comments/{first.pk}/replies")) == [reply.pk]


def test_a_long_discussion_is_read_to_its_end_each_comment_once(program, thread, write, proven):
    written = [write(proven(), f"Words number {number}.").pk for number in range(45)]
    seen, address = [], f"/threads/{thread.pk}/comments?order=oldest"
    while address:
        said = program.get(address)
        seen += ids(said)
        address = (said.json()["next"] or "").removeprefix("http://127.0.0.1:8000/api/v1")
    assert seen == written


def test_more_replies_than_are_shown_at_first_are_found(program, thread, write, proven):
    first = write(proven(), "The first.")
    replies = [write(proven(), f"Reply {number}.", parent=first).pk for number in range(14)]
    shown = program.get(f"/threads/{thread.pk}/comments").json()["comments"]
    assert [comment["id"] for comment in shown[1:]] == replies[:10]
    more = shown[0]["more_replies"].removeprefix("http://127.0.0.1:8000/api/v1")
    assert ids(program.get(more)) == replies[10:]


def test_what_is_held_is_read_by_its_author_alone(
    program, browsers_program, thread, write, guest, judge, now, proven
):
    held = write(guest, CANARY)
    Comment.objects.filter(pk=held.pk).update(state="held", published_at=None)
    Thread.objects.filter(pk=thread.pk).update(comment_count=0)
    assert CANARY not in program.get(f"/threads/{thread.pk}/comments").content.decode()
    assert reason_of(program.get(f"/comments/{held.pk}")) == "not_found"
    assert reason_of(browsers_program(proven()).get(f"/comments/{held.pk}")) == "not_found"
    own = browsers_program(guest).get(f"/comments/{held.pk}")
    assert own.status_code == 200, "the control: there is something to leak"
    assert CANARY in own.json()["html"]
    assert "no-store" in own.headers["Cache-Control"]


def test_what_is_removed_keeps_its_place_and_no_word(program, thread, write, proven, judge, now):
    gone = write(proven("Zed Canary"), CANARY)
    assert CANARY in program.get(f"/comments/{gone.pk}").content.decode(), "the control"
    actions.remove_comment(
        judgement=judge(gone, facts="Not fit to print."),
        now=now + timedelta(hours=1),
    )
    for address in (f"/comments/{gone.pk}", f"/threads/{thread.pk}/comments"):
        said = program.get(address).content.decode()
        assert "anary" not in said
        assert '"removed"' in said


@pytest.mark.parametrize("how", ["unpublished", "made private", "switched off"])
def test_under_a_page_that_is_not_public_there_is_nothing(
    program, thread, page, write, proven, how
):
    comment = write(proven(), CANARY)
    addresses = [
        f"/threads/{thread.pk}",
        f"/threads/{thread.pk}/comments",
        f"/comments/{comment.pk}",
        f"/comments/{comment.pk}/replies",
    ]
    assert all(program.get(address).status_code == 200 for address in addresses), "the control"
    if how == "unpublished":
        page.unpublish()
    elif how == "made private":
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    else:
        Thread.objects.filter(pk=thread.pk).update(mode="off")
    for address in addresses:
        assert reason_of(program.get(address)) == "not_found"
    assert program.get("/threads").json()["threads"] == []
    assert program.get(f"/threads?page={thread.address}").json()["threads"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_comments_or_threads(
    program, thread, write, proven, make_page, number, django_assert_num_queries
):
    for count in range(number):
        first = write(proven(), f"Words {count}.")
        write(proven(), f"Reply {count}.", parent=first)
        make_page(f"Story {count}")
    with django_assert_num_queries(3):
        program.get("/threads")
    with django_assert_num_queries(5):
        program.get(f"/threads/{thread.pk}/comments")
    with django_assert_num_queries(4):
        program.get(f"/comments/{first.pk}/replies")


@pytest.mark.parametrize("after", ["x", "e30", "W10x"])
def test_a_cursor_that_we_did_not_give_leads_nowhere(program, thread, after):
    for path in ("/threads", f"/threads/{thread.pk}/comments"):
        assert reason_of(program.get(f"{path}?after={after}")) == "not_found"


def test_what_the_api_has_not_is_said_as_a_problem(program):
    for path in ("/nothing", "/threads/0/comments/x", "/threads/99999"):
        assert reason_of(program.get(path)) == "not_found"
    for path in ("/threads/0", "/threads/x", f"/threads/{10**30}", "/threads/1/comments?order=x"):
        assert reason_of(program.get(path)) == "invalid"


class TestCounts:
    def test_of_many_pages_in_one_answer(self, program, thread, other_thread, write, proven):
        write(proven(), "One.")
        write(proven(), "Two.")
        asked = f"/counts?page={thread.address}&page={other_thread.address}&page=/nowhere/"
        said = {each["page"]: each for each in program.get(asked).json()["counts"]}
        assert said[thread.address]["comment_count"] == 2
        assert said[other_thread.address] == {
            "page": other_thread.address,
            "thread": other_thread.pk,
            "comment_count": 0,
        }
        assert said["/nowhere/"] == {"page": "/nowhere/", "thread": None, "comment_count": 0}

    def test_however_they_are_asked_for_they_are_remembered_once(
        self, program, thread, other_thread, django_assert_num_queries, monkeypatch
    ):
        monkeypatch.setattr(counted, "LOOK_SECONDS", 3600)
        one, two = thread.address, other_thread.address
        first = program.get(f"/counts?page={one}&page={two}").json()
        with django_assert_num_queries(0):
            for asked in (
                f"/counts?page={two}&page={one}",
                f"/counts?page={two.strip('/')}&page={one}&page={one}",
                f"/counts?page=/{two}?x=1&page={one}%23comments",
            ):
                assert program.get(asked).json() == first

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_pages(
        self, program, make_page, number, django_assert_num_queries
    ):
        pages = [make_page(f"Story {count}").url for count in range(number)]
        pages += [f"https://blog.example/{count}" for count in range(number)]
        # Where the log of purges is, which sites there are, what is restricted, which pages, which
        # other addresses, the threads.
        with django_assert_num_queries(6):
            program.get("/counts?" + "&".join(f"page={page}" for page in pages))

    def test_only_so_many(self, program):
        many = "&".join(f"page=/{number}/" for number in range(51))
        assert reason_of(program.get(f"/counts?{many}")) == "invalid"
        assert reason_of(program.get("/counts")) == "invalid"

    def test_of_a_page_that_is_not_public_there_is_none(self, program, page, thread, write, proven):
        write(proven(), "One.")
        page.unpublish()
        (said,) = program.get(f"/counts?page={thread.address}").json()["counts"]
        assert said == {"page": thread.address, "thread": None, "comment_count": 0}

    @pytest.fixture
    def remembered(self, program, page, thread, write, proven):
        """Ask for the count of a page that has one, so that it is remembered; give how to ask again."""

        def ask():
            (said,) = program.get(f"/counts?page={thread.address}").json()["counts"]
            return said["thread"], said["comment_count"]

        write(proven(), "One.")
        assert ask() == (thread.pk, 1)
        return ask

    @staticmethod
    def make_private(page):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    def test_that_of_a_page_made_private_is_forgotten(self, remembered, page, monkeypatch):
        self.make_private(page)
        caches["memory"].delete(counted._LOOKED)
        assert remembered() == (None, 0)
        assert counted.LOOK_SECONDS < 1

    def test_the_control_that_never_looks_still_tells_it(
        self, remembered, thread, page, monkeypatch
    ):
        monkeypatch.setattr(counted, "was_purged_since", lambda position: False)
        self.make_private(page)
        caches["memory"].delete(counted._LOOKED)
        assert remembered() == (thread.pk, 1)

    def test_that_of_a_removed_comment_is_forgotten(self, remembered, thread, judge, now):
        actions.remove_comment(judgement=judge(Comment.objects.get(), facts="rude"), now=now)
        caches["memory"].delete(counted._LOOKED)
        assert remembered() == (thread.pk, 0)

    def test_what_was_counted_before_a_purge_is_not_kept_after_it(
        self, remembered, thread, page, monkeypatch
    ):
        """A count that is on its way while its page is made private is remembered for nobody."""
        caches["memory"].clear()
        asked = counted._asked

        def ask_while_it_goes(*args):
            found = asked(*args)
            monkeypatch.undo()
            self.make_private(page)
            caches["memory"].delete(counted._LOOKED)
            assert remembered() == (None, 0)
            return found

        monkeypatch.setattr(counted, "_asked", ask_while_it_goes)
        remembered()
        assert remembered() == (None, 0)

    def test_none_is_remembered_beyond_the_end_of_its_page(self, program, page, thread, now):
        page.expire_at = clock() + timedelta(seconds=10)
        page.save()
        count = counted.counts_at(RequestFactory().get("/"), [thread.address], now=clock())[
            thread.address
        ]
        assert counted._seconds_of(count, clock()) <= 10
