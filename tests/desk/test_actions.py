from datetime import timedelta

import pytest

from standfirst.desk.actions import Verb, decide, match_threads, moderators
from standfirst.desk.duty_actions import remind_moderators
from standfirst.discussion.actions import Judgement, NewComment, post_comment, set_thread_mode
from standfirst.discussion.models import Thread
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.models import Decision, ModerationSettings
from standfirst.newsroom.models import ArticlePage
from standfirst.notify.models import Message
from standfirst.people.actions import person_of_user
from standfirst.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(article, now):
    thread = Thread.objects.get(page=article)
    return post_comment(new=NewComment(thread=thread, author=None, text="First!"), now=now)


def test_publishing_an_article_opens_its_thread(article):
    thread = Thread.objects.get(page=article)
    assert (thread.mode, thread.title, thread.address) == ("open", article.title, article.url)


def test_the_article_closes_and_hides_its_thread(article):
    article.discussion = ArticlePage.Discussion.OFF
    article.save_revision().publish()
    assert Thread.objects.get(page=article).mode == "off"


def test_moving_a_section_moves_the_threads_addresses(article, django_capture_on_commit_callbacks):
    section = article.get_parent().specific
    section.slug = "elsewhere"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    assert Thread.objects.get(page=article).address.startswith("/elsewhere/")


def test_the_sweep_mends_what_a_lost_signal_left(article, now):
    Thread.objects.all().delete()
    assert match_threads(now=now) == 1
    assert match_threads(now=now) == 0
    set_thread_mode(page=article, mode=Thread.Mode.CLOSED, closes_at=None, now=now)
    assert match_threads(now=now) == 1


@pytest.mark.parametrize(("verb", "state"), [(Verb.APPROVE, "visible"), (Verb.REMOVE, "removed")])
def test_a_decision_changes_the_state_and_is_recorded(held, moderator, now, verb, state):
    judge = person_of_user(user=moderator, now=now)
    decided = decide(
        verb=verb, judgement=Judgement(comment=held, decided_by=judge, facts="Rude."), now=now
    )
    assert decided.state == state
    assert Decision.objects.get().decided_by == judge


def test_the_second_moderator_is_told(held, moderator, now):
    judge = person_of_user(user=moderator, now=now)
    judgement = Judgement(comment=held, decided_by=judge, facts="Rude.")
    decide(verb=Verb.APPROVE, judgement=judgement, now=now)
    with pytest.raises(CommentRefused) as refused:
        decide(verb=Verb.APPROVE, judgement=judgement, now=now)
    assert refused.value.refusal is Refusal.DECIDED_ALREADY


def test_whoever_moderates_hears_of_what_waits_too_long_once_an_hour(held, moderator, now):
    half = timedelta(minutes=30)
    assert remind_moderators(now=now + half - timedelta(seconds=1)) == 0
    remind_moderators(now=now + half)
    remind_moderators(now=now + half + timedelta(minutes=2))
    assert [row.address for row in Message.objects.filter(kind="moderators_reminder")] == [
        "mo@example.test"
    ]
    remind_moderators(now=now + timedelta(hours=2))
    assert Message.objects.filter(kind="moderators_reminder").count() == 2


def test_the_time_is_the_papers_to_set(held, moderator, now):
    settings = ModerationSettings.load()
    settings.remind_after_minutes = 5
    settings.save()
    assert remind_moderators(now=now + timedelta(minutes=5)) == 1


def test_nothing_waits_nobody_is_mailed(article, moderator, now):
    assert remind_moderators(now=now + timedelta(days=1)) == 0


def test_where_nobody_moderates_the_owner_is_told(held):
    owner = User.objects.create_superuser("owner@example.test")
    assert moderators() == [owner]
