"""Who may what at the desk: eight roles, every route, their own comment, another's, a withdrawn one."""

import pytest
from django.db import transaction

from standfirst.desk.actions import Verb
from standfirst.desk.actions import decide as decide_on
from standfirst.desk.actions.bulks import plan_bulk
from standfirst.discussion.actions import Judgement
from standfirst.discussion.models import Comment, VoteBurst
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.bulks import Plan
from standfirst.moderation.models import DeskAct, HeldText
from standfirst.people.models import Person
from tests.desk.making import fill
from tests.exits.routes import all_routes
from tests.funding.makers import a_campaign, give

pytestmark = pytest.mark.django_db

ROLES = (
    *("nobody", "guest", "reader", "supporter"),
    *("editor", "treasurer", "moderator_person", "owner"),
)
MAY = ("moderator_person", "owner")
THINGS = ("own", "other", "withdrawn")
APPROVAL = {"verb": "approve", "seen_state": "held"}
# Route, method and form → what somebody who may is answered, for each of the three things.
ALLOWED = {
    ("desk", "get"): (302, 302, 302),
    ("desk_queue", "get"): (200, 200, 200),
    ("desk_news", "get"): (200, 200, 200),
    ("desk_decision", "get"): (200, 200, 404),
    ("desk_decision", "post"): (302, 302, 404),
    ("desk_claim", "post"): (302, 302, 404),
    ("desk_note", "post"): (302, 302, 404),
    ("desk_undo", "post"): (302, 302, 404),
    ("desk_bursts", "get"): (200, 200, 200),
    ("desk_burst", "post"): (302, 302, 302),
    ("desk_new_bulk", "get"): (200, 200, 404),
    ("desk_new_bulk", "post"): (302, 302, 404),
    ("desk_bulk", "get"): (200, 200, 404),
    ("desk_bulk", "post"): (302, 404, 404),
    # What can be decided there has tests of its own; here it is that nobody else gets in.
    ("desk_notices", "get"): (200, 200, 200),
    ("desk_notice", "post"): (404, 404, 404),
    ("desk_appeals", "get"): (200, 200, 200),
    ("desk_appeal", "post"): (404, 404, 404),
    ("desk_bans", "get"): (200, 200, 200),
    ("desk_ban", "post"): (404, 404, 404),
    # One's own comment is that of staff, who are not limited.
    ("desk_limit", "get"): (200, 200, 404),
    ("desk_limit", "post"): (409, 302, 404),
    ("desk_network", "get"): (302, 302, 404),
    ("desk_network", "post"): (302, 302, 404),
    ("desk_lift", "get"): (302, 302, 404),
    ("desk_lift", "post"): (302, 302, 404),
    ("desk_words", "get"): (200, 200, 200),
    ("desk_gifts", "get"): (200, 200, 200),
    ("desk_gift", "post"): (302, 302, 302),
    ("desk_texts", "get"): (200, 200, 200),
    ("desk_text", "post"): (302, 302, 302),
}
# Where everybody else is sent: to the door, or, who has passed it, back to the first page of the admin.
SENT = {
    **dict.fromkeys(("nobody", "guest", "reader", "supporter"), "/account/login/"),
    **dict.fromkeys(("editor", "treasurer"), "/admin/"),
}


@pytest.fixture
def things(request, thread):
    """Give what of each role waits, what of another does, and what somebody has withdrawn."""
    now = clock()

    def of(person):
        own, other, withdrawn = fill(thread, now, number=3)
        if person is not None:
            Comment.objects.filter(pk=own.pk).update(author=person)
        Comment.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
        return {"own": own, "other": other, "withdrawn": withdrawn}

    return of


