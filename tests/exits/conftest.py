"""The demo newspaper, and somebody of each kind who has acted in it."""

import pytest

from standfirst.discussion.models import Comment, Thread
from standfirst.funding.models import Campaign
from standfirst.lib.clock import now as clock
from tests.funding.makers import a_draft, a_promise
from tests.plugins.demo import FLAGSHIP


@pytest.fixture
def thread(demo):
    return Thread.objects.get(page__slug=FLAGSHIP)


@pytest.fixture
def roles(demo, thread, request, client_of):
    """Give a browser of each kind of visitor; all but the reader have left something on the page."""
    people = {name: request.getfixturevalue(name) for name in ("reader", "editor", "moderator")}
    clients = {
        "nobody": client_of(None),
        "guest": client_of(None),
        "member": client_of(people["reader"]),
        "editor": client_of(people["editor"]),
        "moderator": client_of(people["moderator"]),
    }
    known = Comment.objects.filter(thread=thread, state=Comment.State.VISIBLE).first()
    for role in ("guest", "member", "editor", "moderator"):
        words = {"text": f"A word of the {role}, whom nobody else knows.", "name": "Canary Guest"}
        posted = clients[role].post(thread.comments_path, words)
        assert posted.status_code == 303, posted.content
        assert clients[role].post(f"/comments/{known.pk}/vote/", {"vote": "up"}).status_code == 303
    return clients


@pytest.fixture
def guests_comment(roles):
    """Give the comment that the guest has just written, which is held."""
    found = Comment.objects.get(current__text__startswith="A word of the guest")
    assert found.is_held
    return found


@pytest.fixture
def gifts(demo):
    """Give a draft of a gift and one that was promised."""
    campaign = Campaign.objects.get()
    return a_draft(campaign, now=clock()), a_promise(campaign, now=clock())
