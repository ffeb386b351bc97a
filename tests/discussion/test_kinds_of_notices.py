"""Who is told besides of comments and replies: mentions, the author's answers, one's comment's fate, reports."""

from datetime import timedelta

import pytest

from standfirst.desk.actions import match_thread, write_story
from standfirst.discussion import actions
from standfirst.discussion.actions import Wish
from standfirst.discussion.models import (
    FateNotice,
    Notice,
    StoryNotice,
    Subscription,
    Thread,
)
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.newsroom.models import Byline, ContributorPage
from standfirst.notify.actions import write_digest
from standfirst.notify.models import Digest, Line, Message, Rhythm
from standfirst.people.models import PageRole
from tests.discussion.conftest import QUESTION

pytestmark = pytest.mark.django_db
Kind = Subscription.Kind
DAY = timedelta(days=1)


@pytest.fixture
def want(now):
    def make(person, kind, *, rhythm=Rhythm.AT_ONCE, thread=None, page=None):
        wish = Wish(thread, person, kind, "", page=page, rhythm=rhythm)
        return actions.subscribe(wish=wish, now=now)

    return make


@pytest.fixture
def told(now):
    """Do what the worker does with everything that waits; give who was told of what."""

    def run(at=now):
        for model, handler in (
            (Notice, actions.write_messages),
            (FateNotice, actions.write_fate),
            (StoryNotice, write_story),
            (Digest, write_digest),
        ):
            for job in model.objects.due(at + DAY):
                handler(job, now=at)
        return sorted(
            (message.address, message.subject.split(":")[0]) for message in Message.objects.all()
        )

    return run


class TestMentions:
    def test_somebody_who_wrote_here_is_told_that_they_were_mentioned(
        self, write, want, told, reader, supporter
    ):
        want(reader, Kind.MENTIONS)
        write(reader, "First.")
        write(supporter, "I agree with @rita reader.")
        assert told() == [(reader.user.email, "A comment that mentions you")]

    @pytest.mark.parametrize(
        "text", ["Rita Reader", "@Rita", "> @Rita Reader\nNo.", "x@Rita Reader"]
    )
    def test_other_words_mention_nobody(self, text, write, want, told, reader, supporter):
        want(reader, Kind.MENTIONS)
        write(reader, "First.")
        write(supporter, text)
        assert told() == []

    def test_who_did_not_write_here_or_mentions_themselves_is_not_told(
        self, write, want, told, reader, supporter, other_thread
    ):
        want(reader, Kind.MENTIONS)
        write(reader, "Elsewhere.", thread=other_thread)
        write(supporter, "@Rita Reader should know.")
        write(reader, "I, @Rita Reader, was here.")
        assert told() == []

    def test_a_held_mention_is_told_when_it_is_approved(
        self, write, want, told, reader, guest, judge, now
    ):
        want(reader, Kind.MENTIONS)
        write(reader, "First.")
        comment = write(guest, "@Rita Reader is right.")
        assert told() == []
        actions.approve_comment(judgement=judge(comment), now=now)
        assert told() == [(reader.user.email, "A comment that mentions you")]

    def test_a_reply_that_mentions_is_told_once(self, write, want, told, thread, reader, supporter):
        for kind in (Kind.ALL, Kind.MENTIONS, Kind.REPLIES):
            want(reader, kind, thread=thread)
        root = write(reader, "First.")
        write(supporter, "Yes, @Rita Reader.", parent=root)
        assert told() == [(reader.user.email, "A reply to your comment")]


class TestAnswersByTheAuthor:
    def test_only_those_are_told(self, write, want, told, thread, page, reader, supporter, editor):
        PageRole.objects.create(person=editor, page=page, role=PageRole.Role.AUTHOR)
        want(reader, Kind.ANSWERS, thread=thread)
        write(supporter, "A reader's words.")
        assert told() == []
        write(editor, "The author's.")
        assert told() == [(reader.user.email, "An answer by the author")]


