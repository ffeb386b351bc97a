"""Corrections: written with a draft, dated when it is published, shown and fed from then on."""

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset

from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions
from standfirst.newsroom.actions import (
    NewCorrection,
    correcting,
    date_corrections,
    date_missed_corrections,
    draft_correction,
)
from standfirst.newsroom.models import ArticlePage, Correction
from standfirst.newsroom.queries.corrections import published_before
from standfirst.worker.housekeeping import publish_scheduled_pages
from tests.newsroom.conftest import text_at, words
from tests.newsroom.test_admin import article_form

WORDS = "The gate belongs to four offices, not to six."
FEED = "/feeds/corrections.xml"


@pytest.fixture
def article(publish):
    story = [{**words("It belongs to six offices."), "id": "11111111-1111-4111-8111-111111111111"}]
    return publish("Who owns the gate?", story=story)


def fresh(article):
    return ArticlePage.objects.get(pk=article.pk)


def corrected(article, note=WORDS, *, text="It belongs to four offices.", **values):
    """Publish an article with a new text and a note."""
    page = fresh(article).get_latest_revision_as_object()
    page.story = [{**page.story.raw_data[0], "value": f"<p>{text}</p>"}]
    page.corrections = [*page.corrections.all(), Correction(words=note, **values)]
    page.go_live_at = None
    page.save_revision().publish()
    return Correction.objects.order_by("pk").last()


def section_on(client, path="/river/who-owns-the-gate/"):
    return BeautifulSoup(text_at(client, path), "html5lib").select_one("#corrections")


class TestDating:
    def test_a_note_is_dated_when_it_is_published_and_not_before(self, article, editor):
        draft_correction(article=article, correction=NewCorrection(words=WORDS), user=editor.user)
        assert not Correction.objects.exists()
        before = clock()
        fresh(article).get_latest_revision().publish()
        note = Correction.objects.get()
        assert before <= note.dated_at <= clock()
        assert fresh(article).corrected_at == note.dated_at

    def test_its_date_and_what_it_changed_stay_however_often_the_article_is_published(
        self, article
    ):
        first = corrected(article)
        page = fresh(article).get_latest_revision_as_object()
        page.story = [words("Another report.")]
        page.save_revision().publish()
        # What was drafted before the note was published does not know its date.
        fresh(article).revisions.order_by("pk")[1].publish()
        kept = Correction.objects.get()
        assert (kept.pk, kept.ref) == (first.pk, first.ref)
        assert (kept.dated_at, kept.difference) == (first.dated_at, first.difference)

    def test_a_second_note_has_a_date_of_its_own(self, article):
        first = corrected(article)
        second = corrected(article, "And it leaks.", text="It belongs to four offices and leaks.")
        assert first.dated_at < second.dated_at == fresh(article).corrected_at
        assert [kind for kind, _ in second.difference[0]] == ["equal", "addition", "equal"]

    def test_a_note_taken_out_of_the_article_is_gone(self, article, nobody):
        corrected(article)
        page = fresh(article).get_latest_revision_as_object()
        page.corrections = []
        page.save_revision().publish()
        assert fresh(article).corrected_at is None
        assert section_on(nobody) is None

    def test_a_note_without_words_is_neither_dated_nor_shown(self, article, nobody):
        corrected(article, "")
        assert Correction.objects.get().dated_at is None
        assert section_on(nobody) is None

    def test_a_report_is_answered_by_one_note(self, article, editor):
        for _press in range(2):
            note = NewCorrection(answers=7)
            draft_correction(article=fresh(article), correction=note, user=editor.user)
        draft = fresh(article).get_latest_revision_as_object()
        assert [note.answers for note in draft.corrections.all()] == [7]

    def test_two_who_accept_at_once_add_to_one_another(self, article, editor):
        stale = [fresh(article), fresh(article)]
        for number, seen in enumerate(stale):
            note = NewCorrection(answers=number)
            draft_correction(article=seen, correction=note, user=editor.user)
        draft = fresh(article).get_latest_revision_as_object()
        assert [note.answers for note in draft.corrections.all()] == [0, 1]

    def test_what_was_published_when_the_program_ended_is_dated_by_the_sweep(
        self, article, monkeypatch
    ):
        with monkeypatch.context() as patched:
            for module in ("newsroom.actions.noting", "desk.actions"):
                patched.setattr(f"standfirst.{module}.date_corrections", lambda **_: 0)
            corrected(article)
        assert Correction.objects.get().dated_at is None
        assert date_missed_corrections(now=clock()) == 1
        assert Correction.objects.get().dated_at is not None
        assert date_missed_corrections(now=clock()) == 0

    def test_dating_twice_dates_once(self, article):
        first = corrected(article)
        assert date_corrections(article=fresh(article), now=clock() + timedelta(hours=1)) == 0
        assert Correction.objects.get().dated_at == first.dated_at

    def test_a_copied_article_keeps_its_own_notes(self, article):
        corrected(article)
        copy = fresh(article).copy(update_attrs={"slug": "copy"}, keep_live=True)
        copy.specific.get_latest_revision().publish()
        fresh(article).get_latest_revision().publish()
        notes = Correction.objects.order_by("pk").values_list("page_id", flat=True)
        assert list(notes) == [article.pk, copy.pk]


