"""The newsroom's list of errors that readers reported."""

import pytest

from standfirst.desk.actions import answer_missed_reporters
from standfirst.discussion.actions import FoundError, report_error, settle_error
from standfirst.discussion.models import ErrorReport
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import WordList
from standfirst.newsroom.actions import NewArticle, publish_article
from standfirst.newsroom.models import ArticlePage, Correction
from standfirst.notify.models import Message
from tests.cast import let_in
from tests.discussion.passages import FIRST, QUOTE, publish_report

ADDRESS = "/admin/errors/"


@pytest.fixture
def report(db, now):
    return publish_report(now)


@pytest.fixture
def tell(report):
    def told(reporter, words="It was <b>Tuesday</b>.", quote=QUOTE, **wishes):
        error = FoundError(report.thread, reporter, report.passage(quote), words, **wishes)
        return report_error(error=error, now=report.later())

    return told


def accept(desk, report):
    return desk.post(f"{ADDRESS}open/{report.pk}/", {"outcome": "accepted"})


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
    answer = accept(desk, kept)
    assert answer["Location"] == f"/admin/pages/{report.article.pk}/edit/#block-{FIRST}-section"
    kept.refresh_from_db()
    assert kept.outcome == "accepted"
    assert QUOTE not in desk.get(ADDRESS).content.decode()


def test_setting_aside_takes_it_off_the_list(desk, tell, reader):
    kept = tell(reader)
    answer = desk.post(f"{ADDRESS}open/{kept.pk}/", {"outcome": "declined"})
    assert answer["Location"] == f"{ADDRESS}open/"
    assert ErrorReport.objects.get().outcome == "declined"


@pytest.mark.parametrize("named", ["open/0", "accepted/0", f"open/{'9' * 18}", "nothing/1"])
def test_what_is_no_report_is_not_found(desk, report, named):
    assert desk.post(f"{ADDRESS}{named}/", {"outcome": "accepted"}).status_code == 404


def test_who_may_not_edit_the_article_neither_sees_nor_settles(
    report, tell, reader, moderator, client_of
):
    kept = tell(reader)
    assert client_of(reader).get(ADDRESS).status_code == 302
    staff = client_of(None)
    let_in(staff, moderator)
    assert QUOTE not in staff.get(ADDRESS).content.decode()
    assert staff.post(f"{ADDRESS}open/{kept.pk}/", {"outcome": "declined"}).status_code == 404
    kept.refresh_from_db()
    assert kept.outcome == ""


def test_words_and_names_that_a_screen_holds_are_marked(desk, tell, reader, supporter, now):
    tell(supporter)
    assert "A screen holds this" not in desk.get(ADDRESS).content.decode()
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
    tell(reader, words="It was a <b>miracle</b>.")
    page = desk.get(ADDRESS).content.decode()
    assert page.count("A screen holds this: Has a word from a list of suspect words") == 1
    assert "&lt;b&gt;<mark>miracle</mark>&lt;/b&gt;" in page
    ErrorReport.objects.all().delete()
    tell(reader, credit="Miracle Jo")
    page = desk.get(ADDRESS).content.decode()
    assert page.count("A screen holds this: Has a word from a list of suspect words") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    desk, tell, reader, count, django_assert_max_num_queries
):
    for quote in (QUOTE, "nobody was told", "The council met")[:count]:
        tell(reader, quote=quote)
    desk.get(ADDRESS)
    with django_assert_max_num_queries(22):
        assert desk.get(ADDRESS).content.decode().count("The report said") == count


def publish_note(report, words="It was Tuesday."):
    """Write out the note that accepting put into the draft, and publish it."""
    page = fresh(report).get_latest_revision_as_object()
    for note in page.corrections.all():
        note.words = note.words or words
    page.save_revision().publish()


def fresh(report):
    return ArticlePage.objects.get(pk=report.article.pk)


