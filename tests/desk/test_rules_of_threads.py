"""Who may write and what stands first: by the article, else by its section, else by the paper."""

import pytest

from standfirst.desk.actions import match_threads
from standfirst.discussion.models import Order, Thread, Writers
from standfirst.newsroom.models import ArticlePage

pytestmark = pytest.mark.django_db


def rules(article):
    thread = Thread.objects.get(page=article)
    return thread.writers, thread.default_order


def publish(page, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_an_article_goes_before_its_section_and_a_section_before_the_paper(article):
    section = article.get_parent().specific
    assert rules(article) == ("", "")
    publish(section, discussion_writers="member", discussion_order="best")
    assert rules(article) == ("member", "best")
    publish(article, discussion_order="oldest")
    assert rules(article) == ("member", "oldest")
    publish(section, discussion_writers="", discussion_order="")
    assert rules(article) == ("", "oldest")


def test_the_sweep_mends_rules_that_are_out_of_step(article, now):
    publish(article, discussion_writers="supporter")
    Thread.objects.update(writers="anyone", default_order="voted")
    assert match_threads(now=now) == 1
    assert rules(article) == ("supporter", "")
    assert match_threads(now=now) == 0


def test_the_newsroom_knows_the_same_circles_and_orders_as_the_discussion():
    assert ArticlePage.Writers.choices == Writers.choices
    assert ArticlePage.FirstOrder.choices == Order.choices