class TestDifference:
    def test_it_says_what_was_there_and_what_is(self, article):
        assert corrected(article).difference == [
            [
                ["equal", "It belongs to "],
                ["deletion", "six"],
                ["addition", "four"],
                ["equal", " offices."],
            ]
        ]

    def test_an_editor_may_keep_the_old_words_to_themselves(self, article, nobody):
        assert corrected(article, shows_difference=False).difference == []
        assert section_on(nobody).find("details") is None

    def test_it_compares_with_what_was_published_and_not_with_a_draft(self, article):
        page = fresh(article)
        page.story = [{**page.story.raw_data[0], "value": "<p>It belongs to nine offices.</p>"}]
        page.save_revision()
        assert ["deletion", "six"] in corrected(article).difference[0]

    def test_what_has_its_hour_counts_from_then(self, article):
        page = fresh(article)
        page.story = [{**page.story.raw_data[0], "value": "<p>It belongs to nine offices.</p>"}]
        page.go_live_at = clock() + timedelta(hours=1)
        later = page.save_revision()
        later.publish()
        read = published_before(fresh(article))
        assert read is None or "nine" not in str(read.story)
        a_minute_ago = clock() - timedelta(minutes=1)
        later.content["go_live_at"] = a_minute_ago.isoformat()
        Revision.objects.filter(pk=later.pk).update(
            approved_go_live_at=a_minute_ago, content=later.content
        )
        publish_scheduled_pages(now=clock())
        assert ["deletion", "nine"] in corrected(article).difference[0]

    def test_an_article_without_a_past_has_none(self, river, now):
        new = actions.NewArticle(headline="New")
        draft = actions.draft_article(section=river, article=new, now=now)
        draft.corrections = [Correction(words=WORDS)]
        draft.save_revision().publish()
        assert Correction.objects.get().difference == []


class TestShown:
    def test_it_stands_at_the_top_and_explains_itself_at_the_foot(self, article, nobody):
        note = corrected(article)
        page = BeautifulSoup(text_at(nobody, "/river/who-owns-the-gate/"), "html5lib")
        assert page.select_one(".corrected a")["href"] == "#corrections"
        assert "Corrected" in page.select_one(".corrected").get_text()
        at_foot = page.select_one(f"#correction-{note.ref}")
        assert WORDS in at_foot.get_text()
        assert at_foot.select_one("time")["datetime"] == note.dated_at.isoformat()
        assert at_foot.find("del").get_text() == "six"
        assert at_foot.find("ins").get_text() == "four"

    @pytest.mark.parametrize(
        ("kind", "said"), [("clarification", "Clarified"), ("update", "Updated")]
    )
    def test_its_kind_is_said(self, article, nobody, kind, said):
        corrected(article, kind=kind)
        page = BeautifulSoup(text_at(nobody, "/river/who-owns-the-gate/"), "html5lib")
        assert said in page.select_one(".corrected").get_text()

    def test_machines_read_it(self, article, nobody):
        corrected(article)
        page = BeautifulSoup(text_at(nobody, "/river/who-owns-the-gate/"), "html5lib")
        told = json.loads(page.select_one('script[type="application/ld+json"]').string)
        assert told["correction"][0]["@type"] == "CorrectionComment"
        assert told["correction"][0]["text"] == WORDS

    def test_words_are_words(self, article, nobody):
        corrected(article, "<script>alert(1)</script>", text="<i>&lt;b&gt;</i> four")
        html = text_at(nobody, "/river/who-owns-the-gate/")
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html

    def test_a_draft_note_is_in_the_preview_alone(self, article, editor, nobody, client_of):
        draft_correction(article=article, correction=NewCorrection(words=WORDS), user=editor.user)
        assert section_on(nobody) is None
        path = f"/admin/pages/{article.pk}/revisions/{fresh(article).latest_revision_id}/view/"
        assert WORDS in text_at(client_of(editor), path)

    def test_an_article_without_any_asks_nothing_of_them(
        self, article, publish, nobody, django_assert_max_num_queries
    ):
        corrected(article)
        publish("Another")

        def asked(path):
            with django_assert_max_num_queries(60) as context:
                nobody.get(path)
            sql = [query["sql"] for query in context.captured_queries]
            return sum('FROM "newsroom_correction"' in each for each in sql)

        assert asked("/river/another/") == 0
        assert asked("/river/who-owns-the-gate/") == 1


