"""Several nodes with one database are one paper: whatever one takes, the others show, and drop."""

import shutil
import time
from functools import partial
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone

from standfirst.delivery import models, purging
from standfirst.delivery.models import StaleKey
from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from standfirst.outbox.models import ScheduledRun
from tests.cli.processes import until
from tests.nodes.cluster import cluster_of, status_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres_only,
    pytest.mark.django_db(transaction=True),
]
WITHIN_SECONDS = 1.0


@pytest.fixture
def articles(transactional_db, groups):
    """Give two articles that are discussed."""
    now = timezone.now()
    home = found_paper(name="The Weir Courier", now=now)
    section = add_section(home=home, title="River", now=now)
    return [
        publish_article(section=section, article=NewArticle(headline=headline), now=now)
        for headline in ("High water", "Low water")
    ]


@pytest.fixture
def paper(articles, moderator_session, own_site, tmp_path):
    if shutil.which("nginx") is None:
        pytest.skip("no nginx is installed")
    connection.close()
    with cluster_of(own_site, tmp_path) as cluster:
        yield cluster


@pytest.fixture
def moderator_session(moderator, client_of):
    """Sign a moderator in, whose words are shown unread: with one secret key they are known everywhere."""
    cookies = client_of(moderator).cookies
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


def write(node, article, words, session):
    """Comment, and give when it was acknowledged."""
    form = urlencode({"text": words})
    assert node.post(talk(article), form, session) == 303
    acknowledged = time.monotonic()
    newest = Comment.objects.latest("pk")
    assert (newest.state, newest.author.user.is_staff) == (Comment.State.VISIBLE, True)
    return acknowledged


def talk(article):
    """The page of an article's whole discussion, which is baked anew as soon as anybody writes."""
    return f"{article.url}comments/"


def is_on(node, article, words):
    return words in node.page(talk(article))


def baked(paper, *articles):
    """Have both nodes keep the pages of some articles in their own folders."""
    for node in paper.web:
        for article in articles:
            for path in (article.url, talk(article)):
                assert article.title in node.page(path)
                assert node.keeps(path)


def test_several_nodes_are_one_paper(paper, articles, moderator_session):
    article, other = articles
    baked(paper, article, other)
    a_comment_is_on_the_other_nodes_page(paper, article, moderator_session)
    an_event_is_heard_on_the_other_node(paper, article, moderator_session)
    a_purge_is_confirmed_by_both(paper, other)
    a_killed_node_comes_back_without_a_stale_page(paper, article, moderator_session)
    until(lambda: ScheduledRun.objects.filter(succeeded_at__isnull=False), what="later work")


def a_comment_is_on_the_other_nodes_page(paper, article, session):
    one, two = paper.web
    for number, (here, there) in enumerate(((one, two), (two, one))):
        words = f"It stood at mark {number} this morning."
        assert not is_on(there, article, words), "the control"
        acknowledged = write(here, article, words, session)
        until(partial(is_on, there, article, words), what="the comment on the other node")
        assert time.monotonic() - acknowledged < WITHIN_SECONDS


def an_event_is_heard_on_the_other_node(paper, article, session):
    thread = Thread.objects.get(page_id=article.pk)
    streams = [paper.two.listen(f"thread:{thread.pk}"), paper.listen(f"thread:{thread.pk}")]
    acknowledged = write(paper.one, article, "It falls again since noon.", session)
    newest = Comment.objects.latest("pk")
    for stream in streams:
        heard = stream.next()
        assert (heard.kind, heard.data["id"]) == ("comment.added", newest.pk)
    assert time.monotonic() - acknowledged < WITHIN_SECONDS
    for stream in streams:
        stream.close()


def a_purge_is_confirmed_by_both(paper, article):
    assert [node.keeps(article.url) for node in paper.web] == [True, True], "the control"
    began = time.monotonic()
    article.unpublish()
    assert time.monotonic() - began < purging.WAIT_SECONDS, "it waited for both, and no longer"
    assert [node.keeps(article.url) for node in paper.web] == [False, False]
    assert [status_of(node, article.url) for node in (*paper.web, paper)] == [404, 404, 404]
    purge = StaleKey.objects.filter(is_purge=True).latest("pk").pk
    nodes = models.Node.objects.all()
    assert (len(nodes), {node.last_purge for node in nodes}) == (2, {purge})


def a_killed_node_comes_back_without_a_stale_page(paper, article, session):
    """While it is away the other one serves, and what changes meanwhile is not shown by it again."""
    baked(paper, article)
    paper.one.kill()
    assert paper.one.keeps(talk(article)), "the control: the page lies there still"
    words = "Nobody saw the second wave coming."
    write(paper.two, article, words, session)
    assert {paper.ask(talk(article))[0] for _ in range(6)} == {200}, "readers notice nothing"

    paper.one.start("web")
    answers = until(lambda: first_answers(paper.one, article), what="a node that is back")
    assert all(words in answer for answer in answers)
    until(paper.one.is_ready, what="a node that is ready")
    paper.one.kill()
    article.unpublish()
    paper.one.start("web")
    until(lambda: status_of(paper.one, article.url) not in (None, 502, 503), what="an answer")
    assert status_of(paper.one, article.url) == 404


def first_answers(node, article):
    """The first pages that a node gives after its start, however early."""
    found = []
    if status_of(node, "/healthz") is None:
        return found
    for _ in range(20):
        status, _, body = node.ask(talk(article))
        if status == 200:
            found.append(body.decode())
    return found
