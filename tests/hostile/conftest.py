"""A paper with one of everything that takes words, and a way to try things without a trace."""

import os
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from standfirst.discussion.actions import NewComment, Wish, post_comment, subscribe
from standfirst.discussion.models import Comment, Subscription, Thread
from standfirst.funding.actions.statements import take_statement
from standfirst.funding.statements import read_statement
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.newsroom.models import TopicPage
from standfirst.people.actions import make_guest, prove_address
from tests.cast import OWN_FORMS
from tests.funding.bank_files import camt, paid
from tests.funding.makers import (
    a_bank_account,
    a_campaign,
    a_draft,
    a_promise,
    cash,
    checkout_of,
)
from tests.plugins.database import standing_in
from tests.plugins.remembering import TRAIL

IS_SOAK = os.environ.get("STANDFIRST_SOAK") == "1"
QUESTION = "0b6f9a7e-51c5-4a6b-9a8e-2f3d1c0e4b7a"


@dataclass
class Scene:
    """What there is to attack. Times are the clock's: views ask it."""

    home: Any
    section: Any
    article: Any
    thread: Thread
    comment: Comment
    """Visible, by a proven guest; editable for a quarter of an hour."""
    held: Comment
    campaign: Any
    draft: Any
    promise: Any
    bank_line: Any
    wish: Subscription
    author: Any
    stranger: Any
    topic: Any


@pytest.fixture(scope="session")
def kept_scene(django_db_setup, django_db_blocker):
    """Build the scene once in a process, and set its database aside; nobody writes to that."""
    with django_db_blocker.unblock():
        scene = make_scene()
        aside = django_db_setup.set_aside("scene")
        django_db_setup.renew()
    return scene, aside


@pytest.fixture
def db(request, kept_scene, django_db_setup, django_db_blocker):
    """Give every test here the database of the scene, and take back whatever it writes.

    The scene's own in a transaction; a copy of it where a server's connection must see it.
    """
    _scene, aside = kept_scene
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        django_db_setup.take(aside)
        TRAIL.begin("scene")
        yield
        return
    with django_db_blocker.unblock(), standing_in(aside), without_trace():
        TRAIL.begin("scene")
        yield


@pytest.fixture
def scene(kept_scene, db):
    """Give the scene as it was built, whatever the test before did to it.

    What was written a moment before stays so, however long the tests before took: it can be edited.
    """
    scene = deepcopy(kept_scene[0])
    for comment, minutes in ((scene.comment, 3), (scene.held, 2)):
        comment.created_at = clock() - timedelta(minutes=minutes)
        comment.save(update_fields=["created_at"])
    return scene


def a_bank_line(now):
    """Give what came on the paper's account, of which nobody has said what it is."""
    a_bank_account(now=now)
    said = read_statement(camt(paid("7.00", "For the gate")), currency="EUR")
    taken = take_statement(statement=said, file_name="march.xml", taken_by=None, now=now)
    return taken.lines.get()


def make_scene():
    """Found a paper with an article, comments (visible, held), a campaign with gifts, a wish."""
    now = clock()
    home = newsroom.found_paper(name="The Weir Courier", now=now)
    section = newsroom.add_section(home=home, title="River", now=now)
    article = newsroom.publish_article(
        section=section,
        article=NewArticle(
            headline="Who owns the gate?",
            slug="gate",
            story=[
                {"type": "paragraph", "value": "<p>Nobody knows.</p>"},
                {"type": "question", "id": QUESTION, "value": {"question": "Who told you?"}},
            ],
        ),
        now=now - timedelta(hours=3),
    )
    thread = Thread.objects.get(page_id=article.pk)
    author = proven("Ada", "ada@mail.test", now)
    stranger = proven("Ben", "ben@mail.test", now)
    comment = said(thread, author, "The miller told me.", now - timedelta(minutes=3))
    held = said(thread, make_guest(now=now), "A first word.", now - timedelta(minutes=2))
    assert comment.is_visible
    assert held.is_held
    campaign = a_campaign(now=now - timedelta(days=2))
    cash(campaign, 1500, now=now - timedelta(days=1))
    return Scene(
        home=home,
        section=section,
        article=article,
        thread=thread,
        comment=comment,
        held=held,
        campaign=campaign,
        draft=a_draft(campaign, now=now, name="Cy", message="Go on."),
        promise=a_promise(campaign, now=now),
        bank_line=a_bank_line(now),
        wish=subscribe(
            wish=Wish(
                thread=thread,
                person=stranger,
                kind=Subscription.Kind.ALL,
                address="other@mail.test",
            ),
            now=now,
        ),
        author=author,
        stranger=stranger,
        topic=home.get_children()
        .get(slug="topics")
        .add_child(instance=TopicPage(title="Water", slug="water")),
    )