class TestFeed:
    def test_it_has_what_was_corrected_the_newest_first(self, article, publish, nobody):
        first = corrected(article)
        other = publish("Boats & wait")
        corrected(other, "They do not wait.", kind="update")
        items = ET.fromstring(text_at(nobody, FEED)).findall("channel/item")
        titles = [item.findtext("title") for item in items]
        assert titles == ["Update: Boats & wait", "Correction: Who owns the gate?"]
        assert items[1].findtext("link").endswith(f"#correction-{first.ref}")
        assert items[1].findtext("guid") == f"urn:uuid:{first.ref}"
        assert WORDS in items[1].findtext("description")

    def test_what_nobody_may_read_is_not_in_it(self, article, nobody):
        corrected(article)
        fresh(article).unpublish()
        assert ET.fromstring(text_at(nobody, FEED)).findall("channel/item") == []

    def test_the_feeds_page_leads_to_it(self, home, nobody):
        assert FEED in text_at(nobody, "/feeds/")


class TestEditor:
    """What the editor's form sends: a note of a draft has no row, and is known by what it carries."""

    def test_a_note_is_written_published_and_edited_on(self, article, editor, client_of):
        desk = client_of(editor)
        draft_correction(article=article, correction=NewCorrection(answers=7), user=editor.user)
        edit = f"/admin/pages/{article.pk}/edit/"
        shown = BeautifulSoup(text_at(desk, edit), "html5lib")
        kept = {
            name: shown.select_one(f"[name=corrections-0-{name}]").get("value", "")
            for name in ("ref", "answers", "id")
        }
        assert kept["answers"] == "7"
        note = {**kept, "kind": "error", "words": WORDS, "shows_difference": "on"}
        form = article_form(corrections=inline_formset([note], initial=1))
        assert desk.post(edit, form | {"action-publish": "yes"}).status_code == 302
        published = Correction.objects.get()
        assert (published.answers, str(published.ref)) == (7, kept["ref"])

        shown = BeautifulSoup(text_at(desk, edit), "html5lib")
        kept["id"] = shown.select_one("[name=corrections-0-id]")["value"]
        note = {**kept, "kind": "error", "words": "Shorter.", "shows_difference": "on"}
        form = article_form(corrections=inline_formset([note], initial=1))
        assert desk.post(edit, form | {"action-publish": "yes"}).status_code == 302
        again = Correction.objects.get()
        assert (again.pk, again.dated_at) == (published.pk, published.dated_at)
        assert again.words == "Shorter."

    def test_two_new_notes_are_two(self, article, editor, client_of):
        new = {"kind": "error", "words": WORDS, "ref": "", "answers": ""}
        form = article_form(corrections=inline_formset([new, {**new, "words": "Another."}]))
        desk = client_of(editor)
        edit = f"/admin/pages/{article.pk}/edit/"
        assert desk.post(edit, form | {"action-publish": "yes"}).status_code == 302
        assert Correction.objects.filter(dated_at__isnull=False).count() == 2

    def test_a_note_without_words_is_not_published(self, article, editor, client_of):
        new = {"kind": "error", "words": "", "ref": "", "answers": ""}
        form = article_form(corrections=inline_formset([new]))
        desk = client_of(editor)
        answer = desk.post(f"/admin/pages/{article.pk}/edit/", form | {"action-publish": "yes"})
        assert answer.status_code == 200
        assert "This field is required." in answer.content.decode()


def test_the_control_a_date_of_a_draft_would_move(article, monkeypatch):
    first = corrected(article)
    monkeypatch.setattr("standfirst.newsroom.models.article.keep_published", lambda page: None)
    page = fresh(article).revisions.order_by("pk").last().as_object()
    assert page.corrections.first().dated_at != first.dated_at


def test_the_control_a_difference_with_the_draft_would_be_none(article, monkeypatch):
    monkeypatch.setattr(correcting, "published_before", fresh)
    assert corrected(article).difference == []