class TestTheLoop:
    def test_accepting_puts_a_note_into_the_draft_and_nothing_on_the_page(
        self, desk, report, tell, reader
    ):
        kept = tell(reader)
        accept(desk, kept)
        drafted = fresh(report).get_latest_revision_as_object().corrections.all()
        assert [note.answers for note in drafted] == [kept.pk]
        assert not Correction.objects.exists()
        assert QUOTE in desk.get(f"{ADDRESS}accepted/").content.decode()

    def test_publishing_it_thanks_by_name_and_tells_by_mail_once(
        self, desk, report, tell, reader, client_of
    ):
        kept = tell(reader, credit="Jo of the mill", address="jo@example.test")
        accept(desk, kept)
        publish_note(report)
        publish_note(report)
        [mail] = Message.objects.filter(kind="error_corrected")
        note = Correction.objects.get()
        assert mail.address == "jo@example.test"
        assert "It was Tuesday." in mail.text
        assert f"#correction-{note.ref}" in mail.text
        page = client_of(None).get(report.article.get_url()).content.decode()
        assert "We thank Jo of the mill for telling us." in page
        assert QUOTE not in desk.get(f"{ADDRESS}accepted/").content.decode()

    def test_who_wishes_neither_is_neither_named_nor_mailed(self, desk, report, tell, reader):
        accept(desk, tell(reader))
        publish_note(report)
        assert ErrorReport.objects.get().corrected_at is not None
        assert not Message.objects.filter(kind="error_corrected").exists()

    def test_everybody_who_reported_the_passage_is_answered(
        self, desk, report, tell, reader, supporter, client_of
    ):
        accept(desk, tell(reader, credit="Jo", address="jo@example.test"))
        tell(supporter, credit="Bo", address="bo@example.test")
        other = tell(supporter, quote="nobody was told", address="bo@example.test")
        publish_note(report)
        told = Message.objects.filter(kind="error_corrected").values_list("address", flat=True)
        assert set(told) == {"jo@example.test", "bo@example.test"}
        assert (
            "We thank Jo, Bo for telling us."
            in client_of(None).get(report.article.get_url()).content.decode()
        )
        other.refresh_from_db()
        assert other.corrected_at is None

    def test_a_name_that_a_screen_held_is_thanked_only_where_an_editor_read_that_report(
        self, desk, report, tell, reader, supporter, client_of, now
    ):
        keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
        accept(desk, tell(reader, credit="Miracle Jo"))
        tell(supporter, credit="Miracle Bo", address="bo@example.test")
        publish_note(report)
        page = client_of(None).get(report.article.get_url()).content.decode()
        assert "We thank Miracle Jo for telling us." in page
        assert "Miracle Bo" not in page
        assert Message.objects.filter(kind="error_corrected", address="bo@example.test").exists()

    def test_an_address_that_is_only_claimed_has_one_mail_a_day(self, desk, report, tell, guest):
        for quote in (QUOTE, "nobody was told"):
            accept(desk, tell(guest, quote=quote, address="victim@example.test"))
        publish_note(report)
        assert ErrorReport.objects.filter(corrected_at__isnull=False).count() == 2
        assert Message.objects.filter(kind="error_corrected").count() == 1

    def test_a_members_own_address_has_each(self, desk, report, tell, reader):
        for quote in (QUOTE, "nobody was told"):
            accept(desk, tell(reader, quote=quote, address=reader.user.email))
        publish_note(report)
        assert Message.objects.filter(kind="error_corrected").count() == 2

    def test_a_note_that_names_another_articles_report_answers_nothing(
        self, report, desk, tell, reader, now
    ):
        kept = tell(reader, address="jo@example.test")
        settle_error(report=kept, outcome=ErrorReport.Outcome.ACCEPTED, now=now)
        section = report.article.get_parent().specific
        other = publish_article(section=section, article=NewArticle(headline="Other"), now=now)
        other.corrections = [Correction(words="Mine.", answers=kept.pk)]
        other.save_revision().publish()
        assert not Message.objects.filter(kind="error_corrected").exists()

    def test_what_a_lost_signal_left_is_answered_by_the_sweep(
        self, desk, report, tell, reader, monkeypatch
    ):
        accept(desk, tell(reader, address="jo@example.test"))
        with monkeypatch.context() as patched:
            patched.setattr("standfirst.desk.receivers.answer_reporters", lambda **_: 0)
            publish_note(report)
        assert not Message.objects.exists()
        assert answer_missed_reporters(now=report.later()) == 1
        assert answer_missed_reporters(now=report.later()) == 0

    def test_what_needs_no_note_is_taken_off_the_list(self, desk, report, tell, reader):
        kept = tell(reader)
        accept(desk, kept)
        desk.post(f"{ADDRESS}accepted/{kept.pk}/", {"outcome": "finished"})
        assert "waits for its correction" in desk.get(f"{ADDRESS}accepted/").content.decode()
        assert ErrorReport.objects.get().correction is None

    def test_a_locked_article_takes_no_note_and_the_report_stays(
        self, desk, report, tell, reader, moderator
    ):
        kept = tell(reader)
        page = fresh(report)
        page.locked, page.locked_by = True, moderator
        page.save()
        answer = desk.post(f"{ADDRESS}open/{kept.pk}/", {"outcome": "accepted"}, follow=True)
        assert "locked" in answer.content.decode()
        kept.refresh_from_db()
        assert kept.outcome == ""

    def test_who_comes_second_is_told(self, desk, report, tell, reader, monkeypatch):
        kept = tell(reader)

        def first_came_somebody(**values):
            ErrorReport.objects.update(outcome="declined", settled_at=report.later())
            return settle_error(**values)

        monkeypatch.setattr("standfirst.desk.views.settle_error", first_came_somebody)
        answer = desk.post(f"{ADDRESS}open/{kept.pk}/", {"outcome": "declined"}, follow=True)
        assert "Somebody else has decided this" in answer.content.decode()


def test_the_control_a_mail_for_each_publication_would_be_found(
    desk, report, tell, reader, monkeypatch
):
    accept(desk, tell(reader, address="jo@example.test"))
    publish_note(report)
    ErrorReport.objects.update(corrected_at=None)
    Message.objects.all().delete()
    publish_note(report)
    assert Message.objects.filter(kind="error_corrected").count() == 1
