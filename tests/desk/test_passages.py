"""Before an article is published anew, its editor sees what becomes of readers' passages."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.admin.views.pages.workflow import WorkflowAction
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowTask
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


@pytest.fixture
def approval(groups):
    """Let articles be approved by the editors before they are published."""
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    task = GroupApprovalTask.objects.create(name="The other pair")
    task.groups.add(Group.objects.get(name="editor"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return workflow


@pytest.mark.parametrize(
    ("first", "is_told"),
    [
        (STORY[FIRST].replace("the gate", "both gates"), True),
        (STORY[FIRST] + "<p>More.</p>", False),
    ],
)
def test_who_approves_a_draft_is_told_of_passages_before(
    desk, report, reader, editor, approval, first, is_told
):
    report.write(reader)
    report.draft(first=first)
    edit = f"/admin/pages/{report.article.pk}/edit/"
    words = "Readers wrote to passages that this draft changes."
    assert words not in desk.get(edit).content.decode()
    approval.start(ArticlePage.objects.get(), editor.user)
    assert (words in desk.get(edit).content.decode()) is is_told
    assert "both" not in live_text()


class TestTheDashboard:
    """Where one press approves, past the editor and what stands above it."""

    CHANGED = STORY[FIRST].replace("the gate", "both gates")

    @pytest.fixture
    def waiting(self, report, reader, editor, approval):
        """Have a draft wait for approval that changes a passage; give where the dashboard approves it."""
        report.write(reader)
        report.draft(first=self.CHANGED)
        state = approval.start(ArticlePage.objects.get(), editor.user)
        return reverse(
            "wagtailadmin_pages:workflow_action",
            args=[report.article.pk, "approve", state.current_task_state_id],
        )

    def test_it_shows_what_is_lost_before_it_approves(self, desk, waiting):
        asked = desk.post(waiting, {"next": "/admin/"})
        assert asked.status_code == 200
        body = asked.content.decode()
        assert "1 passage would read otherwise" in body
        assert "both" not in live_text()
        address = re.search(r'action="([^"]*seen=\d+)"', body)[1]
        done = desk.post(address, {"next": "/admin/"})
        assert (done.status_code, done.headers["Location"]) == (302, "/admin/")
        assert "both" in live_text()

    def test_the_box_for_a_word_shows_it_too(self, desk, waiting):
        box = desk.get(waiting, headers={"x-requested-with": "XMLHttpRequest"}).json()["html"]
        assert "1 passage would read otherwise" in box
        address = re.search(r'action="([^"]*seen=\d+)"', box)[1]
        desk.post(address, {"comment": "Fine."}, headers={"x-requested-with": "XMLHttpRequest"})
        assert "both" in live_text()

    def test_what_was_seen_of_another_draft_does_not_count(self, desk, waiting):
        assert desk.post(f"{waiting}?seen=1").status_code == 200
        assert "both" not in live_text()

    def test_rejecting_asks_nothing(self, desk, waiting):
        assert desk.post(waiting.replace("/approve/", "/reject/")).status_code == 302
        assert "both" not in live_text()

    def test_the_control_by_wagtails_own_view_approves_unseen(self, waiting, editor, report, rf):
        request = rf.post(waiting)
        request.user = editor.user
        state = TaskState.objects.get()
        WorkflowAction.as_view()(
            request, page_id=report.article.pk, action_name="approve", task_state_id=state.pk
        )
        assert "both" in live_text()

    def test_a_draft_that_changes_no_passage_is_approved_at_once(
        self, desk, report, reader, editor, approval
    ):
        report.write(reader)
        report.draft(first=STORY[FIRST] + "<p>More.</p>")
        state = approval.start(ArticlePage.objects.get(), editor.user)
        address = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[report.article.pk, "approve", state.current_task_state_id],
        )
        assert desk.post(address).status_code == 302
        assert "More." in live_text()

    def test_nobody_else_approves(self, waiting, reader, moderator, client_of):
        staff = client_of(None)
        let_in(staff, moderator)
        for client in (staff, client_of(reader), client_of(None)):
            client.post(f"{waiting}?seen=1")
            client.post(waiting)
        assert "both" not in live_text()
