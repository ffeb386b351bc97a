"""Moderators learn neither who supports the paper nor how much: no query of the desk asks for it.

A decision that hung on somebody's money would be for sale. So it is not the template that leaves it out:
it never leaves the database.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.desk import queue_views
from standfirst.discussion.models import Comment
from standfirst.funding.models import GiftWords
from standfirst.moderation.models import (
    BanProposal,
    Decision,
    DeskAct,
    HeldText,
    Note,
    Sanction,
)
from standfirst.people.models import Badge, Standing
from tests.desk.making import decide, fill
from tests.funding.makers import a_campaign, give

pytestmark = pytest.mark.django_db

# Whole tables that say it, and columns that do wherever they stand.
TABLES = re.compile(r'"(people_standing|people_badge|funding_(?!giftwords\b|gift\b)\w+)"')
COLUMNS = re.compile(r'"(amount|currency|provider_ref|reference|pledge_entry_id|standing|badge)"')


def told(queries):
    """Give the queries that would tell a moderator who supports the paper."""
    return [
        query["sql"][:300]
        for query in queries
        if TABLES.search(query["sql"]) or COLUMNS.search(query["sql"])
    ]


@pytest.fixture
def scene(thread, supporter, now):
    """Let a supporter, who shows it, and others wait; one is removed."""
    give(a_campaign(), name="Sam Supporter", shows_name=True)
    for kind, text in (("name", "Miracle Sam"), ("about", "I cure.")):
        HeldText.objects.create(kind=kind, person=supporter, text=text, held_at=now)
    waiting = fill(thread, now, number=12)
    Comment.objects.filter(pk__in=[each.pk for each in waiting[:6]]).update(author=supporter)
    Comment.objects.filter(pk=waiting[1].pk).update(state="removed")
    return [Comment.objects.get(pk=each.pk) for each in waiting]


def everything(desk, scene):
    """Do everything that there is to do at the desk; give the routes that were asked."""
    first, removed, *others = scene
    for name in ("held", "reported", "removed"):
        desk.get(f"/admin/desk/{name}/")
        desk.get(f"/admin/desk/{name}/?words=word&reason=first_comment&person={first.author_id}")
        desk.get(f"/admin/desk/{name}/news/?ids={first.pk},{removed.pk}")
        desk.get(f"/admin/desk/{name}/{first.pk}/")
    desk.get("/admin/desk/")
    for name in ("votes", "notices", "appeals", "bans"):
        desk.get(f"/admin/desk/{name}/")
    desk.get("/admin/desk/gifts/")
    desk.post(f"/admin/desk/gifts/{GiftWords.objects.get().gift_id}/", {"act": "show"})
    desk.get("/admin/desk/texts/")
    for held, verb in zip(HeldText.objects.order_by("pk"), ("approve", "refuse"), strict=True):
        desk.post(f"/admin/desk/texts/{held.pk}/", {"verb": verb, "facts": "Advertising."})
    desk.post(f"/admin/desk/held/{others[0].pk}/claim/")
    desk.post(f"/admin/desk/held/{first.pk}/notes/", {"text": "Knows the river."})
    desk.post(f"/admin/desk/held/{first.pk}/notes/", {"delete": str(Note.objects.get().pk)})
    limit(desk, first.pk)
    decide(desk, first, "approve")
    desk.post(f"/admin/desk/undo/{DeskAct.objects.latest('pk').pk}/")
    decide(desk, others[0], "remove", facts="Rude.")
    decide(desk, removed, "restore", queue="removed")
    decide(desk, Comment.objects.get(pk=removed.pk), "hold", queue="reported")


def limit(desk, pk):
    """Propose a ban, look at it, take it back; hold what somebody writes, and end that."""
    at = f"/admin/desk/held/{pk}/"
    desk.get(f"{at}limit/")
    form = {"verb": "ban", "facts": "Rude.", "seen": "0"}
    desk.post(f"{at}limit/", form)
    desk.post(f"{at}limit/", {**form, "step": "sure"})
    desk.get("/admin/desk/bans/")
    desk.post(f"/admin/desk/bans/{BanProposal.objects.get().pk}/", {"act": "decline"})
    desk.post(f"{at}limit/", {**form, "verb": "hold_first", "span": "1", "step": "sure"})
    lifting = f"{at}limits/{Sanction.objects.get().pk}/"
    desk.get(lifting)
    desk.post(lifting, {"facts": "Sorry."})
    desk.get(f"{at}network/")


def test_no_query_of_the_desk_asks_for_it(client_of, moderator_person, scene, supporter):
    assert Standing.objects.filter(person=supporter).exists()
    assert Badge.objects.filter(person=supporter).exists()
    desk = client_of(moderator_person)
    with CaptureQueriesContext(connection) as asked:
        everything(desk, scene)
    # Five on comments, two on names and texts, a limit and its end.
    assert Decision.objects.count() == 9
    assert told(asked.captured_queries) == []


def test_a_planted_question_is_found(client_of, moderator_person, scene, monkeypatch):
    """The control: a badge that is read for the list would be seen here."""

    def with_badges(*args, **values):
        list(Badge.objects.filter(kind="supporter"))
        return items(*args, **values)

    items = queue_views.items_of
    monkeypatch.setattr(queue_views, "items_of", with_badges)
    desk = client_of(moderator_person)
    with CaptureQueriesContext(connection) as asked:
        desk.get("/admin/desk/held/")
    assert told(asked.captured_queries)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "people_standing"."until" FROM "people_standing"',
        'SELECT 1 FROM "funding_payment"',
        'SELECT "funding_gift"."amount" FROM "funding_gift"',
    ],
)
def test_planted_queries_are_found(sql):
    assert told([{"sql": sql}])


def test_the_page_shows_no_badge(client_of, moderator_person, scene):
    page = client_of(moderator_person).get("/admin/desk/held/").content.decode()
    assert "Sam Supporter" in page
    assert "supporter" not in page.lower().replace("sam supporter", "")