def proven(name, address, now):
    person = make_guest(now=now)
    person.name = name
    person.save()
    return prove_address(person=person, address=address, now=now)


def said(thread, author, text, at, **values):
    return post_comment(new=NewComment(thread=thread, author=author, text=text, **values), now=at)


@pytest.fixture
def addresses(scene):
    """Give every address of the paper, with real ids in it."""
    at = f"/comments/{scene.comment.pk}/"
    return [
        "/",
        "/river/",
        "/river/gate/",
        "/river/gate/comments/",
        "/river/gate/comments/?mine",
        "/river/gate/comments/?mine&fragment",
        at,
        *(at + verb for verb in ("replies/", "vote/", "reply/", "edit/", "withdraw/", "report/")),
        "/subscriptions/",
        f"/subscriptions/{scene.wish.secret}/",
        f"/subscriptions/{scene.wish.secret}/end/",
        "/subscriptions/follow/",
        "/subscriptions/mine/",
        "/support/",
        "/support/river/",
        f"/support/gift/{scene.draft.secret}/",
        f"/support/gift/{scene.promise.secret}/status/",
        f"/support/gift/{scene.promise.secret}/shown/",
        f"/support/gift/{scene.promise.secret}/receipt.pdf",
        f"/support/gift/{scene.promise.secret}/transfer.svg",
        "/support/river/thanks/",
        f"/support/rehearsal/{checkout_of(scene.promise).ref}/",
        "/support/events/rehearsal/",
        "/ledger/",
        "/ledger/entries.csv",
        "/ledger/entries.json",
        "/ledger/river/",
        "/ledger/river/entries.csv",
        "/ledger/river/entries.json",
        "/search/",
        "/feeds/",
        "/feeds/paper.xml",
        "/feeds/sections/river.xml",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/robots.txt",
        "/rules/",
        "/rules/1/",
        "/palette-0.css",
        "/media/images/x.jpg",
        "/static/x.css",
        "/documents/1/x.pdf",
        "/account/",
        "/account/login/",
        "/account/signup/",
        "/account/logout/",
        "/account/login/code/confirm/",
        "/account/password/reset/",
        "/account/invitation/abc/",
        "/admin/",
        "/admin/login/",
        "/admin/desk/held/",
        f"/admin/desk/held/{scene.held.pk}/",
        "/admin/funding/",
        "/admin/funding/gifts/waiting/",
        "/admin/funding/bank/",
        "/admin/funding/statements/",
        "/admin/funding/statements/?aside",
        "/admin/funding/statements/new/",
        f"/admin/funding/statements/{scene.bank_line.statement_id}/",
        f"/admin/funding/statements/lines/{scene.bank_line.pk}/",
        "/admin/funding/matches/",
        "/admin/funding/matches/new/",
        "/admin/funding/matches/1/paid/",
        f"/admin/funding/{scene.promise.campaign_id}/milestones/",
        "/_util/login/",
        "/healthz",
        "/readyz",
        "/live/",
        "/nowhere/",
    ]


@pytest.fixture
def anybody():
    """Give the browser of somebody whom nobody knows; an error of the server is a 500 to them."""
    return visitor()


def visitor(client=None):
    client = client or Client(headers=OWN_FORMS)
    client.raise_request_exception = False
    return client


@contextmanager
def without_trace():
    """Undo in the end whatever the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer_to(client, method, address, **options):
    """Ask, undo, and give the response, or the exception that no server would answer."""
    with without_trace():
        response = client.generic(method, address, **options)
        if response.streaming:
            b"".join(response.streaming_content)
        return response


def errors(attempts):
    """Name those attempts that were answered with a server error: (what, status, exception)."""
    return [
        f"{what}: {response.status_code} {getattr(response, 'exc_info', None)}"
        for what, response in attempts
        if response.status_code >= 500
    ]


def guest_client(client_of, person):
    return visitor(client_of(person))
