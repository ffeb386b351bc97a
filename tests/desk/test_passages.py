"""Before an article is published anew, its editor sees what becomes of readers' passages."""

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from standfirst.newsroom.models import ArticlePage
from tests.cast import let_in
from tests.discussion.passages import FIRST, QUOTE, SECOND, STORY, publish_report


@pytest.fixture
def report(db, now):
    return publish_report(now)


@pytest.fixture
def desk(editor, client_of):
    return client_of(editor)


def address(report):
    return f"/admin/passages/{report.article.pk}/"


def editors_form(**story):
    """What the editor's form of an article sends to publish it."""
    texts = [story.get("first", STORY[FIRST]), story.get("second", STORY[SECOND])]
    blocks = streamfield([("paragraph", rich_text(text)) for text in texts])
    blocks |= {"0-id": FIRST, "1-id": SECOND}
    rows = ("bylines", "topic_links", "related_picks", "corrections", "comments")
    plain = ("kicker", "standfirst", "place", "dateline_date", "lead_image", "lead_alt")
    plain += (
        "lead_caption",
        "discussion_days",
        "seo_title",
        "search_description",
        "go_live_at",
        "expire_at",
    )
    fields = {name: inline_formset([]) for name in rows} | dict.fromkeys(plain, "")
    fields |= {"title": "Who owns the gate?", "slug": "who-owns-the-gate", "lead_kind": "photo"}
    fields |= {"story": blocks, "discussion": "open", "action-publish": "yes"}
    return nested_form_data(fields)


def save_in_editor(desk, report, **story):
    return desk.post(f"/admin/pages/{report.article.pk}/edit/", editors_form(**story))


def live_text():
    return ArticlePage.objects.get().block_texts()[FIRST]


def test_publishing_a_changed_passage_shows_it_first_and_publishes_by_a_button(
    desk, report, reader
):
    report.write(reader, "I heard the chains.")
    shown = save_in_editor(desk, report, first=STORY[FIRST].replace("the gate", "both gates"))
    words = shown.content.decode()
    assert "1 passage would read otherwise" in words
    assert QUOTE in words
    assert "closed both gates for repairs" in words
    assert "I heard the chains." in words
    assert "both" not in live_text()

    revision = ArticlePage.objects.get().latest_revision_id
    answer = desk.post(address(report), {"revision": revision})
    assert answer.status_code == 302
    assert "both gates" in live_text()
    assert report.anchor().reads == "closed both gates for repairs"


def test_a_passage_that_would_be_lost_is_named_with_its_revision(desk, report, reader):
    report.write(reader)
    made_on = report.anchor().made_on
    shown = save_in_editor(desk, report, first="<p>Nothing is known of any meeting whatsoever.</p>")
    words = shown.content.decode()
    assert "1 passage would be lost" in words
    assert f"/admin/pages/{report.article.pk}/revisions/{made_on}/view/" in words
    assert not report.anchor().is_lost


def test_what_changes_no_passage_is_published_at_once(desk, report, reader):
    report.write(reader)
    answer = save_in_editor(desk, report, second=STORY[SECOND].replace("Boats", "Barges"))
    assert answer.status_code == 302
    assert "Barges" in ArticlePage.objects.get().block_texts()[SECOND]


def test_an_article_that_nobody_wrote_to_is_published_at_once(desk, report):
    assert save_in_editor(desk, report, first="<p>All new.</p>").status_code == 302
    assert live_text() == "All new."


def test_the_page_stands_beside_the_editor_and_lists_what_was_lost_before(desk, report, reader):
    report.write(reader)
    report.edit(first="<p>Nothing is known of any meeting whatsoever.</p>")
    assert address(report) in desk.get(f"/admin/pages/{report.article.pk}/edit/").content.decode()
    words = desk.get(address(report)).content.decode()
    assert "Lost before" in words
    assert QUOTE in words
    assert "Publish it so" not in words


def test_a_draft_that_was_changed_meanwhile_is_not_published(desk, report, reader):
    report.write(reader)
    seen = report.draft(first=STORY[FIRST].replace("the gate", "both gates"))
    report.draft(first="<p>Another draft.</p>")
    assert desk.post(address(report), {"revision": seen.pk}).status_code == 302
    assert (
        live_text()
        == "The council met on Monday. It closed the gate for repairs, and nobody was told."
    )


def test_only_who_may_edit_the_article_sees_it_and_only_who_may_publish_publishes(
    desk, report, reader, moderator, client_of
):
    revision = report.draft(first="<p>Another draft.</p>")
    assert client_of(reader).get(address(report)).status_code == 302
    staff = client_of(None)
    let_in(staff, moderator)
    assert staff.get(address(report)).status_code in (302, 403)
    staff.post(address(report), {"revision": revision.pk})
    assert "Another" not in live_text()
    assert desk.get("/admin/passages/999999/").status_code == 404
    assert desk.get(f"/admin/passages/{Page.objects.first().pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    desk, report, reader, guest, django_assert_max_num_queries, count
):
    for number in range(count):
        report.write(reader, f"Word {number} of many.")
    report.draft(first=STORY[FIRST].replace("the gate", "both gates"))
    desk.get(address(report))
    with django_assert_max_num_queries(34):
        words = desk.get(address(report)).content.decode()
    assert words.count("closed both gates") == count
