"""A node that cannot keep its pages true says that it is not ready, and is again when it can."""

import os
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connections

from standfirst.delivery import following
from standfirst.delivery.followed import FOLLOWED_WITHIN_SECONDS
from standfirst.delivery.following import Follower
from tests.cli.processes import until
from tests.delivery.conftest import shelf  # noqa: F401 (fixture)

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def following_in_a_thread(follower):
    def run():
        follower.run()
        follower.shelf.index.close()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    follower.stop()
    thread.join(20)


def age(shelf):  # noqa: F811
    """Time is moved, not slept: the log was asked longer ago than a ready node may have."""
    then = time.time() - FOLLOWED_WITHIN_SECONDS - 1
    os.utime(shelf.trail.file, (then, then))


def test_a_node_whose_database_is_away_is_not_ready_until_it_is_back(client, shelf, monkeypatch):  # noqa: F811
    monkeypatch.setattr(following, "LOOK_AFTER_TROUBLE_SECONDS", 0.05)
    follower = Follower(name="here", shelf=shelf, bake=lambda address: None)
    is_away, tried = threading.Event(), threading.Semaphore(0)
    news = follower.log.news

    def news_or_trouble():
        if is_away.is_set():
            tried.release()
            raise OperationalError("the database is away")
        return news()

    monkeypatch.setattr(follower.log, "news", news_or_trouble)
    with following_in_a_thread(follower):
        until(lambda: client.get("/readyz").status_code == 200, what="a node that is ready")

        is_away.set()
        assert tried.acquire(timeout=20), "it tries"
        age(shelf)
        assert tried.acquire(timeout=20), "it tries again, in vain"
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"pages not followed\n")
        assert client.get("/healthz").status_code == 200

        is_away.clear()
        until(lambda: client.get("/readyz").status_code == 200, what="a node that is ready again")


def test_a_follower_that_has_nothing_to_do_keeps_its_node_ready(client, shelf):  # noqa: F811
    """The control: silence is not trouble."""
    follower = Follower(name="here", shelf=shelf, bake=lambda address: None)
    with following_in_a_thread(follower):
        age(shelf)
        until(lambda: client.get("/readyz").status_code == 200, what="a node that is ready")


def test_a_folder_that_nobody_ever_followed_is_not_ready(client, shelf):  # noqa: F811
    assert client.get("/readyz").status_code == 503