class TestWhatConcernsAnAuthor:
    """Whose contributor has a login is told of questions and answers under their own reports."""

    @pytest.fixture
    def own(self, page, editor, now):
        PageRole.objects.create(person=editor, page=page, role=PageRole.Role.AUTHOR)
        actions.welcome_authors(page=page, now=now)

    def test_a_question_and_an_answer_are_told_and_nothing_else(
        self, own, write, told, editor, supporter, proven, monkeypatch
    ):
        monkeypatch.setattr(actions.welcoming, "block_stands_in_page", lambda *_: True)
        write(supporter, "Just words.")
        assert told() == []
        write(supporter, "How high was it?", asks=True)
        assert told() == [(editor.user.email, "A question to you")]
        write(proven(), "The miller.", question=QUESTION)
        assert told() == [
            (editor.user.email, "A question to you"),
            (editor.user.email, "An answer to your question"),
        ]

    def test_under_anothers_report_nobody_is_told(self, own, write, told, other_thread, supporter):
        write(supporter, "How high was it?", asks=True, thread=other_thread)
        assert told() == []

    def test_an_author_is_not_told_of_their_own(self, own, write, told, editor):
        write(editor, "Do I know?", asks=True)
        assert told() == []

    def test_a_held_question_is_told_when_it_is_approved(
        self, own, write, told, guest, editor, judge, now
    ):
        held = write(guest, "How high was it?", asks=True)
        assert told() == []
        actions.approve_comment(judgement=judge(held), now=now)
        assert told() == [(editor.user.email, "A question to you")]

    def test_who_ended_it_is_not_asked_again(self, own, write, told, page, editor, supporter, now):
        wish = Subscription.objects.get(kind=Kind.ASKED)
        assert actions.welcome_authors(page=page, now=now) == 0
        actions.end_subscription(secret=wish.secret, now=now)
        assert actions.welcome_authors(page=page, now=now) == 0
        write(supporter, "How high was it?", asks=True)
        assert told() == []

    def test_only_an_author_may_ask_for_it(self, own, client_of, editor, reader):
        for person, is_offered in ((editor, True), (reader, False)):
            page = client_of(person).get("/subscriptions/mine/").content.decode()
            assert ("Questions and answers under my own reports" in page) is is_offered

    def test_publishing_an_article_of_a_contributor_with_a_login_is_enough(self, enrol, now):
        author = enrol("Olga Author", is_staff=True)
        home = newsroom.found_paper(name="The Weir Courier", now=now)
        section = newsroom.add_section(home=home, title="Town", now=now)
        page = ContributorPage(title="Olga Author", slug="olga", user=author.user)
        contributor = home.add_child(instance=page)
        article = newsroom.publish_article(
            section=section, article=NewArticle(headline="High water"), now=now
        )
        Byline.objects.create(page=article, contributor=contributor, role=Byline.Role.WORDS)
        match_thread(article=article, now=now)
        match_thread(article=article, now=now)
        assert Subscription.objects.get(kind=Kind.ASKED).person == author


class TestFate:
    @pytest.fixture
    def held(self, write, proven, want, now):
        person = proven()
        actions.subscribe(wish=Wish(None, person, Kind.FATE, person.email), now=now)
        return write(person, "Mine.")

    def test_each_decision_is_told_once(self, held, judge, told, now):
        address = held.author.email
        actions.hold_comment(judgement=judge(held), now=now)
        # By the statement of reasons, and by nothing besides.
        assert told() == [(address, "What you wrote waits for a decision")]
        actions.approve_comment(judgement=judge(held), now=now)
        assert sorted(told()) == [
            (address, "What you wrote waits for a decision"),
            (address, "Your comment is published"),
        ]
        actions.remove_comment(judgement=judge(held, facts="rude"), now=now)
        actions.restore_comment(judgement=judge(held), now=now)
        words = {subject for _address, subject in told()}
        assert {"Your comment is back", "What you wrote was removed"} <= words
        assert not words & {"Your comment was removed", "Your comment waits for a decision"}
        assert len(told()) == 4

    def test_the_reason_is_not_in_the_mail_nor_the_words(self, held, judge, told, now):
        actions.remove_comment(judgement=judge(held, facts="See https://evil.test"), now=now)
        told()
        message = Message.objects.get()
        assert "evil" not in message.text + message.html
        assert "Mine." not in message.text + message.html

    def test_who_did_not_ask_costs_nothing(self, write, judge, reader, now):
        actions.hold_comment(judgement=judge(write(reader)), now=now)
        assert FateNotice.objects.count() == 0

    def test_what_was_withdrawn_since_is_not_told(self, held, judge, told, now):
        actions.remove_comment(judgement=judge(held, facts="rude"), now=now)
        actions.restore_comment(judgement=judge(held), now=now)
        actions.withdraw_comment(comment=held, author=held.author, now=now)
        assert told() == [(held.author.email, "What you wrote was removed")], "by its statement"


