"""A page is rendered once and kept while it is true; what may not be kept is not."""

import errno
from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404, HttpResponse, HttpResponseNotFound

from standfirst.delivery.keeping import links_in
from standfirst.delivery.page_folder import files
from standfirst.delivery.recording import declare_until
from tests.delivery.conftest import TOKEN, age, stale

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine]


def test_a_page_is_rendered_once(shelf, paper):
    assert paper.get().content == b"first"
    assert paper.get().content == b"first"
    assert paper.get("/river/gate/?utm_source=x").content == b"first"
    assert paper.renders.total() == 1


def test_without_a_folder_it_is_rendered_each_time(paper):
    paper.get()
    paper.get()
    assert paper.renders.total() == 2


def test_another_key_does_not(shelf, paper, now):
    paper.get()
    stale("page:2", "site", now=now)
    paper.get()
    assert paper.renders.total() == 1


def test_a_soft_key_makes_it_stale_when_it_is_a_minute_old(shelf, paper, now):
    paper.get()
    paper.words = "second"
    stale("latest", now=now)
    assert paper.get().content == b"first"
    age(shelf, 61)
    assert paper.get().content == b"second"


def test_an_old_page_of_which_nothing_changed_is_still_true(shelf, paper):
    paper.get()
    age(shelf, 100_000)
    paper.get()
    assert paper.renders.total() == 1


def test_a_page_that_was_overtaken_is_marked_to_be_baked_again(shelf, paper, now):
    paper.while_rendering = lambda: stale("page:1", now=now)
    paper.get()
    assert shelf.folder.find("/river/gate/") is not None
    assert shelf.index.take_marked() == ["/river/gate/"]
    assert shelf.index.take_marked() == []


def test_a_page_is_not_shown_after_its_end(shelf, paper):
    paper.while_rendering = lambda: declare_until(datetime.now(UTC) - timedelta(seconds=1))
    paper.get()
    paper.get()
    assert paper.renders.total() == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda words: HttpResponse(words, status=500),
        HttpResponseNotFound,
        lambda words: HttpResponse(words, headers={"Vary": "Cookie"}),
    ],
)
def test_only_a_page_is_kept(shelf, paper, answer):
    paper.answer = answer
    paper.get()
    assert list(shelf.folder.pages()) == []


def test_a_page_that_is_gone_is_dropped(shelf, paper, now):
    paper.get()

    def gone(words):
        raise Http404

    paper.answer = gone
    stale("page:1", now=now)
    with pytest.raises(Http404):
        paper.get()
    assert shelf.folder.find("/river/gate/") is None


def test_parameters_are_kept_where_the_site_links_them(shelf, paper):
    paper.get("/a/?order=newest")
    paper.get("/a/?order=newest")
    assert paper.renders["/a/?order=newest"] == 2, "anybody can make up an address"

    paper.words = '<a href="/a/?order=newest&amp;after=x">More</a> <a href="?order=oldest">'
    paper.get("/a/")
    paper.get("/a/?after=x&order=newest&utm_id=1")
    paper.get("/a/?order=newest&after=x")
    assert (
        paper.renders["/a/?after=x&order=newest"] + paper.renders["/a/?order=newest&after=x"] == 1
    )


def test_links_are_read_as_a_browser_reads_them():
    body = b'<a href="/caf%C3%A9/?b=2&amp;a=%26">x</a><a href="/plain/">y</a>'
    assert links_in(body) == {"/café/?a=%26&b=2"}


def test_the_front_is_told_where_the_page_lies(shelf, paper):
    fronts = {"X-Standfirst-Front": TOKEN}
    for _ in range(2):
        answer = paper.get(**fronts)
        assert answer.content == b""
        assert answer["X-Standfirst-Page"] == "files/river/gate/index.html"
    assert (shelf.folder.root / "files/river/gate/index.html").read_bytes() == b"first"


def test_whoever_only_says_that_they_are_the_front_is_not(shelf, paper):
    for claim in ("", "x", TOKEN[:-1]):
        answer = paper.get(**{"X-Standfirst-Front": claim, "X-Standfirst-Unasked": "1"})
        assert answer.content == b"first"
        assert "X-Standfirst-Page" not in answer


def test_a_page_baked_for_nobody_does_not_count_as_asked_for(shelf, paper, now):
    paper.get()
    age(shelf, 1000)
    asked = shelf.folder.find("/river/gate/").asked_at
    stale("page:1", now=now)
    paper.get(**{"X-Standfirst-Front": TOKEN, "X-Standfirst-Unasked": "1"})
    page = shelf.folder.find("/river/gate/")
    assert page.asked_at == pytest.approx(asked, abs=0.01)
    assert page.baked_at > asked + 900


def test_a_true_page_costs_one_query(shelf, paper, django_assert_num_queries):
    paper.get()
    with django_assert_num_queries(1):
        paper.get()


def test_where_the_disk_is_full_readers_still_get_their_page(shelf, paper, monkeypatch):
    paper.get()

    def put(place, content, times):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "put", put)
    paper.words = "second"
    stale("page:1", now=datetime.now(UTC))
    assert paper.get().content == b"second"
    assert shelf.folder.find("/river/gate/") is None, "what was there is not true any more"


def test_a_page_that_is_dropped_while_it_is_put_there_stays_known(shelf, paper, monkeypatch):
    """Else no purge would find it: it has files, and nobody knows what it shows."""
    real = shelf.folder.keep

    def overtaken(bake, body, asked_at):
        shelf.drop([bake.address])
        return real(bake, body, asked_at)

    monkeypatch.setattr(shelf.folder, "keep", overtaken)
    paper.get()
    assert shelf.folder.find("/river/gate/") is not None
    assert shelf.index.showing(["page:1"], is_hard=True) == {"/river/gate/"}
