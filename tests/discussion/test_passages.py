"""Comments on passages: written to what the page reads, and followed through its edits."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from standfirst.delivery.models import StaleKey
from standfirst.desk.actions import match_threads
from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment, comments, follow_passages
from standfirst.discussion.models import Anchor, Comment, Thread
from standfirst.discussion.queries import texts_of
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.anchoring import Passage
from standfirst.newsroom.models import ArticlePage
from tests.discussion.passages import FIRST, QUOTE, SECOND, STORY, publish_report, story_of


@pytest.fixture
def report(db, now):
    return publish_report(now)


class TestWriting:
    def test_a_comment_hangs_on_the_words_that_the_page_has(self, report, reader):
        comment = report.write(reader)
        anchor = comment.anchor
        assert (str(anchor.block), anchor.quote, anchor.reads) == (FIRST, QUOTE, QUOTE)
        assert (anchor.prefix, anchor.suffix) == (
            "The council met on Monday. It ",
            ", and nobody was told.",
        )
        assert anchor.position == ArticlePage.objects.get().block_texts()[FIRST].index(QUOTE)
        assert anchor.made_on == ArticlePage.objects.get().live_revision_id

    def test_what_a_browser_sends_is_corrected_by_what_the_page_reads(self, report, reader):
        sent = Passage(FIRST, 3, QUOTE, prefix="met on Monday. It ", suffix=", and nobody")
        new = NewComment(thread=report.thread, author=reader, text="Yes.", passage=sent)
        anchor = actions.post_comment(new=new, now=report.later()).anchor
        assert anchor.passage == report.passage()

    @pytest.mark.parametrize(
        "passage",
        [
            Passage(FIRST, 0, "words that stand nowhere in the report at all"),
            Passage("no block", 0, QUOTE, "wholly other", "surroundings"),
            Passage(FIRST, 0, ""),
        ],
    )
    def test_words_that_the_page_has_not_are_refused_and_nothing_is_stored(
        self, report, reader, passage
    ):
        new = NewComment(thread=report.thread, author=reader, text="Yes.", passage=passage)
        with pytest.raises(CommentRefused) as refused:
            actions.post_comment(new=new, now=report.later())
        assert refused.value.refusal == Refusal.PASSAGE_GONE
        assert not Comment.objects.exists()

    def test_a_page_without_passages_takes_none(self, page, thread, reader, now):
        new = NewComment(thread=thread, author=reader, text="Yes.", passage=Passage("a", 0, "Who"))
        with pytest.raises(CommentRefused):
            actions.post_comment(new=new, now=now)

    def test_a_block_whose_id_an_importer_made_up_takes_none(self, report, reader):
        page = ArticlePage.objects.get()
        page.story = story_of({"imported-7": STORY[FIRST], SECOND: STORY[SECOND]})
        page.save_revision().publish()
        assert list(texts_of(ArticlePage.objects.get())) == [SECOND]
        new = NewComment(
            thread=report.thread,
            author=reader,
            text="Yes.",
            passage=Passage("imported-7", 30, QUOTE),
        )
        with pytest.raises(CommentRefused):
            actions.post_comment(new=new, now=report.later())

    def test_a_very_long_passage_is_refused(self, report, reader):
        report.edit(first=f"<p>{'The council met again. ' * 100}</p>")
        text = ArticlePage.objects.get().block_texts()[FIRST]
        new = NewComment(
            thread=report.thread, author=reader, text="Yes.", passage=Passage(FIRST, 0, text)
        )
        with pytest.raises(CommentRefused) as refused:
            actions.post_comment(new=new, now=report.later())
        assert refused.value.refusal == Refusal.PASSAGE_TOO_LONG

    def test_the_same_words_to_two_passages_are_two_comments_and_twice_to_one_are_one(
        self, report, reader, now
    ):
        def post(passage, minutes):
            new = NewComment(thread=report.thread, author=reader, text="Yes.", passage=passage)
            return actions.post_comment(new=new, now=now.replace(minute=minutes))

        first = post(report.passage(), 1)
        assert post(report.passage(), 2) == first
        assert post(report.passage("Boats wait", SECOND), 3) != first
        assert post(None, 4) != first
        assert Anchor.objects.count() == 2

    def test_what_is_published_between_reading_and_writing_is_looked_at_under_the_lock(
        self, report, reader, monkeypatch
    ):
        """The judgement takes a while; the editor publishes meanwhile."""
        judge = comments.judge_post

        def slowly(**values):
            report.edit(first="<p>Rewritten from the first word to the last one.</p>")
            return judge(**values)

        monkeypatch.setattr(comments, "judge_post", slowly)
        with pytest.raises(CommentRefused) as refused:
            report.write(reader)
        assert refused.value.refusal == Refusal.PASSAGE_GONE
        assert not Comment.objects.exists()


class TestFollowing:
    def test_text_before_it_moves_a_passage(self, report, reader):
        report.write(reader)
        report.edit(first=STORY[FIRST].replace("<p>", "<p>It rained for three days. "))
        anchor = report.anchor()
        assert anchor.passage == report.passage()
        assert not anchor.is_lost
        assert not anchor.was_changed

    def test_a_changed_passage_keeps_the_words_that_were_written_to(self, report, reader):
        report.write(reader)
        report.edit(first=STORY[FIRST].replace("the gate", "the upper gate"))
        anchor = report.anchor()
        assert (anchor.quote, anchor.reads) == (QUOTE, "closed the upper gate for repairs")
        assert anchor.was_changed

    def test_small_edits_one_after_the_other_are_followed_to_the_end(self, report, reader):
        report.write(reader)
        words = (
            "closed the gate for repairs",
            "shut the gate for repairs",
            "shut the gate for work",
            "shut both gates for work",
        )
        for before, after in pairwise(words):
            page = ArticlePage.objects.get()
            report.edit(first=page.story[0].value.source.replace(before, after))
        assert report.anchor().reads == words[-1]
        assert report.anchor().quote == words[0]

    def test_a_lost_passage_stays_as_it_was_and_comes_back_with_its_words(self, report, reader):
        report.write(reader)
        before = report.anchor().passage
        report.edit(first="<p>Nothing is known of any meeting whatsoever.</p>")
        assert report.anchor().is_lost
        assert report.anchor().passage == before
        report.edit()
        assert not report.anchor().is_lost
        assert report.anchor().passage == before

    def test_a_copy_is_not_taken_for_the_passage_that_is_gone(self, report, reader):
        copy = STORY[SECOND].replace("</p>", f" It {QUOTE}, and nobody was told.</p>")
        report.edit(second=copy)
        report.write(reader)
        report.edit(second=copy, first="<p>The council met on Monday.</p>")
        assert report.anchor().is_lost

    def test_a_block_that_is_moved_takes_its_passages_along(self, report, reader):
        report.write(reader)
        page = ArticlePage.objects.get()
        page.story = story_of({SECOND: STORY[SECOND], FIRST: STORY[FIRST]})
        page.save_revision().publish()
        assert str(report.anchor().block) == FIRST
        assert not report.anchor().is_lost

    def test_the_thread_notes_the_revision_and_is_not_asked_twice(self, report, reader):
        report.write(reader)
        report.edit()
        page = ArticlePage.objects.get()
        assert report.thread.anchored_on == page.live_revision_id
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert follow_passages(page=page, now=report.later()) == 0
        assert len([query for query in queries if "SELECT" in query["sql"]]) == 1

    def test_pages_go_stale_when_a_passage_moves_and_not_when_none_does(self, report, reader):
        report.write(reader)
        keys = {f"thread:{report.thread.pk}", f"talk:{report.article.pk}"}

        def stale(**story):
            StaleKey.objects.all().delete()
            report.edit(**story)
            return keys & set(StaleKey.objects.values_list("key", flat=True))

        assert stale(second=STORY[SECOND].replace("Boats", "Barges")) == set()
        assert stale(first=STORY[FIRST].replace("the gate", "the upper gate")) == keys

    def test_the_sweep_follows_what_a_lost_signal_left_behind(self, report, reader):
        report.write(reader)
        revision = report.draft(first=STORY[FIRST].replace("<p>", "<p>It rained. "))
        Thread.objects.update(anchored_on=None)
        page = revision.as_object()
        page.live_revision = revision
        page.save()
        assert report.anchor().passage != report.passage()
        assert match_threads(now=report.later()) == 1
        assert report.anchor().passage == report.passage()
        assert match_threads(now=report.later()) == 0

    def test_a_page_without_passages_is_let_be(self, page, now):
        assert follow_passages(page=Page.objects.get(pk=page.pk), now=now) == 0

    def test_200_passages_take_no_more_queries_to_look_for_than_two(self, report, reader):
        comment = report.write(reader)
        anchor = report.anchor()

        def queries():
            Thread.objects.update(anchored_on=None)
            with CaptureQueriesContext(connection) as counted:
                follow_passages(page=ArticlePage.objects.get(), now=report.later())
            return len(counted)

        few = queries()
        for _number in range(200):
            values = {field.name: getattr(comment, field.name) for field in Comment._meta.fields}
            other = Comment.objects.create(**values | {"id": None, "current": None})
            Anchor.objects.create(
                **{field.name: getattr(anchor, field.name) for field in Anchor._meta.fields}
                | {"id": None, "comment": other}
            )
        assert queries() == few


def test_withdrawn_and_held_comments_are_followed_too(report, reader):
    comment = report.write(reader)
    actions.withdraw_comment(comment=comment, author=reader, now=report.later())
    report.edit(first=STORY[FIRST].replace("<p>", "<p>It rained. "))
    assert report.anchor().passage == report.passage()