def address_of(name, comment, scene, act):
    burst, gift, text = scene
    return {
        "desk": "/admin/desk/",
        "desk_queue": "/admin/desk/held/",
        "desk_news": f"/admin/desk/held/news/?ids={comment.pk}",
        "desk_decision": f"/admin/desk/held/{comment.pk}/",
        "desk_claim": f"/admin/desk/held/{comment.pk}/claim/",
        "desk_note": f"/admin/desk/held/{comment.pk}/notes/",
        "desk_undo": f"/admin/desk/undo/{act}/",
        "desk_bursts": "/admin/desk/votes/",
        "desk_burst": f"/admin/desk/votes/{burst.pk}/",
        "desk_notices": "/admin/desk/notices/",
        "desk_notice": "/admin/desk/notices/999999/",
        "desk_appeals": "/admin/desk/appeals/",
        "desk_appeal": "/admin/desk/appeals/999999/",
        "desk_bans": "/admin/desk/bans/",
        "desk_ban": "/admin/desk/bans/999999/",
        "desk_limit": f"/admin/desk/held/{comment.pk}/limit/",
        "desk_network": f"/admin/desk/held/{comment.pk}/network/",
        "desk_lift": f"/admin/desk/held/{comment.pk}/limits/999999/",
        "desk_words": "/admin/desk/words/",
        "desk_new_bulk": f"/admin/desk/held/many/?how=person&of={comment.pk}",
        "desk_bulk": f"/admin/desk/bulk/{act}/",
        "desk_gifts": "/admin/desk/gifts/",
        "desk_gift": f"/admin/desk/gifts/{gift.pk}/",
        "desk_texts": "/admin/desk/texts/",
        "desk_text": f"/admin/desk/texts/{text.pk}/",
    }[name]


def form_of(name, comment):
    return {
        "desk_decision": {**APPROVAL, "seen_revision": comment.current_id},
        "desk_note": {"text": "Knows the river."},
        "desk_limit": {"verb": "warn", "facts": "Rude.", "seen": "0", "step": "sure"},
        "desk_network": {"days": "1", "facts": "A flood."},
        "desk_lift": {"facts": "Sorry."},
        "desk_burst": {"act": "drop"},
        "desk_gift": {"act": "show"},
        "desk_text": {"verb": "approve"},
        "desk_new_bulk": {"how": "person", "of": str(comment.pk), "verb": "approve"},
    }.get(name, {})


def acted_on(comment, by, thing):
    """Give the act of a decision of theirs on the thing, to undo; of none for what is withdrawn."""
    if thing == "withdrawn":
        return 999_999
    judgement = Judgement(comment, by, seen_state=Comment.State.HELD)
    decide_on(verb=Verb.APPROVE, judgement=judgement, now=clock())
    return DeskAct.objects.latest("pk").pk


def drafted(comment, by, thing):
    """Give a bulk that they drafted, or that another did; of none for what is withdrawn."""
    if thing == "withdrawn":
        return 999_999
    if thing == "other":
        by = Person.objects.create(created_at=clock())
    plan = Plan(verb="approve", queue="held", by=by)
    return plan_bulk(plan=plan, comments=[comment], now=clock()).pk


@pytest.fixture
def answers(request, things, client_of, guest, moderator_person, thread):
    """Ask every route as one role, each time without a trace; give status and place by route and thing."""
    gift = give(a_campaign(), name="Ada Bell", shows_name=True)
    burst = VoteBurst.objects.create(author=guest, began_at=clock())
    text = HeldText.objects.create(kind="about", person=guest, text="I fish.", held_at=clock())

    def ask(role):
        person = None if role == "nobody" else request.getfixturevalue(role)
        browser, found = client_of(person), things(person)
        given = {}
        for name, method in ALLOWED:
            for thing in THINGS:
                with transaction.atomic():
                    comment = found[thing]
                    by = person if role in MAY else moderator_person
                    makes = {"desk_undo": acted_on, "desk_bulk": drafted}.get(name)
                    act = makes(comment, by, thing) if makes else 0
                    address = address_of(name, comment, (burst, gift, text), act)
                    form = form_of(name, comment) if method == "post" else {}
                    answer = getattr(browser, method)(address, form)
                    given[name, method, thing] = answer
                    transaction.set_rollback(True)
        return given

    return ask


def test_every_route_of_the_desk_is_in_the_table():
    desk = {route.name for route in all_routes() if route.pattern.startswith("admin/desk/")}
    assert desk == {name for name, _ in ALLOWED}


@pytest.mark.parametrize("role", MAY)
def test_whoever_moderates_is_answered(answers, role):
    found = {key: answer.status_code for key, answer in answers(role).items()}
    expected = {
        (*route, thing): status
        for route, statuses in ALLOWED.items()
        for thing, status in zip(THINGS, statuses, strict=True)
    }
    assert found == expected


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY])
def test_everybody_else_is_sent_away_and_told_nothing(answers, role):
    for key, answer in answers(role).items():
        assert (answer.status_code, key) == (302, key)
        assert answer["Location"].split("?")[0] == SENT[role], key
        assert answer.content == b""
