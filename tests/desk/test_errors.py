"""The newsroom's list of errors that readers reported."""

import pytest

from standfirst.discussion.actions import FoundError, report_error
from standfirst.discussion.models import ErrorReport
from tests.discussion.passages import FIRST, QUOTE, publish_report

ADDRESS = "/admin/errors/"


@pytest.fixture
def report(db, now):
    return publish_report(now)


@pytest.fixture
def tell(report):
    def told(reporter, words="It was <b>Tuesday</b>.", quote=QUOTE):
        error = FoundError(report.thread, reporter, report.passage(quote), words)
        return report_error(error=error, now=report.later())

    return told


@pytest.fixture
def desk(editor, client_of):
    return client_of(editor)


def test_an_empty_list_has_words_and_stands_in_the_menu(desk, report):
    assert "No reader has reported an error." in desk.get(ADDRESS).content.decode()
    assert ADDRESS in desk.get("/admin/").content.decode()


def test_the_editor_sees_the_passage_and_the_words_as_text(desk, tell, reader):
    tell(reader)
    page = desk.get(ADDRESS).content.decode()
    assert QUOTE in page
    assert "It was &lt;b&gt;Tuesday&lt;/b&gt;." in page


def test_accepting_opens_the_article_at_the_passage(desk, report, tell, reader):
    kept = tell(reader)
    answer = desk.post(ADDRESS, {"report": kept.pk, "outcome": "accepted"})
    assert answer["Location"] == f"/admin/pages/{report.article.pk}/edit/#block-{FIRST}-section"
    kept.refresh_from_db()
    assert kept.outcome == "accepted"
    assert QUOTE not in desk.get(ADDRESS).content.decode()


def test_setting_aside_takes_it_off_the_list(desk, tell, reader):
    kept = tell(reader)
    assert desk.post(ADDRESS, {"report": kept.pk, "outcome": "declined"})["Location"] == ADDRESS
    assert ErrorReport.objects.get().outcome == "declined"


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 30])
def test_what_is_no_report_is_not_found(desk, report, named):
    assert desk.post(ADDRESS, {"report": named, "outcome": "accepted"}).status_code == 404


def test_who_may_not_edit_the_article_neither_sees_nor_settles(
    report, tell, reader, moderator, client_of
):
    kept = tell(reader)
    assert client_of(reader).get(ADDRESS).status_code == 302
    staff = client_of(None)
    staff.force_login(moderator)
    assert QUOTE not in staff.get(ADDRESS).content.decode()
    staff.post(ADDRESS, {"report": kept.pk, "outcome": "declined"})
    kept.refresh_from_db()
    assert kept.outcome == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    desk, tell, reader, count, django_assert_max_num_queries
):
    for quote in (QUOTE, "nobody was told", "The council met")[:count]:
        tell(reader, quote=quote)
    desk.get(ADDRESS)
    with django_assert_max_num_queries(22):
        assert desk.get(ADDRESS).content.decode().count("The report said") == count