class TestReports:
    @pytest.fixture
    def now(self):
        """Give the real time: publishing asks the clock, and what is old is no news."""
        return clock()

    @pytest.fixture
    def paper(self, now):
        home = newsroom.found_paper(name="The Weir Courier", now=now)
        return home, newsroom.add_section(home=home, title="Town", now=now)

    @pytest.fixture
    def author(self, paper, now):
        parent = paper[0].get_children().get(slug="authors")
        return parent.add_child(instance=ContributorPage(title="Maren Ostholt", slug="maren"))

    def publish(self, paper, author, headline, now):
        story = [{"type": "paragraph", "value": "<p>Water.</p>"}]
        new = NewArticle(headline=headline, story=story, first_published_at=now)
        article = newsroom.publish_article(section=paper[1], article=new, now=now)
        Byline.objects.create(page=article, contributor=author, role=Byline.Role.WORDS)
        return article

    def test_followers_are_told_of_a_new_report_once(self, paper, author, want, told, reader, now):
        want(reader, Kind.AUTHOR, page=author)
        article = self.publish(paper, author, "The gate", now)
        StoryNotice.objects.get(page=article.pk)
        assert told() == [(reader.user.email, "The gate")]
        article.save_revision().publish()
        assert StoryNotice.objects.count() == 1
        message = Message.objects.get()
        assert "Maren Ostholt wrote a new report: “The gate”." in message.text
        assert "/town/the-gate/" in message.text

    def test_an_old_report_is_no_news(self, paper, author, want, told, reader, now):
        want(reader, Kind.AUTHOR, page=author)
        self.publish(paper, author, "The gate", now - timedelta(days=900))
        assert told() == []

    def test_a_report_that_is_not_public_any_more_is_not_told(
        self, paper, author, want, told, reader, now
    ):
        want(reader, Kind.AUTHOR, page=author)
        self.publish(paper, author, "The gate", now).unpublish()
        assert told() == []


class TestRhythms:
    def test_a_comment_that_goes_before_the_digest_is_not_in_it(
        self, write, want, told, thread, reader, supporter, now
    ):
        want(reader, Kind.ALL, thread=thread, rhythm=Rhythm.DAILY)
        first, second = write(supporter, "One."), write(supporter, "Two.")
        for notice in Notice.objects.all():
            actions.write_messages(notice, now=now)
        assert Line.objects.count() == 2
        actions.withdraw_comment(comment=first, author=supporter, now=now)
        assert len(told(now + DAY)) == 1
        message = Message.objects.get()
        assert f"/comments/{second.pk}/" in message.text
        assert f"/comments/{first.pk}/" not in message.text

    def test_the_soonest_of_two_wishes_tells(self, write, want, told, thread, reader, supporter):
        want(reader, Kind.REPLIES, thread=thread, rhythm=Rhythm.WEEKLY)
        want(reader, Kind.ALL, thread=thread)
        root = write(reader, "First.")
        write(supporter, "Yes.", parent=root)
        assert told() == [(reader.user.email, "A new comment")]

    def test_ending_a_wish_takes_back_what_waits(
        self, write, want, told, thread, reader, supporter, now
    ):
        wish = want(reader, Kind.ALL, thread=thread, rhythm=Rhythm.DAILY)
        write(supporter, "One.")
        for notice in Notice.objects.all():
            actions.write_messages(notice, now=now)
        actions.end_subscription(secret=wish.secret, now=now)
        assert told(now + DAY) == []


def test_a_wish_about_oneself_is_kept_once_wherever_it_is_asked(want, reader, thread, other_thread):
    assert want(reader, Kind.FATE, thread=thread) == want(reader, Kind.FATE, thread=other_thread)
    assert Thread.objects.count() == 2
    assert Subscription.objects.get().thread is None
